"""A password alone opens nothing to whoever has a second factor (ACC-8)."""

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import gate
from accounts.models import Activity, ActivityKind, User
from tests.accounts.second_step import OPEN, VERIFY, arrive, filled, set_up_app, typed
from tests.authorization.addresses import all_addresses
from tests.cast import Cast, a_staff_user
from tests.pressing import visit
from tests.staff import app_of, code_of, sign_in_with_factor


@pytest.mark.parametrize("who", ["buyer", "staff"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_password_alone_opens_no_address_of_the_portal(cast: Cast, who: str, method: str) -> None:
    user = a_staff_user() if who == "staff" else cast.norrsken.buyer.user
    app_of(user)
    browser = Client()
    browser.force_login(user)
    for pattern in all_addresses():
        if pattern in OPEN or "(?P" in pattern:
            continue
        address = filled(pattern)
        answer = getattr(browser, method)(address)
        assert (address, answer.status_code) == (address, 302)
        assert answer["Location"].startswith(VERIFY), address


def test_the_list_of_what_stays_open_is_short() -> None:
    named = {reverse(name).lstrip("/") for name in gate.CODE.open | gate.ALWAYS_OPEN | {gate.CODE.page}}
    assert named == OPEN


def test_no_page_before_the_code_knows_the_company(buyer: User) -> None:
    browser, page = arrive(buyer)

    for each in (page, visit(browser, "/nothing/here/")):
        assert "Norrsken" not in each.answer.text
        assert "Order by number" not in each.answer.text


def test_the_admin_asks_staff_for_a_code_at_its_own_door(db: None) -> None:
    staff = a_staff_user()
    app_of(staff)
    browser, page = arrive(staff, "/admin/")
    assert page.title == "One more step"
    assert browser.get("/admin/login/")["Location"].startswith(VERIFY)

    page = typed(page, code_of(staff))

    assert page.address == "/admin/"
    assert page.status == 200


def test_staff_without_a_second_factor_set_one_up_first(db: None) -> None:
    staff = a_staff_user()

    browser, page = arrive(staff, "/admin/")

    assert page.title == "Second factor"
    assert "Staff need a second factor." in page.text
    assert browser.get("/admin/").status_code == 302
    page = set_up_app(page.follow("Set up an authenticator app"))
    assert page.title == "Backup codes"
    assert page.follow("I have kept them").address == "/admin/"


def test_one_comes_back_to_where_one_was_going(buyer: User) -> None:
    _browser, page = arrive(buyer, "/orders/")

    assert typed(page, code_of(buyer)).address == "/orders/"


def test_an_address_elsewhere_is_not_followed(buyer: User) -> None:
    browser, _page = arrive(buyer)

    answer = browser.post(VERIFY, {"way": "app", "code": code_of(buyer), "next": "https://evil.example/"})

    assert answer["Location"] == "/"


def test_who_has_none_and_needs_none_is_asked_nothing(cast: Cast) -> None:
    _browser, page = arrive(cast.norrsken.buyer.user)

    assert "Hello, Buyer" in page.text


def test_a_device_that_was_taken_away_opens_nothing_any_more(buyer: User) -> None:
    browser = sign_in_with_factor(Client(), buyer)
    assert browser.get("/orders/").status_code == 200
    TOTPDevice.objects.filter(user=buyer).delete()
    app_of(buyer)

    assert browser.get("/orders/")["Location"].startswith(VERIFY)


def test_the_session_has_another_key_after_the_code_and_is_still_listed(buyer: User) -> None:
    browser, page = arrive(buyer)
    before = browser.session.session_key

    typed(page, code_of(buyer))

    assert browser.session.session_key != before
    assert buyer.sessions.get().session_key == browser.session.session_key


def test_the_company_hears_of_a_sign_in_when_it_is_complete(buyer: User) -> None:
    signed_in = Activity.objects.filter(kind=ActivityKind.SIGNED_IN, actor=buyer)
    _browser, page = arrive(buyer)
    assert not signed_in.exists()

    typed(page, code_of(buyer))

    assert signed_in.count() == 1
