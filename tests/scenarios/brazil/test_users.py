"""The Brazilian portal's answers on users and roles: what the administrator does, and whom to ask."""

import pytest

from accounts.privileges import PRESETS, Role
from tests.cast import Cast, Staff
from tests.factories import PASSWORD
from tests.pressing import has, visit
from tests.scenarios.conftest import Open
from tests.scenarios.steps import (
    choose_password,
    come_in,
    is_inside,
    link_to,
    mails_to,
    page_of,
    sign_in,
    staff_in,
    table_behind,
)


@pytest.fixture
def sampa(cast: Cast) -> Staff:
    staff = staff_in(cast, "br")
    staff.buyer.user.username = "lena.prado"
    staff.buyer.user.save()
    return staff


def test_the_administrator_creates_and_deletes_users(sampa: Staff, opened: Open) -> None:
    """What may the administrator do? Create or delete the reseller's users (ACC-12, ACC-15, BR)"""
    new = opened("/", sampa.admin).follow("Company").follow("Add user")
    listed = new.press("Send invitation", {"Name": "Rui Melo", "E-mail address": "rui.melo@sampa.example"})
    assert "Invited" in listed.row("Rui Melo")

    deleted = listed.follow("Rui Melo").follow("Delete").press("Delete user")

    assert "Rui Melo is deleted." in deleted.text
    assert opened(link_to("rui.melo@sampa.example"), market="br").title == "This link no longer works"


def test_the_administrator_blocks_and_unblocks_a_user(sampa: Staff, opened: Open) -> None:
    """What may the administrator do? Block or unblock a user (ACC-12, ACC-15, BR)"""
    blocked = page_of(opened, sampa.admin, "Buyer").press("Disable")
    outside = sign_in(opened, sampa.buyer, market="br")

    blocked.press("Enable")

    assert "Your user has been disabled in this company." in outside.text
    assert "Hello, Buyer" in sign_in(opened, sampa.buyer, market="br").text


def test_the_administrator_unlocks_whom_wrong_passwords_shut_out(cast: Cast, sampa: Staff, opened: Open) -> None:
    """What may the administrator do? Unblock who typed too many wrong passwords (ACC-6, MKT-13, BR)"""
    for _number in range(cast.markets["br"].wrong_passwords):
        sign_in(opened, sampa.buyer, "No-1", market="br")
    locked = sign_in(opened, sampa.buyer, market="br")

    done = opened("/", sampa.admin).follow("Company").press("Unlock Buyer")

    assert "An administrator of your company unlocks you: Admin." in locked.text
    assert "Buyer can sign in again." in done.text
    assert "Hello, Buyer" in sign_in(opened, sampa.buyer, market="br").text


def test_the_administrator_sends_a_user_a_new_password_link(sampa: Staff, opened: Open) -> None:
    """What may the administrator do? Send a new password: a link, for no mail holds one (ACC-4, ACC-7, BR)"""
    page_of(opened, sampa.admin, "Buyer").press("Send new password link")
    [message] = mails_to(sampa.buyer.user.email)

    choose_password(opened, sampa.buyer.user.email, market="br")

    assert PASSWORD not in message.body
    assert is_inside(sign_in(opened, "lena.prado", "Winter-Light-26", market="br"))


@pytest.mark.parametrize("role", ["buyer", "support", "basic"])
def test_no_other_role_runs_users(sampa: Staff, opened: Open, role: str) -> None:
    """Do other roles create, block or delete users? (ACC-12, ACC-13, BR)"""
    home = opened("/", getattr(sampa, role))

    assert "Company" not in home.links()
    assert visit(home.browser, f"/company/users/{sampa.basic.pk}/").status == 403


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.BUYER, Role.SUPPORT, Role.BASIC])
def test_a_role_fills_the_boxes_of_a_new_user(sampa: Staff, opened: Open, role: Role) -> None:
    """Which roles can a new user have? Administrator, buyer, support and basic (ACC-12, BR)"""
    new = opened("/", sampa.admin).follow("Company").follow("Add user")
    who = {"Name": "Rui Melo", "E-mail address": "rui.melo@sampa.example"}

    listed = new.press("Send invitation", who | {"Role": str(role.label)})

    page = listed.follow("Rui Melo")
    ticked = {
        privilege for privilege in PRESETS[Role.ADMINISTRATOR] if has(page.field(str(privilege.label)), "checked")
    }
    assert ticked == PRESETS[role]


def test_custom_is_what_the_administrator_chooses_for_a_new_user(sampa: Staff, opened: Open) -> None:
    """What is “custom”? The administrator selects options and access one by one (ACC-11, ACC-12, BR)"""
    new = opened("/", sampa.admin).follow("Company").follow("Add user")
    who = {"Name": "Rui Melo", "E-mail address": "rui.melo@sampa.example"}

    listed = new.press("Send invitation", who | {"View orders": "yes", "View invoices": "yes", "Keep baskets": "no"})
    inside = come_in(opened, "rui.melo@sampa.example", market="br")

    [row] = [row for row in table_behind(listed, ".csv") if row["E-mail address"] == "rui.melo@sampa.example"]
    assert (row["Role"], row["View orders"], row["Keep baskets"], row["Place orders"]) == ("Custom", "Yes", "No", "No")
    assert {"Orders", "Invoices"} <= set(inside.links())
    assert "Baskets" not in inside.links()


def test_who_forgot_the_user_name_asks_the_administrator(sampa: Staff, opened: Open) -> None:
    """I don't remember my user name. Ask the administrator, who sees it in the list (ACC-15, BR)"""
    people = opened("/", sampa.admin).follow("Company")

    found = people.press("Filter", {"Name, address or user name": sampa.buyer.user.email})

    assert "lena.prado" in found.row(sampa.buyer.user.email)
    assert "Hello, Buyer" in sign_in(opened, "lena.prado", market="br").text


def test_every_reseller_has_an_administrator_whom_its_users_can_find(sampa: Staff, opened: Open) -> None:
    """I don't know who our administrator is (ACC-15, ACC-16b, BR)"""
    profile = opened("/", sampa.basic).follow("Company profile")

    assert "They add users, decide what each may do, and help those who cannot sign in." in profile.text
    assert sampa.admin.user.email in profile.part("Who is my administrator?")
    assert "11 5550-0140" in profile.text


def test_no_link_goes_out_where_user_name_and_address_do_not_match(sampa: Staff, opened: Open) -> None:
    """“Forgotten password” says that a mail is on its way, and none comes. The two do not match (ACC-6b, ACC-7, BR)"""
    form = opened("/", market="br").follow("Sign in").follow("Forgotten password")

    told = form.press("Send the link", {"E-mail address": "lena@elsewhere.example", "User name": "lena.prado"})

    assert "If a user has this address, and this user name where one was assigned" in told.text
    assert mails_to("lena@elsewhere.example") + mails_to(sampa.buyer.user.email) == []


def test_support_finds_the_address_by_the_user_name_and_sends_a_link(sampa: Staff, at_desk: Open, opened: Open) -> None:
    """Tell support your user name: they look up the address and send a new password (ACC-7, BR)"""
    found = at_desk("/admin/").follow("Members").press("Search", {"Search": "lena.prado"})
    page = found.follow("Buyer", within="Sampa Tecnologia")

    page.press("Send new password link")

    assert sampa.buyer.user.email in page.text
    choose_password(opened, sampa.buyer.user.email, market="br")
    assert is_inside(sign_in(opened, "lena.prado", "Winter-Light-26", market="br"))


def test_support_changes_the_address_in_the_same_conversation(sampa: Staff, at_desk: Open, opened: Open) -> None:
    """Can support change the address of my user, too? In Brazil it can (ACC-16, MKT-13, BR)"""
    found = at_desk("/admin/").follow("Members").press("Search", {"Search": "lena.prado"})
    page = found.follow("Buyer", within="Sampa Tecnologia")
    old, new = sampa.buyer.user.email, "lena.prado@sampa.example"

    changed = page.press("Change address", {"New e-mail address:": new})
    changed.press("Send new password link")

    assert mails_to(old)[-1].subject == mails_to(new)[0].subject
    choose_password(opened, new, market="br")
    assert is_inside(sign_in(opened, new, "Winter-Light-26", market="br"))
