"""Who is known without being signed in is answered in the market of their own company, not the browser's (MKT-2)."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import deciding, inviting, locking, mailing
from accounts.acting import Actor
from accounts.models import Application, Member, User
from accounts.privileges import PRESETS, Role
from tests.accounts.applicants import from_chile
from tests.accounts.forgetting import answer, choose, link_for
from tests.cast import Cast, a_staff_user
from tests.factories import PASSWORD, make_challenge
from tests.pressing import Page, visit

SUMMER_MORNING = datetime(2026, 7, 1, 5, 50, tzinfo=UTC)  # 07:50 in Stockholm, 1:50 in Toronto
SWEDEN, MIAMI = "+46 8 555 010 20", "(305) 555-0150"
CANADA = "1 800 555-0120"


@pytest.fixture(autouse=True)
def fresh_cache(db: None) -> None:
    cache.clear()


@pytest.fixture
def buyer(cast: Cast) -> User:
    user = cast.norrsken.buyer.user
    make_challenge(user)
    User.objects.filter(pk=user.pk).update(language="en")
    user.refresh_from_db()
    return user


def in_canada() -> Client:
    browser = Client(headers={"accept-language": "en"})
    browser.cookies.load({"market": "ca", "django_language": "en"})
    return browser


def last_mail() -> str:
    mailing.send_due(now=timezone.now())
    return str(mail.outbox[-1].body)


def follow_invitation(browser: Client, link: str = "") -> Page:
    return visit(browser, link or re.findall(r"http://localhost:8000(/invitation/\S+)", last_mail())[-1])


def test_a_mail_about_ones_own_user_is_written_by_the_clock_of_ones_market(buyer: User) -> None:
    with time_machine.travel(SUMMER_MORNING, tick=False):
        locking.lock(buyer, now=timezone.now())
        mailing.send_due(now=timezone.now())

    [body] = [str(sent.body) for sent in mail.outbox if sent.to == [buyer.email]]
    assert "Since 1 Jul 2026 07:50" in body


def test_a_locked_user_reads_by_the_clock_and_the_support_of_their_market(buyer: User) -> None:
    with time_machine.travel(SUMMER_MORNING, tick=False):
        locking.lock(buyer, now=timezone.now())
        typed = {"E-mail address or user name": buyer.email, "Password": PASSWORD}
        page = visit(in_canada(), "/login/").press("Sign in", typed)

    assert page.title == "Your user is locked"
    assert "Since 1 Jul 2026 07:50" in page.text
    assert SWEDEN in page.text
    assert CANADA not in page.text


def test_a_forgotten_password_is_set_in_the_market_of_the_user(buyer: User) -> None:
    browser = in_canada()
    asked = visit(browser, link_for(buyer.email))
    assert SWEDEN in asked.text
    assert CANADA not in asked.text

    new = answer(asked)
    assert SWEDEN in new.text
    done = choose(new)

    assert SWEDEN in done.text
    assert SWEDEN in visit(browser, "/login/").text


def test_a_void_invitation_names_the_support_of_its_company(cast: Cast) -> None:
    by = Actor.administrator(cast.norrsken.admin)
    rights = {"username": "", "privileges": PRESETS[Role.BUYER]}
    member = inviting.invite(
        cast.norrsken.company, name="Rolf", email="rolf@norrsken-it.example", **rights, by=by, now=timezone.now()
    )
    User.objects.filter(pk=member.user_id).update(language="en")
    link = re.findall(r"http://localhost:8000(/invitation/\S+)", last_mail())[-1]
    inviting.invite_again(member, by=by, now=timezone.now())

    page = follow_invitation(in_canada(), link)

    assert page.title == "This link no longer works"
    assert f"Are you the first of your company? Our support sends it: {SWEDEN}" in page.text
    assert CANADA not in page.text


@pytest.mark.parametrize("token", ["x", "1-2:3", "1-x:y"])
def test_a_made_up_link_is_answered_in_the_browsers_market(cast: Cast, token: str) -> None:
    assert CANADA in follow_invitation(in_canada(), f"/invitation/{token}/").text


def test_the_first_administrator_is_sent_to_support_for_another_link(cast: Cast, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    from_chile()
    deciding.approve(
        Application.objects.get(), company_name="Andes Redes", customer_number="US90001", account_manager=None,
        by=a_staff_user(), now=timezone.now(),
    )  # fmt: skip
    mailing.send_due(now=timezone.now())

    [body] = [str(sent.body) for sent in mail.outbox if "/invitation/" in str(sent.body)]

    assert f"Is the link too old? Our support sends you a new one. Call {MIAMI}." in body
    assert "An administrator of your company" not in body


def test_whoever_comes_later_is_sent_to_their_administrators(cast: Cast) -> None:
    by = Actor.administrator(cast.norrsken.admin)
    rights = {"username": "", "privileges": PRESETS[Role.BUYER]}
    user = User.objects.create(email="rolf@norrsken-it.example", language="en", name="Rolf")
    inviting.invite(cast.norrsken.company, name="Rolf", email=user.email, **rights, by=by, now=timezone.now())

    body = last_mail()

    assert "An administrator of your company sends a new one with one click." in body
    assert Member.objects.filter(user=user, is_invited=True).exists()
