"""The Canadian portal's answers on who may have access, and how one comes to it."""

import pytest

from tests.accounts.applicants import CHILEAN
from tests.cast import Cast
from tests.pressing import Page, visit
from tests.scenarios.conftest import Open
from tests.scenarios.steps import application_of, come_in

CANADIAN = {name: value for name, value in CHILEAN.items() if "Tax" not in name} | {
    "Company, as registered": "Prairie Networks",
    "Tax number: Business Number": "812345676RT0001",
    "Province, state or county": "British Columbia",
    "Your e-mail address": "grace.lee@prairie.example",
    "Your name": "Grace Lee",
}

pytestmark = pytest.mark.django_db


def start(opened: Open) -> Page:
    return opened("/", market="ca").follow("Become a customer")


def form_of(page: Page, *, former: str) -> Page:
    return page.press("Continue", {"It resells IT products to its own customers": "yes", former: "yes"})


def test_access_is_for_resellers_only_and_the_application_form_is_where_one_joins(opened: Open) -> None:
    """Who is eligible to have access? Reseller partners only; apply by the application form (ACC-1, CA)"""
    front = opened("/", market="ca")
    page = front.follow("Become a customer")

    assert "We sell to companies that resell IT products, never to end users." in front.text
    assert "Only IT resellers can become customers" in page.text
    assert "Send application" in form_of(page, former="No").buttons()
    assert "Become a customer" in opened("/orders/", market="ca").links()


def test_a_canadian_reseller_becomes_a_customer(opened: Open, at_desk: Open) -> None:
    """I am a Canadian reseller and would like to become a customer (ACC-1, ACC-2, CA)"""
    sent = form_of(start(opened), former="No").press("Send application", CANADIAN)

    application_of(at_desk, "Prairie Networks").press("Approve")

    assert sent.title.startswith("Application A-")
    inside = come_in(opened, "grace.lee@prairie.example", market="ca")
    assert "Hello, Grace" in inside.text
    assert "Administrator" in inside.follow("Company profile").text


@pytest.mark.parametrize("address", ["/signup/", "/register/", "/accounts/signup/"])
def test_there_is_no_id_without_an_application_or_an_administrator(opened: Open, address: str) -> None:
    """Can I get an ID without applying? No: new IDs are authorized through the application form (ACC-1, CA)"""
    assert visit(start(opened).browser, address).status == 404


def test_a_former_customer_reads_the_fee_before_the_form(cast: Cast, opened: Open) -> None:
    """We were a customer before and apply again. A processing fee of 195.00 plus taxes applies (ACC-1, MKT-7, CA)"""
    form = form_of(start(opened), former="Yes")
    in_vancouver = form.press("Change the form", {"Province, state or county": "British Columbia"})

    assert "A processing fee of $195.00 plus taxes applies" in form.text
    assert form.text.index("processing fee") < form.text.index("Your company")
    assert "GST $9.75 (5 %) PST $13.65 (7 %) Together $218.40" in in_vancouver.text


def test_who_was_no_customer_reads_of_no_fee(opened: Open) -> None:
    """Does applying for the first time cost something? (ACC-1, MKT-7, CA)"""
    assert "fee" not in form_of(start(opened), former="No").text


def test_an_end_user_is_told_no_and_how_to_find_a_reseller(cast: Cast, opened: Open) -> None:
    """I am an end user. May I have products or support from you? No; ask a reseller to source it (ACC-1, CA)"""
    page = start(opened).press("Continue", {"It uses them itself, or I am a private person": "yes"})

    assert "This portal is for resellers only." in page.text
    assert "A reseller gives you a price for everything in our catalog, delivers it, and helps you" in page.text
    assert "Send application" not in page.buttons()


def test_an_end_user_is_advised_to_bring_part_numbers(opened: Open) -> None:
    """Where can I buy, then? Choose a reseller, and know the manufacturer's part number (ACC-1, CA)"""
    page = start(opened).press("Continue", {"It uses them itself, or I am a private person": "yes"})

    assert "Part numbers from our catalog help: the reseller finds exactly what you mean." in page.text
    assert "905 555-0100 ext. 52100" in page.text


def test_people_of_a_customer_without_access_are_led_to_request_it(opened: Open) -> None:
    """I work for a reseller who is your customer and would like to have access (ACC-3, CA)"""
    assert opened("/", market="ca").follow("Sign in").follow("Request access").title == "Request access"
    assert start(opened).follow("Request access").title == "Request access"
