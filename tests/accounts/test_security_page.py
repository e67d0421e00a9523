"""/profile/security/: a new password, and the browsers one is signed in with (ACC-5b, ACC-10)."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import mailing
from accounts.devices import device_of
from accounts.models import User, UserSession
from tests.cast import Cast, a_staff_user
from tests.factories import PASSWORD
from tests.pressing import Page, visit
from tests.staff import sign_in_with_factor

PAGE = "/profile/security/"
NEW = "Winter-Light-26"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def buyer(cast: Cast) -> User:
    user = cast.norrsken.buyer.user
    user.language = "en"
    user.save()
    return user


def arrive(user: User, agent: str = FIREFOX, address: str = "192.0.2.1") -> Client:
    """A browser in which the user signs in with their password."""
    browser = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    assert browser.post("/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    return browser


def change(browser: Client, current: str = PASSWORD, new: str = NEW, again: str = NEW) -> Page:
    typed = {"Current password": current, "New password": new, "New password again": again}
    return visit(browser, PAGE).press("Change password", typed)


def is_signed_in(browser: Client) -> bool:
    return browser.get(PAGE).status_code == 200


# --- Changing the password ----------------------------------------------------------------------------------------


def test_a_new_password_replaces_the_current_one(buyer: User) -> None:
    page = change(arrive(buyer))

    assert "Your new password is set." in page.text
    assert User.objects.get(pk=buyer.pk).check_password(NEW)


def test_the_other_sessions_end_and_this_one_goes_on(buyer: User) -> None:
    here, there = arrive(buyer), arrive(buyer, IPHONE)

    page = change(here)

    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert "iPhone" not in page.text
    assert "now, this browser" in page.row("Firefox on Windows")


def test_a_mail_tells(buyer: User) -> None:
    change(arrive(buyer))

    mailing.send_due(now=timezone.now())
    assert [(message.to, message.subject) for message in mail.outbox] == [([buyer.email], "Your password was changed")]


def test_a_wrong_current_password_changes_nothing_and_counts(buyer: User) -> None:
    page = change(arrive(buyer), current="wrong")

    assert "This is not your current password." in page.text
    user = User.objects.get(pk=buyer.pk)
    assert user.failed_logins == 1
    assert user.check_password(PASSWORD)


def test_the_fifth_wrong_current_password_locks_and_signs_out(buyer: User) -> None:
    browser = arrive(buyer)
    for _number in range(4):
        change(browser, current="wrong")

    page = change(browser, current="wrong")

    assert page.title == "Your user is locked"
    assert User.objects.get(pk=buyer.pk).is_locked
    assert not is_signed_in(browser)


def test_an_address_that_waits_guesses_no_current_password_either(buyer: User) -> None:
    browser = arrive(buyer)
    for number in range(20):
        Client(REMOTE_ADDR="192.0.2.1").post("/login/", {"login": f"nobody{number}", "password": "x"})

    page = change(browser, current="wrong")

    assert "there were too many attempts" in page.text
    assert User.objects.get(pk=buyer.pk).failed_logins == 0


def test_the_new_password_keeps_the_rules_and_is_typed_twice(buyer: User) -> None:
    browser = arrive(buyer)

    weak = change(browser, new="winter", again="winter")
    apart = change(browser, again="Winter-Light-27")

    assert "This rule is not kept: at least one capital letter." in weak.text
    assert "Type the same password twice." in apart.text
    assert User.objects.get(pk=buyer.pk).check_password(PASSWORD)


def test_staff_change_theirs_here_too(db: None) -> None:
    staff = a_staff_user()
    browser = Client()
    sign_in_with_factor(browser, staff)

    assert browser.get("/admin/password_change/")["Location"] == PAGE
    assert is_signed_in(browser)


def test_the_persons_menu_leads_here(cast: Cast, sign_in, buyer: User) -> None:
    assert visit(sign_in(cast.norrsken.buyer), "/").follow("Security").title == "Security"


# --- Sessions -----------------------------------------------------------------------------------------------------


def test_each_browser_is_listed_with_device_address_and_time(buyer: User) -> None:
    with time_machine.travel("2026-11-19 11:00:00+00:00", tick=False):
        arrive(buyer, IPHONE, "2001:db8::7")
    with time_machine.travel("2026-11-19 12:00:00+00:00", tick=False):
        page = visit(arrive(buyer), PAGE)

    assert "2001:db8::7" in page.row("Safari on iPhone")
    assert "19 Nov 2026 12:00" in page.row("Safari on iPhone").replace(",", "")
    assert "now, this browser" in page.row("Firefox on Windows")


def test_being_seen_is_noted_every_five_minutes(buyer: User) -> None:
    with time_machine.travel("2026-11-19 11:00:00+00:00", tick=False) as clock:
        browser = arrive(buyer)
        began = timezone.now()
        clock.shift(timedelta(minutes=4))
        browser.get(PAGE)
        assert UserSession.objects.get().last_seen_at == began

        clock.shift(timedelta(minutes=1))
        browser.get(PAGE)

        assert UserSession.objects.get().last_seen_at == timezone.now()


def test_a_browser_elsewhere_is_signed_out(buyer: User) -> None:
    here, there = arrive(buyer), arrive(buyer, IPHONE)

    page = visit(here, PAGE).press("Sign out Safari on iPhone")

    assert "That browser is signed out." in page.text
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_all_others_are_signed_out_at_once(buyer: User) -> None:
    here, others = arrive(buyer), [arrive(buyer, IPHONE), arrive(buyer)]

    visit(here, PAGE).press("Sign out everywhere else")

    assert is_signed_in(here)
    assert not any(is_signed_in(other) for other in others)


def test_this_browser_is_signed_out_too(buyer: User) -> None:
    here = arrive(buyer)

    page = visit(here, PAGE).press("Sign out Firefox on Windows")

    assert page.title == "Sign in"
    assert not is_signed_in(here)


@pytest.mark.parametrize("named", ["", "x", "0", "9" * 30, "foreign"])
def test_nobody_ends_anothers_session(cast: Cast, buyer: User, named: str) -> None:
    admin = arrive(cast.norrsken.admin.user)
    foreign = UserSession.objects.get(user=cast.norrsken.admin.user)

    answer = arrive(buyer).post(f"{PAGE}sessions/", {"session": foreign.pk if named == "foreign" else named})

    assert answer.status_code == 404
    assert is_signed_in(admin)


def test_what_ended_is_not_listed(buyer: User) -> None:
    arrive(buyer, IPHONE).post("/logout/")
    with time_machine.travel(timezone.now() - timedelta(days=30)):
        arrive(buyer, IPHONE)

    page = visit(arrive(buyer), PAGE)

    assert "iPhone" not in page.text
    assert UserSession.objects.count() == 1


def test_the_page_costs_the_same_for_one_session_and_for_ten(buyer: User) -> None:
    browser = arrive(buyer)
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        browser.get(PAGE)
    for _number in range(9):
        arrive(buyer, IPHONE)
    with CaptureQueriesContext(connection) as ten:
        browser.get(PAGE)

    assert len(ten) == len(one)


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox on Windows"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0", "Edge on Mac"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(agent: str, device: str) -> None:
    assert device_of(agent) == device
