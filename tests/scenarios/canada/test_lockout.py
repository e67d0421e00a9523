"""The Canadian portal's answers on lockout: it is for good, and ends by support when an administrator asks."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.cast import Cast, Staff
from tests.factories import PASSWORD
from tests.pressing import Page, visit
from tests.scenarios.conftest import Open
from tests.scenarios.steps import choose_password, is_inside, mails_to, page_of, sign_in, staff_in


@pytest.fixture
def maple(cast: Cast) -> Staff:
    return staff_in(cast, "ca")


@pytest.fixture
def locked_buyer(cast: Cast, maple: Staff, opened: Open) -> Page:
    """The buyer has typed too many wrong passwords."""
    page = opened("/login/", market="ca")
    for _number in range(cast.markets["ca"].wrong_passwords):
        page = page.press("Sign in", {"E-mail address or user name": maple.buyer.user.email, "Password": "No-1"})
    return page


def test_the_sign_in_page_says_what_repeated_wrong_passwords_lead_to(opened: Open) -> None:
    """What is ID security lockout? (ACC-6, CA)"""
    page = opened("/", market="ca").follow("Sign in")

    assert "After 5 wrong passwords in a row the user is locked until somebody unlocks it." in page.text


@pytest.mark.usefixtures("locked_buyer")
def test_a_lockout_does_not_pass_with_time(maple: Staff, opened: Open, at_noon: time_machine.Traveller) -> None:
    """Does a lockout end by itself? No: it is permanent (ACC-6, CA)"""
    at_noon.move_to(datetime(2027, 11, 19, 11, 0, tzinfo=UTC))

    assert sign_in(opened, maple.buyer, market="ca").title == "Your user is locked"


@pytest.mark.usefixtures("locked_buyer")
def test_a_new_password_does_not_end_a_lockout(maple: Staff, opened: Open) -> None:
    """Can the locked person help themself by a new password? (ACC-6, ACC-7, CA)"""
    page_of(opened, maple.admin, "Buyer").press("Send new password link")
    choose_password(opened, maple.buyer.user.email, market="ca")

    assert not is_inside(sign_in(opened, maple.buyer, PASSWORD, market="ca"))
    assert sign_in(opened, maple.buyer, "Winter-Light-26", market="ca").title == "Your user is locked"


@pytest.mark.usefixtures("locked_buyer")
def test_user_and_administrators_are_told_and_led_to_support(cast: Cast, maple: Staff) -> None:
    """Who learns of a lockout, and what are they to do? (ACC-6, MKT-13, CA)"""
    phone = cast.markets["ca"].support_phone

    [to_the_user] = mails_to(maple.buyer.user.email)
    [to_the_administrator] = mails_to(maple.admin.user.email)

    assert to_the_user.subject == "Your user is locked"
    assert "Our support unlocks you, asked by an administrator of your company: Admin." in to_the_user.body
    assert to_the_administrator.subject == "Buyer is locked out"
    assert phone in to_the_administrator.body


@pytest.mark.usefixtures("locked_buyer")
def test_an_administrator_sees_that_support_has_to_unlock(cast: Cast, maple: Staff, opened: Open) -> None:
    """May the administrator unlock an ID alone? No, by asking support (ACC-6, MKT-13, CA)"""
    people = opened("/", maple.admin).follow("Company")
    page = people.follow("Buyer")

    assert "In this market our staff unlock users. Ask support to do it." in people.part("1 user is locked")
    assert "In this market our staff unlock users. Ask support to do it." in page.part("Access")
    assert not {"Unlock", "Unlock Buyer"} & {*people.buttons(), *page.buttons()}
    assert cast.markets["ca"].support_phone in people.text


def test_every_page_says_when_support_can_be_called(
    maple: Staff, opened: Open, at_noon: time_machine.Traveller
) -> None:
    """When does our administrator reach support? Monday to Friday from 8 to 8 (ACC-6, MKT-1b, CA)"""
    early = opened("/", maple.admin)
    at_noon.move_to(datetime(2026, 11, 20, 19, 30, tzinfo=UTC))
    friday_afternoon = opened("/", maple.admin)
    at_noon.move_to(datetime(2026, 11, 21, 1, 0, tzinfo=UTC))
    friday_night = opened("/", maple.admin)

    assert "Customer Support Canada closed until Thu 19 Nov, 8:00 am · 1 800 555-0120" in early.text
    assert "Customer Support Canada open until 8:00 pm · 1 800 555-0120" in friday_afternoon.text
    assert "Customer Support Canada closed until Mon 23 Nov, 8:00 am · 1 800 555-0120" in friday_night.text


@pytest.mark.usefixtures("locked_buyer")
def test_support_unlocks_and_everybody_can_read_that_it_did(maple: Staff, opened: Open, at_desk: Open) -> None:
    """Who ends a lockout when the administrator has called? (ACC-6, ACC-15b, ACC-17, CA)"""
    found = at_desk("/admin/").follow("Members").press("Search", {"Search": maple.buyer.user.email})

    found.follow("Buyer", within=maple.buyer.user.email).press("Unlock", {"Asked for by:": "Admin"})

    assert is_inside(sign_in(opened, maple.buyer, market="ca"))
    assert mails_to(maple.buyer.user.email)[-1].subject == "You can sign in again"
    trail = opened("/", maple.admin).follow("Company").follow("Activity")
    assert "Sam Staff (staff), asked by Admin" in trail.row("Unlocked Buyer")


def test_a_user_who_is_at_work_elsewhere_is_out_at_once(
    maple: Staff, opened: Open, request: pytest.FixtureRequest
) -> None:
    """Is the locked ID shut out of sessions that are open already? (ACC-6, CA)"""
    at_work = sign_in(opened, maple.buyer, market="ca")

    request.getfixturevalue("locked_buyer")
    next_click = visit(at_work.browser, "/")

    assert not is_inside(next_click)
    assert "Your user is locked" in next_click.text
