"""Setting a second factor up, from one's own page and behind the password (ACC-8)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_email.models import EmailDevice
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import factors, second_factor
from accounts.activities import sentence_of
from accounts.factors import Way
from accounts.models import Activity, User
from tests.accounts.second_step import (
    FACTOR,
    VERIFY,
    arrive,
    fresh,
    mails_to,
    set_up_app,
    typed,
)
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.pressing import visit
from tests.staff import app_of, sign_in_with_factor


def test_set_up_an_app_from_ones_own_page(cast: Cast) -> None:
    user = cast.norrsken.buyer.user
    browser, _page = arrive(user)
    page = visit(browser, "/profile/security/").follow("Set up a second factor").follow("Set up an authenticator app")
    assert "<svg" in page.answer.text
    assert "style=" not in page.answer.text

    page = set_up_app(page)

    assert "They are shown this once." in page.text
    shown = re.findall(r"\b[a-z2-7]{4}-[a-z2-7]{4}\b", page.text)
    assert len(shown) == 10
    assert "They are shown this once." not in visit(browser, page.address).text
    assert visit(browser, "/orders/").status == 200
    assert "Set up a second factor: Authenticator app" in [
        sentence_of(row) for row in Activity.objects.filter(actor=user)
    ]
    assert any("A second factor was added to your account" in each for each in mails_to(user))
    _other, page = arrive(user)
    page = page.follow("Backup code")
    assert "Hello, Buyer" in typed(page, shown[0]).text


def test_a_wrong_code_sets_nothing_up_and_leaves_the_app_from_before(buyer: User) -> None:
    before = app_of(buyer).key
    browser = sign_in_with_factor(Client(headers={"accept-language": "en"}), buyer)

    page = visit(browser, f"{FACTOR}app/").press("Set up", {"Code": "000000"})

    assert "This code is wrong" in page.text
    assert TOTPDevice.objects.get(user=buyer).key == before


def test_another_phone_takes_the_place_of_the_first(buyer: User) -> None:
    before = app_of(buyer).key
    browser = sign_in_with_factor(Client(headers={"accept-language": "en"}), buyer)
    elsewhere = sign_in_with_factor(Client(), buyer)

    set_up_app(visit(browser, FACTOR).follow("Set up the app on another phone"))

    assert TOTPDevice.objects.get(user=buyer).key != before
    assert visit(browser, "/orders/").status == 200
    assert elsewhere.get("/orders/")["Location"].startswith(VERIFY)


def test_set_up_codes_by_e_mail(cast: Cast) -> None:
    user = cast.norrsken.buyer.user
    browser, _page = arrive(user)
    page = visit(browser, f"{FACTOR}email/")

    page = page.press("Send me a code")
    assert not factors.has_one(user)
    page = page.press("Set up", {"Code": EmailDevice.objects.get().token})

    assert page.title == "Backup codes"
    assert factors.Factors.of(user).ways == [Way.EMAIL, Way.BACKUP]


def test_a_session_that_is_not_fresh_is_asked_for_the_password_and_a_wrong_one_counts(buyer: User) -> None:
    browser = sign_in_with_factor(Client(headers={"accept-language": "en"}), buyer)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        page = visit(browser, f"{FACTOR}app/")
        assert page.title == "Confirm that it is you"

        page = page.press("Continue", {"Current password": "wrong"})
        assert "This is not your current password." in page.text
        assert fresh(buyer).failed_logins == 1
        answer = browser.post(f"{FACTOR}removal/", {"way": "app"})
        assert answer["Location"].startswith("/profile/security/confirm/")
        assert factors.has_one(buyer)

        page = page.press("Continue", {"Current password": PASSWORD})
        assert page.title == "Set up an authenticator app"


def test_new_backup_codes_void_the_old(buyer: User) -> None:
    old = second_factor.make_codes(buyer, now=timezone.now())
    browser = sign_in_with_factor(Client(headers={"accept-language": "en"}), buyer)

    page = visit(browser, FACTOR).follow("New codes").press("Make ten new codes")

    assert not set(old) & set(StaticDevice.objects.get().token_set.values_list("token", flat=True))
    assert "They are shown this once." in page.text
    with pytest.raises(second_factor.WrongCode):
        second_factor.check(buyer, Way.BACKUP, old[0])
