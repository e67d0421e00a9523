"""The New Zealand guide's answers on the website administrator: users, their boxes, their passwords."""

import pytest

from tests.cast import Cast, Staff, a_staff_user, a_switch
from tests.factories import PASSWORD, make_price
from tests.pressing import has, visit
from tests.scenarios.conftest import Open
from tests.scenarios.steps import choose_password, is_inside, page_of, sign_in, staff_in


@pytest.fixture
def kiwi(cast: Cast) -> Staff:
    return staff_in(cast, "nz")


def test_an_administrator_creates_users(kiwi: Staff, opened: Open) -> None:
    """Can I create users? Yes, as the administrator of your company (ACC-15, IMO)"""
    new = opened("/", kiwi.admin).follow("Company").follow("Add user")

    listed = new.press("Send invitation", {"Name": "Aroha Hill", "E-mail address": "aroha@kiwi.example"})

    assert "An invitation went to aroha@kiwi.example." in listed.text
    assert "Invited" in listed.row("Aroha Hill")


@pytest.mark.parametrize("role", ["buyer", "support", "basic"])
def test_nobody_else_creates_users(kiwi: Staff, opened: Open, role: str) -> None:
    """Can I create users? Not without being an administrator (ACC-13, IMO)"""
    home = opened("/", getattr(kiwi, role))

    assert "Company" not in home.links()
    assert visit(home.browser, "/company/users/new/").status == 403


def test_an_administrator_disables_and_enables_users(kiwi: Staff, opened: Open) -> None:
    """Can I shut somebody out for a while? (ACC-14, ACC-15, IMO)"""
    at_work = sign_in(opened, kiwi.buyer, market="nz")
    page = page_of(opened, kiwi.admin, "Buyer")

    disabled = page.press("Disable")
    shut_out = visit(at_work.browser, "/")
    enabled = disabled.press("Enable")

    assert "Buyer is disabled." in disabled.text
    assert "Your user has been disabled in this company." in shut_out.text
    assert kiwi.admin.user.email in shut_out.text
    assert "Buyer is enabled again." in enabled.text
    assert "Hello, Buyer" in visit(at_work.browser, "/").text


def test_an_administrator_deletes_users(kiwi: Staff, opened: Open) -> None:
    """Can I delete a user? What they did stays under their name (ACC-15, IMO)"""
    asked = page_of(opened, kiwi.admin, "Buyer").follow("Delete")

    listed = asked.press("Delete user")

    assert "Orders, baskets and everything else they made stay under their name." in asked.text
    assert kiwi.buyer.user.email not in listed.text
    assert "Deleted Buyer" in listed.follow("Activity").text


def test_an_administrator_who_hesitates_keeps_the_user(kiwi: Staff, opened: Open) -> None:
    """I pressed “Delete” by mistake (ACC-15, IMO)"""
    kept = page_of(opened, kiwi.admin, "Buyer").follow("Delete").follow("Keep")

    assert kept.title == "Buyer"
    assert "Hello, Buyer" in sign_in(opened, kiwi.buyer, market="nz").text


def test_an_administrator_resets_passwords(kiwi: Staff, opened: Open) -> None:
    """I forgot my password and my challenge questions. Your administrator resets the password (ACC-7, IMO)"""
    page_of(opened, kiwi.admin, "Buyer").press("Send new password link")

    choose_password(opened, kiwi.buyer.user.email, market="nz")

    assert is_inside(sign_in(opened, kiwi.buyer, "Winter-Light-26", market="nz"))
    assert not is_inside(sign_in(opened, kiwi.buyer, PASSWORD, market="nz"))


def test_support_resets_the_password_of_the_administrator(kiwi: Staff, at_desk: Open, opened: Open) -> None:
    """And if I am the administrator? Write to us with your account number (ACC-7, IMO)"""
    found = at_desk("/admin/").follow("Members").press("Search", {"Search": kiwi.company.customer_number})

    found.follow("Admin", within="Kiwi Computing").press("Send new password link")

    choose_password(opened, kiwi.admin.user.email, market="nz")
    assert is_inside(sign_in(opened, kiwi.admin, "Winter-Light-26", market="nz"))


def test_the_account_number_is_in_the_company_profile(kiwi: Staff, opened: Open) -> None:
    """Which account number do I have to name? (ACC-19, IMO)"""
    profile = opened("/", kiwi.basic).follow("Company profile")

    assert kiwi.company.customer_number in profile.text


def test_an_administrator_edits_the_details_of_users(kiwi: Staff, opened: Open) -> None:
    """Can I edit a user's details? (ACC-15, IMO)"""
    page = page_of(opened, kiwi.admin, "Buyer")

    saved = page.press("Save details", {"Name": "Aroha Hill", "Phone": "09 555 0177"})

    assert saved.title == "Aroha Hill"
    assert "Edited the details of Aroha Hill" in saved.follow("Activity").text


def test_a_box_is_ticked_and_cleared_for_one_person(kiwi: Staff, opened: Open) -> None:
    """Can I assign different privileges to users? Choose a user and check or uncheck the boxes (ACC-11, ACC-12, IMO)"""
    page = page_of(opened, kiwi.admin, "Basic")

    ticked = page.press("Save privileges", {"View orders": "yes", "View stock": "no"})

    assert "Basic gains: View orders. Basic loses: View stock." in ticked.text
    assert "becomes Custom" in ticked.text
    assert has(ticked.field("View orders"), "checked")
    assert not has(ticked.field("View stock"), "checked")
    assert opened("/", kiwi.basic).follow("Orders").title == "Orders"


def test_an_administrator_assigns_the_privilege_of_keeping_baskets(cast: Cast, kiwi: Staff, opened: Open) -> None:
    """Why can't I add to a basket? Ask your administrator to assign that privilege to you (ACC-13, BAS-8, IMO)"""
    switch = a_switch(cast)
    make_price(switch, cast.markets["nz"], "331.20")
    product = opened(f"/products/{switch.sku}/", kiwi.support)
    assert "you need the privilege “Keep baskets”. Ask Admin." in product.text

    page_of(opened, kiwi.admin, "Support").press("Save privileges", {"Keep baskets": "yes"})

    again = visit(product.browser, product.address)
    assert switch.sku in again.press("Add to basket").follow("Go to basket").text


def test_who_sees_no_prices_is_given_the_box_and_sees_them(cast: Cast, kiwi: Staff, opened: Open) -> None:
    """Why can't I see any price, though I am signed in? You see what you are approved to see (ACC-13, IMO)"""
    switch = a_switch(cast)
    make_price(switch, cast.markets["nz"], "331.20")
    product = opened(f"/products/{switch.sku}/", kiwi.support)
    assert "331.20" not in product.text

    page_of(opened, kiwi.admin, "Support").press("Save privileges", {"View prices": "yes"})

    assert "331.20" in visit(product.browser, product.address).text


def test_who_does_not_know_the_administrator_asks_the_account_manager(kiwi: Staff, opened: Open) -> None:
    """How do I reach my administrator if I don't know who it is? Ask your account manager (ACC-16b, ACC-19b, IMO)"""
    manager = a_staff_user("mere.tane@distributor.example")
    manager.name, manager.phone = "Mere Tane", "09 555 0139"
    manager.save()
    kiwi.company.account_manager = manager
    kiwi.company.save()
    home = opened("/", kiwi.support)

    profile = home.follow("Company profile")

    assert "Mere Tane" in home.text
    assert "09 555 0139" in home.text
    assert "Mere Tane" in profile.part("Your account manager")
    assert "mere.tane@distributor.example" in profile.links()
    assert kiwi.admin.user.email in profile.part("Who is my administrator?")


def test_every_refused_sign_in_reads_the_same(kiwi: Staff, opened: Open) -> None:
    """Why can't I sign in? Wrong, mistyped, too many attempts: the same words, and whom to ask (ACC-6b, IMO)"""
    kiwi.basic.user.is_active = False
    kiwi.basic.user.save()

    wrong = sign_in(opened, kiwi.buyer, "Wrong-1", market="nz")
    disabled = sign_in(opened, kiwi.basic, market="nz")
    unknown = sign_in(opened, "nobody@kiwi.example", "Wrong-1", market="nz")

    assert wrong.text == disabled.text == unknown.text
    assert "It may be wrong or mistyped, or there were too many attempts." in wrong.text
    assert "An administrator of your company can reset your password. Or call support: 0800 555 013" in wrong.text


def test_the_company_always_keeps_an_administrator(kiwi: Staff, opened: Open) -> None:
    """Can the only administrator remove or disable themself? No (ACC-15, IMO)"""
    own = page_of(opened, kiwi.admin, "Admin")

    assert "Nobody changes their own rights: another administrator does." in own.text
    assert not {"Disable", "Save privileges", "Send new password link"} & set(own.buttons())
    assert "Delete" not in own.links()
