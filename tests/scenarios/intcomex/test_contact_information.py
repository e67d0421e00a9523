"""The Miami portal's answers on one's own contact data: what one changes, and who changes the rest."""

import pytest

from tests.cast import Cast, Staff
from tests.pressing import attribute
from tests.scenarios.conftest import Open
from tests.scenarios.steps import page_of, sign_in, staff_in


@pytest.fixture
def biscayne(cast: Cast) -> Staff:
    return staff_in(cast, "us")


def test_contact_data_is_updated_and_saved_in_ones_account(biscayne: Staff, opened: Open) -> None:
    """How do I update my contact information? Account, contact information, save (ACC-16, IX)"""
    page = sign_in(opened, biscayne.buyer, market="us").follow("My profile")

    saved = page.press("Save profile", {"Name": "Ana Rey", "Phone": "(305) 555-0177"})

    assert "Saved." in saved.text
    people = opened("/", biscayne.admin).follow("Company")
    assert attribute(people.follow("Ana Rey").field("Phone"), "value") == "(305) 555-0177"


def test_the_address_one_signs_in_with_is_not_among_them(biscayne: Staff, opened: Open) -> None:
    """May I change my e-mail address there? (ACC-16, IX)"""
    page = opened("/", biscayne.buyer).follow("My profile")

    assert "An administrator of your company changes this address: Admin." in page.text
    assert not [field for field in page.find("input") if attribute(field, "type") == "email"]


def test_support_updates_contact_data_when_called(biscayne: Staff, at_desk: Open, opened: Open) -> None:
    """Can I call the executive in charge of our account instead? (ACC-16, IX)"""
    found = at_desk("/admin/").follow("Members").press("Search", {"Search": biscayne.buyer.user.email})
    page = found.follow("Buyer", within="Biscayne Components")

    page.press("Save details", {"Phone:": "(305) 555-0177"})

    assert attribute(opened("/", biscayne.buyer).follow("My profile").field("Phone"), "value") == "(305) 555-0177"


def test_blocked_data_is_updated_only_by_an_administrator(biscayne: Staff, opened: Open) -> None:
    """I cannot change my phone number. Blocked data is updated by an administrator (ACC-16, IX)"""
    details = opened("/", biscayne.admin).follow("Company profile").follow("Edit details")
    details.press("Save details", {"Phone": "yes"})
    page = opened("/", biscayne.buyer).follow("My profile")

    refused = page.press("Save profile", {"Phone": "(305) 555-0177"})
    page_of(opened, biscayne.admin, "Buyer").press("Save details", {"Phone": "(305) 555-0188"})

    assert "has blocked this field. An administrator changes it: Admin; or support." in page.text
    assert "has blocked this field." in refused.text
    assert attribute(opened("/", biscayne.buyer).follow("My profile").field("Phone"), "value") == "(305) 555-0188"
