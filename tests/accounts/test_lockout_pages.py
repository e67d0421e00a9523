"""Locked out at the doors: what counts, what is told to whom, and what lets nobody in (ACC-6, ACC-6b)."""

from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts import locking, mailing
from accounts.models import Company, Member, User
from accounts.privileges import Role
from tests.cast import Cast, a_staff_user
from tests.factories import PASSWORD, make_member, make_user
from tests.staff import sign_in_with_factor

BUYER = "buyer@norrsken-it.example"


def attempt(login: str, password: str = PASSWORD, *, address: str = "192.0.2.1", browser: Client | None = None):
    browser = browser or Client(headers={"accept-language": "en"})
    browser.cookies.load({"market": "se", "django_language": "en"})
    return browser.post("/login/", {"login": login, "password": password}, REMOTE_ADDR=address)


def lock(member: Member) -> None:
    locking.lock(member.user, now=timezone.now())


def state(member: Member) -> tuple[int, bool]:
    user = User.objects.get(pk=member.user_id)
    return user.failed_logins, user.is_locked


def test_five_wrong_passwords_lock_whatever_the_browser_or_the_network(cast: Cast) -> None:
    for number in range(5):
        attempt(BUYER, "wrong", address=f"192.0.2.{number}")

    assert state(cast.norrsken.buyer) == (5, True)
    assert attempt(BUYER)["Location"] == "/login/locked/"


def test_wrong_passwords_count_by_either_name_of_a_user(cast: Cast) -> None:
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(username="lena.ek")

    for login in (BUYER, "lena.ek", "LENA.EK", BUYER.upper(), f" {BUYER} "):
        attempt(login, "wrong")

    assert state(cast.norrsken.buyer) == (5, True)


def test_signing_in_begins_the_count_anew(cast: Cast) -> None:
    for _number in range(4):
        attempt(BUYER, "wrong")
    assert attempt(BUYER)["Location"] == "/"
    for _number in range(4):
        attempt(BUYER, "wrong")

    assert state(cast.norrsken.buyer) == (4, False)


def test_the_right_password_of_a_locked_user_neither_signs_in_nor_begins_the_count_anew(cast: Cast) -> None:
    for _number in range(5):
        attempt(BUYER, "wrong")
    browser = Client()

    attempt(BUYER, browser=browser)

    assert state(cast.norrsken.buyer) == (5, True)
    assert "_auth_user_id" not in browser.session
    assert browser.get("/notifications/").status_code == 302


def test_a_locked_user_with_the_right_password_is_told_whom_to_ask_and_asks(cast: Cast) -> None:
    User.objects.filter(pk=cast.norrsken.admin.user_id).update(name="Anna Berg")
    lock(cast.norrsken.buyer)
    browser = Client()
    page = browser.get(attempt(BUYER, browser=browser)["Location"]).content.decode()
    assert "Your user is locked" in page
    assert "<b>Anna</b>" in page
    assert "admin@norrsken-it.example" not in page

    asked = browser.post("/login/locked/", follow=True).content.decode()
    again = browser.post("/login/locked/", follow=True).content.decode()

    assert "Your request is on its way by e-mail." in asked
    assert "You asked less than an hour ago." in again
    mailing.send_due(now=timezone.now())
    assert [message.to for message in mail.outbox if "asks to be unlocked" in message.subject] == [
        ["admin@norrsken-it.example"]
    ]


def test_the_page_of_a_locked_user_is_nobody_elses(cast: Cast) -> None:
    lock(cast.norrsken.buyer)
    browser = Client()

    assert browser.get("/login/locked/")["Location"] == "/login/"
    assert browser.post("/login/locked/")["Location"] == "/login/"
    attempt(BUYER, "wrong", browser=browser)
    assert browser.get("/login/locked/")["Location"] == "/login/"


def test_it_is_shown_for_half_an_hour_and_until_unlocked(cast: Cast) -> None:
    lock(cast.norrsken.buyer)
    browser = Client()
    attempt(BUYER, browser=browser)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert browser.get("/login/locked/").status_code == 302
    assert browser.get("/login/locked/").status_code == 200

    locking.unlock(User.objects.get(email=BUYER), by=cast.norrsken.admin, now=timezone.now())

    assert browser.get("/login/locked/").status_code == 302
    assert attempt(BUYER)["Location"] == "/"


def test_a_live_session_ends_with_the_next_request_and_is_told_why(cast: Cast, sign_in) -> None:
    browser = sign_in(cast.norrsken.buyer)
    lock(cast.norrsken.buyer)

    answer = browser.get("/notifications/")

    assert answer.status_code == 403
    assert "Your user is locked" in answer.content.decode()
    assert "_auth_user_id" not in browser.session
    assert browser.get("/notifications/").status_code == 302
    assert browser.get("/login/locked/").status_code == 200


def test_a_live_session_of_staff_ends_in_the_admin_too(cast: Cast) -> None:
    browser = Client()
    staff = a_staff_user()
    sign_in_with_factor(browser, staff)
    locking.lock(staff, now=timezone.now())

    assert browser.get("/admin/accounts/user/").status_code == 302
    assert browser.get("/login/").status_code == 403


@pytest.mark.parametrize("who", ["wrong", "unknown", "locked", "disabled", "disabled and locked"])
def test_every_other_refusal_is_one_sentence_with_the_phone(cast: Cast, who: str) -> None:
    if "locked" in who:
        lock(cast.norrsken.buyer)
    User.objects.filter(email=BUYER).update(is_active="disabled" not in who)
    login = "nobody@norrsken-it.example" if who == "unknown" else BUYER

    answer = attempt(login, PASSWORD if "disabled" in who else "wrong")

    [refusal] = answer.context["form"].non_field_errors()
    assert refusal == (
        "This combination of user and password does not work. It may be wrong or mistyped, or there were too many "
        "attempts. An administrator of your company can reset your password. "
        f"Or call support: {cast.se.support_phone}"
    )


@pytest.mark.parametrize("who", ["known", "unknown", "locked", "disabled"])
@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_one_hash_is_computed_per_attempt(cast: Cast, who: str, password: str) -> None:
    if who == "locked":
        lock(cast.norrsken.buyer)
    User.objects.filter(email=BUYER).update(is_active=who != "disabled")

    with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as encode:
        attempt("nobody@norrsken-it.example" if who == "unknown" else BUYER, password)

    assert encode.call_count == 1


def test_a_disabled_users_right_password_is_not_counted(cast: Cast) -> None:
    User.objects.filter(email=BUYER).update(is_active=False)

    attempt(BUYER)
    attempt(BUYER, "wrong")

    assert state(cast.norrsken.buyer) == (1, False)


# --- Networks -----------------------------------------------------------------------------------------------------


def colleagues(company: Company, count: int) -> list[str]:
    users = [make_user(f"person{number}@{company.slug}.example") for number in range(count)]
    for user in users:
        make_member(company, Role.BASIC, user=user)
    return [user.email for user in users]


@pytest.mark.parametrize(("order", "locked"), [("five at each", 4), ("in turns", 0)])
@pytest.mark.parametrize("times", [1, pytest.param(4, marks=pytest.mark.long)], ids=["250 guesses", "1000 guesses"])
def test_guesses_from_one_network_lock_nobody_after_the_twentieth(
    cast: Cast, order: str, locked: int, times: int
) -> None:
    people = colleagues(cast.norrsken.company, 50)
    guesses = people * 5 if order == "in turns" else [login for login in people for _number in range(5)]
    guesses *= times
    browser = Client()
    for login in guesses[:20]:
        attempt(login, "wrong", browser=browser)
    assert User.objects.exclude(locked_at=None).count() == locked

    for login in guesses[20:]:
        attempt(login, "wrong", browser=browser)

    assert len(guesses) == 250 * times
    assert User.objects.exclude(locked_at=None).count() == locked
    assert sum(User.objects.values_list("failed_logins", flat=True)) == 20
    assert attempt(people[-1]).status_code in (200, 429)
    assert attempt(people[-1], address="198.51.100.7")["Location"] == "/"


def test_the_address_waits_ten_minutes_from_its_twentieth_wrong_attempt(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(20):
            clock.shift(timedelta(seconds=29))
            attempt(f"nobody{number}@norrsken-it.example")

        clock.shift(timedelta(minutes=9, seconds=59))
        assert attempt(BUYER).status_code == 200
        clock.shift(timedelta(seconds=2))
        assert attempt(BUYER).status_code == 302


def test_behind_the_proxy_visitors_are_told_apart(cast: Cast, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(20):
        guess = {"login": f"nobody{number}@norrsken-it.example", "password": "wrong"}
        Client(headers={"x-forwarded-for": f"203.0.113.{number}, 198.51.100.7"}).post("/login/", guess)

    typed = {"login": BUYER, "password": PASSWORD}
    assert Client(headers={"x-forwarded-for": "198.51.100.7"}).post("/login/", typed).status_code == 200
    assert Client(headers={"x-forwarded-for": "198.51.100.8"}).post("/login/", typed).status_code == 302


def test_waiting_computes_no_hash_and_counts_for_nobody(cast: Cast) -> None:
    for number in range(20):
        attempt(f"nobody{number}@norrsken-it.example")

    with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as encode:
        attempt(BUYER, "wrong")

    assert encode.call_count == 0
    assert state(cast.norrsken.buyer) == (0, False)


def test_the_right_password_of_a_locked_user_makes_no_address_wait(cast: Cast) -> None:
    lock(cast.norrsken.buyer)
    for _number in range(25):
        assert attempt(BUYER)["Location"] == "/login/locked/"

    assert attempt("admin@norrsken-it.example")["Location"] == "/"


def test_staff_signing_in_to_the_admin_count_and_wait_alike(cast: Cast) -> None:
    staff = a_staff_user()
    browser = Client()
    door = browser.post("/admin/login/?next=/admin/", {"username": staff.email, "password": "wrong"})
    assert door["Location"] == "/login/?next=%2Fadmin%2F"
    assert User.objects.get(pk=staff.pk).failed_logins == 0
    for number in range(20):
        attempt(f"nobody{number}@norrsken-it.example")

    for _number in range(6):
        browser.post(door["Location"], {"login": staff.email, "password": "wrong"}, REMOTE_ADDR="192.0.2.1")
    assert not User.objects.get(pk=staff.pk).is_locked
    for _number in range(5):
        browser.post(door["Location"], {"login": staff.email, "password": "wrong"}, REMOTE_ADDR="198.51.100.7")

    assert User.objects.get(pk=staff.pk).is_locked


def test_any_form_of_djangos_own_counts_too(cast: Cast) -> None:
    staff = a_staff_user()
    request = RequestFactory().post("/admin/login/")

    for _number in range(5):
        assert not AdminAuthenticationForm(request, {"username": staff.email, "password": "wrong"}).is_valid()

    assert User.objects.get(pk=staff.pk).is_locked


def test_the_sign_in_page_says_after_how_many(client: Client, cast: Cast) -> None:
    client.cookies.load({"market": "se", "django_language": "en"})

    assert "After 5 wrong passwords in a row the user is locked" in client.get("/login/").content.decode()
