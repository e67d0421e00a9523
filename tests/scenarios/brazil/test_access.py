"""The Brazilian portal's answers on access: new resellers wait 48 hours at most, end customers ask a reseller."""

import pytest
import time_machine

from tests.accounts.applicants import CHILEAN
from tests.cast import Cast
from tests.factories import NOON
from tests.pressing import Page, visit
from tests.scenarios.conftest import Open
from tests.scenarios.steps import application_of, come_in, mails_to

LENA = "lena.prado@nova-rede.example"
BRAZILIAN = {name: value for name, value in CHILEAN.items() if "Tax" not in name} | {
    "Company, as registered": "Nova Rede Ltda.",
    "Tax number: CNPJ": "11.222.333/0001-81",
    "Province, state or county": "São Paulo",
    "Your e-mail address": LENA,
    "Your name": "Lena Prado",
}
SENDER = "no-reply@distributor.example"

pytestmark = pytest.mark.django_db


def apply(opened: Open) -> Page:
    start = opened("/", market="br").follow("Become a customer")
    form = start.press("Continue", {"It resells IT products to its own customers": "yes", "No": "yes"})
    return form.press("Send application", BRAZILIAN)


def test_the_answer_comes_within_48_hours_and_the_page_says_when(opened: Open) -> None:
    """I am a new reseller. When do I get access? Within 48 hours (ACC-2, BR)"""
    page = apply(opened)

    assert "You get an answer by e-mail by Nov 21, 2026" in page.text
    assert page.title.removeprefix("Application ") in mails_to(LENA)[0].body + mails_to(LENA)[0].subject


def test_after_48_hours_one_looks_for_the_sender_in_inbox_and_spam(cast: Cast, opened: Open) -> None:
    """48 hours have passed and nothing came. Look in inbox and spam for our sender, then ask support (ACC-2, BR)"""
    page = apply(opened)

    for text in (page.part("Our mails to you"), mails_to(LENA)[0].body):
        assert SENDER in text
        assert "48 hours" in text
        assert "spam" in text
        assert cast.markets["br"].support_phone in text


def test_access_comes_by_mail_from_that_sender(opened: Open, at_desk: Open) -> None:
    """How does my access come? In a mail from that sender: one chooses the password oneself (ACC-2, ACC-4, BR)"""
    apply(opened)

    application_of(at_desk, "Nova Rede Ltda.").press("Approve")

    messages = mails_to(LENA)
    assert all(SENDER in message.from_email for message in messages)
    assert any("inbox" in message.body and "spam" in message.body for message in messages[1:])
    assert "Hello, Lena" in come_in(opened, LENA, market="br").text


def test_staff_see_which_applications_wait_too_long(
    opened: Open, at_desk: Open, at_noon: time_machine.Traveller
) -> None:
    """Does somebody notice when mine takes more than 48 hours? (ACC-2, BR)"""
    page = apply(opened)
    at_noon.move_to(NOON.replace(day=22))

    listed = at_desk("/admin/").follow("Applications")

    assert "Late" in listed.row("Nova Rede Ltda.")
    assert "We are late, and sorry." in visit(page.browser, page.address).text


def test_an_end_customer_has_no_access_and_asks_the_sales_team_for_a_reseller(cast: Cast, opened: Open) -> None:
    """I am an end customer. May I buy here? No; call sales, who name a reseller (ACC-1, BR)"""
    start = opened("/", market="br").follow("Become a customer")

    page = start.press("Continue", {"It uses them itself, or I am a private person": "yes"})

    assert page.title == "Find a reseller"
    assert "This portal is for resellers only." in page.text
    assert "11 5550-0141" in page.part("How to find one")
