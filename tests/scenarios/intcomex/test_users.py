"""The Miami portal's answers on users: who creates them, and with which permissions."""

import pytest

from tests.cast import Cast, Staff
from tests.pressing import visit
from tests.scenarios.conftest import Open
from tests.scenarios.steps import come_in, sign_in, staff_in


@pytest.fixture
def biscayne(cast: Cast) -> Staff:
    return staff_in(cast, "us")


def test_a_user_is_created_from_the_list_of_users(biscayne: Staff, opened: Open) -> None:
    """How do I create a user? Account, list of users, create, information and permissions (ACC-11, ACC-15, IX)"""
    account = sign_in(opened, biscayne.admin, market="us").follow("Company profile")
    users = account.follow("Users and privileges")

    listed = users.follow("Add user").press(
        "Send invitation",
        {"Name": "Ana Rey", "E-mail address": "ana.rey@biscayne.example", "User name": "ana.rey", "View orders": "yes"},
    )
    come_in(opened, "ana.rey@biscayne.example", market="us")

    assert "Invited" in listed.row("Ana Rey")
    inside = sign_in(opened, "ana.rey", "Winter-Light-26", market="us")
    assert "Orders" in inside.links()
    assert "Invoices" not in inside.links()


@pytest.mark.parametrize("role", ["buyer", "support", "basic"])
def test_new_users_are_created_only_by_an_administrator(biscayne: Staff, opened: Open, role: str) -> None:
    """Remember: only an administrator creates users (ACC-12, ACC-13, IX)"""
    account = opened("/", getattr(biscayne, role)).follow("Company profile")

    assert "Users and privileges" not in account.links()
    assert visit(account.browser, "/company/users/new/").status == 403


def test_a_form_with_a_mistake_keeps_what_was_typed(biscayne: Staff, opened: Open) -> None:
    """I mistyped the address of the new user. Do I have to begin again? (ACC-15, IX)"""
    new = opened("/", biscayne.admin).follow("Company").follow("Add user")
    wrong = {"Name": "Ana Rey", "E-mail address": biscayne.buyer.user.email, "View orders": "yes"}

    refused = new.press("Send invitation", wrong)
    listed = refused.press("Send invitation", {"E-mail address": "ana.rey@biscayne.example"})

    assert "Your company already has a user with this address." in refused.text
    assert "Custom" in listed.row("Ana Rey")
