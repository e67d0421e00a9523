"""The Canadian portal's answers on what support does for an administrator who calls: the ID services."""

import pytest

from accounts.models import Member
from tests.cast import Cast, Staff
from tests.pressing import Page, options_of
from tests.scenarios.conftest import Open
from tests.scenarios.steps import choose_password, come_in, is_inside, sign_in, staff_in

MISSING = "Choose the administrator who asks for this."


@pytest.fixture
def maple(cast: Cast) -> Staff:
    return staff_in(cast, "ca")


@pytest.fixture
def desk(maple: Staff, at_desk: Open) -> Page:
    """Staff look at the company whose administrator has called."""
    found = at_desk("/admin/").follow("Companies").press("Search", {"Search": maple.company.customer_number})
    return found.follow("Maple Systems")


def test_support_creates_an_id_for_the_administrator_who_calls(maple: Staff, desk: Page, opened: Open) -> None:
    """Can support create an ID for us? At our administrator's request (ACC-15b, CA)"""
    new = desk.follow("Add user")
    who = {"Name:": "Grace Lee", "E-mail address:": "grace.lee@maple.example"}

    refused = new.press("Send invitation", who)
    done = new.press("Send invitation", who | {"Asked for by:": "Admin"})

    assert MISSING in refused.text
    assert "An invitation went to grace.lee@maple.example." in done.text
    assert is_inside(come_in(opened, "grace.lee@maple.example", market="ca"))


def test_support_deletes_an_id_for_the_administrator_who_calls(maple: Staff, at_desk: Open, opened: Open) -> None:
    """Can support delete an ID for us? (ACC-15b, CA)"""
    page = desk_of(at_desk, maple.buyer)

    sure = {"Yes, delete this user:": "yes"}
    refused = page.press("Delete", sure)
    done = page.press("Delete", sure | {"Asked for by:": "Admin"})

    assert MISSING in refused.text
    assert "Buyer is deleted." in done.text
    assert "Your user belongs to no company." in sign_in(opened, maple.buyer, market="ca").text


def test_support_changes_an_id_and_its_access_level_for_the_administrator_who_calls(
    maple: Staff, at_desk: Open, opened: Open
) -> None:
    """Can support change an ID, or what it may do? (ACC-15b, CA)"""
    page = desk_of(at_desk, maple.basic)
    asked = {"Asked for by:": "Admin"}

    assert MISSING in page.press("Save details", {"Name:": "Grace Lee"}).text
    assert MISSING in page.press("Save privileges", {"Role:": "Buyer"}).text
    assert "Saved." in page.press("Save details", asked | {"Name:": "Grace Lee"}).text
    assert "becomes Buyer" in page.press("Save privileges", asked | {"Role:": "Buyer"}).text
    assert opened("/", maple.basic).follow("Orders").title == "Orders"


def test_support_resets_a_password_for_the_administrator_who_calls(maple: Staff, at_desk: Open, opened: Open) -> None:
    """Can support reset a password for us? (ACC-7, ACC-15b, CA)"""
    page = desk_of(at_desk, maple.buyer)

    assert MISSING in page.press("Send new password link").text
    page.press("Send new password link", {"Asked for by:": "Admin"})

    choose_password(opened, maple.buyer.user.email, market="ca")
    assert is_inside(sign_in(opened, maple.buyer, "Winter-Light-26", market="ca"))


def test_what_support_did_and_who_had_asked_is_in_the_companys_activity(
    maple: Staff, at_desk: Open, opened: Open
) -> None:
    """Do we see afterwards what support did for us, and at whose request? (ACC-15b, ACC-17, CA)"""
    desk_of(at_desk, maple.buyer).press("Disable", {"Asked for by:": "Admin"})

    trail = opened("/", maple.admin).follow("Company").follow("Activity")

    assert "Sam Staff (staff), asked by Admin" in trail.row("Disabled Buyer")


def test_only_administrators_can_be_named_as_having_asked(maple: Staff, at_desk: Open) -> None:
    """May somebody who is not authorized call support instead? No (ACC-15b, CA)"""
    field = desk_of(at_desk, maple.buyer).field("Asked for by:")

    assert options_of(field)[1:] == ["Admin"]


def desk_of(at_desk: Open, member: Member) -> Page:
    found = at_desk("/admin/").follow("Members").press("Search", {"Search": member.user.email})
    return found.follow(member.user.name, within=member.company.name)
