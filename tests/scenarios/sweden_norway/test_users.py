"""The Swedish and Norwegian portal's answers on users: addresses, new users, forgotten passwords."""

import pytest

from tests.cast import Cast, Staff
from tests.factories import PASSWORD
from tests.scenarios.conftest import Open
from tests.scenarios.steps import choose_password, come_in, is_inside, link_to, mails_to, page_of, sign_in, staff_in


@pytest.fixture(params=["se", "no"])
def staff(request: pytest.FixtureRequest, cast: Cast) -> Staff:
    """One storefront, two countries."""
    return staff_in(cast, request.param)


def test_an_administrator_changes_an_e_mail_address(staff: Staff, opened: Open) -> None:
    """How is my e-mail address changed? By your account administrator (ACC-16, SE)"""
    old, new = staff.buyer.user.email, "lena.ek@company.example"

    done = page_of(opened, staff.admin, "Buyer").press("Change address", {"New e-mail address": new})

    assert "The address was changed. The old and the new one were told." in done.text
    assert mails_to(old)[-1].subject == mails_to(new)[-1].subject
    assert "Hello, Buyer" in sign_in(opened, new).text
    assert not is_inside(sign_in(opened, old))


def test_nobody_changes_their_own_e_mail_address(staff: Staff, opened: Open) -> None:
    """May I change it myself? No, an administrator neither (ACC-16, SE)"""
    own = page_of(opened, staff.admin, "Admin")
    settings = opened("/", staff.buyer).follow("Security")

    assert "Change address" not in own.buttons()
    assert "Another administrator changes your address, or support." in own.text
    assert "Change address" not in settings.buttons()


def test_staff_leave_the_address_to_the_administrator(staff: Staff, at_desk: Open) -> None:
    """Does support change it when I write? Only the administrator does (ACC-16, SE)"""
    found = at_desk("/admin/").follow("Members").press("Search", {"Search": staff.buyer.user.email})
    page = found.follow("Buyer", within=staff.company.name)

    refused = page.press("Change address", {"New e-mail address:": "lena.ek@company.example"})

    assert "In this market an administrator of the company changes e-mail addresses, not staff." in refused.text


def test_the_only_administrators_address_is_changed_by_support(staff: Staff, at_desk: Open, opened: Open) -> None:
    """I am our only administrator. Who changes my address? Support (ACC-16, SE)"""
    found = at_desk("/admin/").follow("Members").press("Search", {"Search": staff.admin.user.email})
    page = found.follow("Admin", within=staff.company.name)

    page.press("Change address", {"New e-mail address:": "lena.ek@company.example"})

    assert "Hello, Admin" in sign_in(opened, "lena.ek@company.example").text


@pytest.mark.parametrize("role", ["buyer", "support", "basic"])
def test_everybody_finds_out_who_the_administrator_is(cast: Cast, opened: Open, role: str) -> None:
    """I don't know who the administrator of our account is (ACC-16b, SE)"""
    page = opened("/", getattr(cast.norrsken, role)).follow("Company profile")

    assert cast.norrsken.admin.user.email in page.part("Who is my administrator?")


def test_who_does_not_know_the_administrator_writes_to_support(staff: Staff, opened: Open) -> None:
    """And if none of the names helps me? Write to support of your country (ACC-16b, SE)"""
    page = opened("/", staff.basic).follow("Company profile")

    assert staff.company.market.support_email in page.part("Who is my administrator?")
    assert f"support-{staff.company.market.code}@distributor.example" in page.links()


def test_an_administrator_adds_users_through_the_company_profile(staff: Staff, opened: Open) -> None:
    """How do we add new users? Via “Company profile” under the administrator's account (ACC-15, SE)"""
    new = opened("/", staff.admin).follow("Company profile").follow("Users and privileges").follow("Add user")

    listed = new.press("Send invitation", {"Name": "Lena Ek", "E-mail address": "lena.ek@company.example"})

    assert "Invited" in listed.row("Lena Ek")
    assert is_inside(come_in(opened, "lena.ek@company.example"))


def test_support_helps_to_set_up_a_new_user(staff: Staff, at_desk: Open, opened: Open) -> None:
    """Can support set up a new user for us? (ACC-15, SE)"""
    found = at_desk("/admin/").follow("Companies").press("Search", {"Search": staff.company.customer_number})
    new = found.follow(staff.company.name).follow("Add user")

    new.press("Send invitation", {"Name:": "Lena Ek", "E-mail address:": "lena.ek@company.example"})

    assert is_inside(come_in(opened, "lena.ek@company.example"))
    trail = opened("/", staff.admin).follow("Company").follow("Activity")
    assert "Sam Staff (staff)" in trail.row("Added Lena Ek")


def test_an_unknown_address_is_answered_like_a_known_one(cast: Cast, opened: Open) -> None:
    """I forgot my password, and perhaps the address too. What does the page tell? Nothing more (ACC-6b, ACC-7, SE)"""
    form = opened("/", market="se").follow("Sign in").follow("Forgotten password")

    known, unknown = (
        form.press("Send the link", {"E-mail address": address})
        for address in (cast.norrsken.buyer.user.email, "nobody@norrsken-it.example")
    )

    assert known.text == unknown.text
    assert "Look into the spam folder" in known.text
    assert [len(mails_to(cast.norrsken.buyer.user.email)), len(mails_to("nobody@norrsken-it.example"))] == [1, 0]


def test_a_link_for_a_new_password_works_once(cast: Cast, opened: Open) -> None:
    """I followed the link in the mail a second time (ACC-7, SE)"""
    page_of(opened, cast.norrsken.admin, "Buyer").press("Send new password link")
    link = link_to(cast.norrsken.buyer.user.email)

    choose_password(opened, cast.norrsken.buyer.user.email)

    assert opened(link).title == "This link no longer works"
    assert not is_inside(sign_in(opened, cast.norrsken.buyer, PASSWORD))
