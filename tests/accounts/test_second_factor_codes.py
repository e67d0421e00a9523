"""The code after the password: used once, counted where it is wrong; mailed codes and backup codes (ACC-6, ACC-8)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_email.models import EmailDevice
from django_otp.plugins.otp_static.models import StaticDevice

from accounts import factors, locking, second_factor
from accounts.models import User
from tests.accounts.second_step import (
    VERIFY,
    arrive,
    fresh,
    mails_to,
    typed,
    wrong_code_of,
)
from tests.cast import Cast
from tests.factories import make_user
from tests.pressing import visit
from tests.staff import app_of, code_of


def test_a_code_works_once(buyer: User) -> None:
    code = code_of(buyer)
    _browser, page = arrive(buyer)
    typed(page, code)

    _other, page = arrive(buyer)

    assert "This code is wrong, too old, or was used already." in typed(page, code).text


@pytest.mark.parametrize("code", ["", "abcdef", "12345678901234567890", "９９９９９９", "-1", "\x00"])
def test_nonsense_is_refused_beside_the_field(buyer: User, code: str) -> None:
    browser, _page = arrive(buyer)

    answer = browser.post(VERIFY, {"way": "app", "code": code})

    assert answer.status_code == 200
    assert browser.get("/orders/").status_code == 302


def test_after_a_wrong_code_the_next_one_waits_and_does_not_count(buyer: User) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        _browser, page = arrive(buyer)
        page = typed(page, wrong_code_of(buyer))

        page = typed(page, wrong_code_of(buyer))

    assert "Wait 1 second and try again." in page.text
    assert fresh(buyer).failed_logins == 1


def test_five_wrong_codes_lock_and_the_session_ends(buyer: User) -> None:
    browser, page = arrive(buyer)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _number in range(5):
            clock.shift(30)
            page = typed(page, wrong_code_of(buyer))

    assert page.title == "Your user is locked"
    assert fresh(buyer).is_locked
    assert browser.get("/orders/")["Location"].startswith("/login/")


def test_the_right_password_does_not_reset_the_count_before_the_code(buyer: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(1, 5):
            clock.shift(30)
            _browser, page = arrive(buyer)
            typed(page, wrong_code_of(buyer))
            assert fresh(buyer).failed_logins == number
        clock.shift(30)
        _browser, page = arrive(buyer)
        typed(page, code_of(buyer))

    assert fresh(buyer).failed_logins == 0


def test_twenty_wrong_codes_make_the_network_wait_and_lock_nobody_meanwhile(cast: Cast) -> None:
    from_elsewhere = cast.norrsken.support.user
    people = [make_user(f"person{number}@norrsken-it.example") for number in range(5)]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for user in people:
            app_of(user)
            clock.shift(20)
            _browser, page = arrive(user)
            for _number in range(4):
                clock.shift(20)
                page = typed(page, wrong_code_of(user))
        app_of(from_elsewhere)
        browser = Client(headers={"accept-language": "en"})
        browser.force_login(from_elsewhere)

        page = typed(visit(browser, VERIFY), code_of(from_elsewhere))

    assert "Too many wrong attempts came from your network. Wait ten minutes and try again." in page.text
    assert fresh(from_elsewhere).failed_logins == 0
    assert not User.objects.filter(locked_at__isnull=False).exists()


def test_a_code_by_e_mail(cast: Cast) -> None:
    user = cast.norrsken.buyer.user
    EmailDevice.objects.create(user=user, name="E-mail")
    _browser, page = arrive(user)

    page = page.press("Send me a code")
    assert "A code is on its way" in page.text
    again = page.press("Send me a code")
    code = re.findall(r"^(\d{6})$", mails_to(user)[-1], re.MULTILINE)[0]

    assert "You can ask for another one in" in again.text
    assert len(mails_to(user)) == 1
    assert "Hello, Buyer" in typed(page, code).text


def test_a_code_by_e_mail_is_too_old_after_ten_minutes(cast: Cast) -> None:
    user = cast.norrsken.buyer.user
    EmailDevice.objects.create(user=user, name="E-mail")
    _browser, page = arrive(user)
    page = page.press("Send me a code")
    code = EmailDevice.objects.get().token

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        page = typed(page, code)
        told = mails_to(user)[-1]

    assert "This code is wrong, too old" in page.text
    assert code not in told
    assert "too old by now" in told


def test_a_backup_code_works_once_with_and_without_its_dash(buyer: User) -> None:
    first, second = second_factor.make_codes(buyer, now=timezone.now())[:2]
    for code, again in ((f"{first[:4]}-{first[4:]}".upper(), True), (second, False)):
        _browser, page = arrive(buyer)
        page = page.follow("Backup code")
        assert "Hello, Buyer" in typed(page, code).text
        if again:
            _browser, page = arrive(buyer)
            assert "used already" in typed(page.follow("Backup code"), code).text
            StaticDevice.objects.update(throttling_failure_count=0)
    assert factors.Factors.of(buyer).codes_left == 8


def test_a_locked_user_is_not_unlocked_by_a_code(buyer: User) -> None:
    browser, page = arrive(buyer)
    locking.lock(buyer, now=timezone.now())

    page = typed(page, code_of(buyer))

    assert page.title == "Your user is locked"
    assert fresh(buyer).is_locked
    assert browser.get("/orders/")["Location"].startswith("/login/")
