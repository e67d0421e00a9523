"""The Canadian portal's answers on administrators: what only they do, whom to choose, and what helps them."""

import pytest

from accounts.models import Member
from tests.cast import Cast, Staff, a_switch
from tests.factories import PASSWORD, make_price
from tests.pressing import Page, visit
from tests.scenarios.conftest import Open
from tests.scenarios.steps import choose_password, come_in, is_inside, link_to, page_of, sign_in, staff_in, table_behind

QUALITIES = (
    "is senior and has been with the firm for long",
    "protects the firm's intellectual property",
    "knows the access levels and what each opens",
    "knows who joins and who leaves",
    "knows how users are requested in the firm",
    "knows the risk of accounts that several people share",
)


@pytest.fixture
def maple(cast: Cast) -> Staff:
    return staff_in(cast, "ca")


@pytest.mark.parametrize("role", ["buyer", "support", "basic"])
def test_users_are_run_only_by_those_who_are_authorized(maple: Staff, opened: Open, role: str) -> None:
    """May I create users, set access levels or fetch the list? Only if you are authorized (ACC-11, ACC-13, CA)"""
    member: Member = getattr(maple, role)
    home = opened("/", member)
    typed_by_hand = visit(home.browser, "/company/users/")
    new = visit(home.browser, "/company/users/new/")
    listed = home.browser.get("/company/users/export.csv")

    assert "Company" not in home.links()
    assert (typed_by_hand.status, new.status, listed.status_code) == (403, 403, 403)
    assert "Manage users" in typed_by_hand.text


@pytest.mark.parametrize("role", ["buyer", "support", "basic"])
def test_who_is_not_authorized_is_sent_to_the_companys_administrator(maple: Staff, opened: Open, role: str) -> None:
    """I may not ask for it myself. Whom do I ask? Your designated administrator (ACC-13, ACC-16b, CA)"""
    home = opened("/", getattr(maple, role))

    refused = visit(home.browser, "/company/users/")

    assert maple.admin.user.email in home.follow("Company profile").part("Who is my administrator?")
    assert maple.admin.user.email in refused.part("Ask an administrator of your company")


def test_an_administrator_obtains_a_new_user_who_chooses_a_password(maple: Staff, opened: Open) -> None:
    """How do we get another ID and password? (ACC-4, ACC-15, CA)"""
    new = opened("/", maple.admin).follow("Company").follow("Add user")
    who = {"Name": "Grace Lee", "E-mail address": "grace.lee@maple.example", "User name": "grace.lee"}

    listed = new.press("Send invitation", who | {"Role": "Buyer"})
    come_in(opened, "grace.lee@maple.example", market="ca")

    assert "Invited" in listed.row("Grace Lee")
    assert is_inside(sign_in(opened, "grace.lee", "Winter-Light-26", market="ca"))


def test_an_administrator_removes_a_user(maple: Staff, opened: Open) -> None:
    """Somebody has left. How do we remove their ID? (ACC-15, CA)"""
    at_work = sign_in(opened, maple.buyer, market="ca")

    listed = page_of(opened, maple.admin, "Buyer").follow("Delete").press("Delete user")

    assert "Buyer is deleted." in listed.text
    assert "Buyer" not in listed.links()
    for page in (visit(at_work.browser, "/"), sign_in(opened, maple.buyer, market="ca")):
        assert "Your user belongs to no company. Ask the administrator of your company to add you." in page.text


def test_an_administrator_changes_a_user(maple: Staff, opened: Open) -> None:
    """How is an ID changed? (ACC-15, CA)"""
    page = page_of(opened, maple.admin, "Buyer")

    changed = page.press("Save details", {"Name": "Grace Lee", "Phone": "905 555-0117", "User name": "grace.lee"})

    assert changed.title == "Grace Lee"
    assert "grace.lee" in changed.follow("Users and privileges").row("Grace Lee")
    assert "Hello, Grace" in sign_in(opened, "grace.lee", market="ca").text


def test_access_levels_are_raised_up_to_purchasing(cast: Cast, maple: Staff, opened: Open) -> None:
    """How does an administrator let somebody buy? (ACC-11, ACC-12, ACC-14, CA)"""
    basket = basket_of(cast, opened, maple.basic)
    assert "Checkout" not in basket.links()

    saved = opened("/", maple.admin).follow("Company").press("Save", {"Place orders: Basic": "yes"})

    assert "Basic gains: Place orders. The role was Basic and becomes Custom." in saved.text
    assert "Checkout" in visit(basket.browser, basket.address).links()


def test_access_levels_are_lowered_down_from_purchasing(cast: Cast, maple: Staff, opened: Open) -> None:
    """And how is that taken away again? It holds from the next click (ACC-11, ACC-14, CA)"""
    basket = basket_of(cast, opened, maple.buyer)
    checkout = basket.follow("Checkout")

    opened("/", maple.admin).follow("Company").press("Save", {"Place orders: Buyer": "no"})
    refused = checkout.press("Finish order", {"I accept the terms of sale": "yes"})

    assert refused.status == 403
    assert "Place orders" in refused.text


def test_viewing_statements_is_an_access_level_of_its_own(maple: Staff, opened: Open) -> None:
    """May somebody see statements without running anything else? (ACC-11, ACC-12, CA)"""
    people = opened("/", maple.admin).follow("Company")

    raised = people.press("Save", {"View statements: Buyer": "yes"})
    lowered = raised.press("Save", {"View statements: Buyer": "no"})

    assert "Buyer gains: View statements. The role was Buyer and becomes Custom." in raised.text
    assert "Buyer loses: View statements. The role was Custom and becomes Buyer." in lowered.text


def test_who_makes_an_administrator_reads_whom_to_choose(maple: Staff, opened: Open) -> None:
    """Who makes a good administrator? Six qualities (ACC-16b, CA)"""
    new = opened("/", maple.admin).follow("Company").follow("Add user")
    profile = opened("/", maple.basic).follow("Company profile")

    for quality in QUALITIES:
        assert quality in new.part("Choosing an administrator")
        assert quality in profile.part("Choosing an administrator")


def test_the_list_of_users_shows_their_access_levels(maple: Staff, opened: Open) -> None:
    """Is there a list of our users and what each may do? (ACC-15, CA)"""
    people = opened("/", maple.admin).follow("Company")

    exported = {row["E-mail address"]: row for row in table_behind(people, ".csv")}

    assert all(people.row(member.user.email) for member in maple.everyone)
    assert set(exported) == {member.user.email for member in maple.everyone}
    support = exported[maple.support.user.email]
    assert (support["Role"], support["View orders"], support["View prices"]) == ("Support", "Yes", "No")


def test_a_failed_set_up_is_mended_by_a_second_invitation(maple: Staff, opened: Open) -> None:
    """The new colleague's link was lost or is too old. What now? (ACC-4, CA)"""
    who = {"Name": "Grace Lee", "E-mail address": "grace.lee@maple.example"}
    listed = opened("/", maple.admin).follow("Company").follow("Add user").press("Send invitation", who)
    lost = link_to("grace.lee@maple.example")

    again = listed.press("Send Grace Lee the invitation again")

    assert "A new invitation went to grace.lee@maple.example." in again.text
    assert opened(lost).title == "This link no longer works"
    assert is_inside(come_in(opened, "grace.lee@maple.example", market="ca"))


def test_an_administrator_resets_a_password(maple: Staff, opened: Open) -> None:
    """How does an administrator reset a colleague's password? (ACC-7, CA)"""
    at_work = sign_in(opened, maple.buyer, market="ca")

    sent = page_of(opened, maple.admin, "Buyer").press("Send new password link")
    ended = visit(at_work.browser, "/")
    choose_password(opened, maple.buyer.user.email, market="ca")

    assert "A link for a new password went to buyer@maple-systems.example." in sent.text
    assert not is_inside(ended)
    assert not is_inside(sign_in(opened, maple.buyer, PASSWORD, market="ca"))
    assert is_inside(sign_in(opened, maple.buyer, "Winter-Light-26", market="ca"))


def test_who_lost_both_name_and_password_gets_both_from_the_administrator(maple: Staff, opened: Open) -> None:
    """I have forgotten my ID and my password. Whom do I ask? (ACC-7, ACC-15, CA)"""
    maple.buyer.user.username = "grace.lee"
    maple.buyer.user.save()
    people = opened("/", maple.admin).follow("Company")
    forgotten = opened("/login/", market="ca").follow("Forgotten password")

    told = forgotten.press("Send the link", {"E-mail address": "which.one@maple.example"})

    assert "ask an administrator of your company" in told.text
    assert "grace.lee" in people.row(maple.buyer.user.email)
    people.follow("Buyer").press("Send new password link")
    choose_password(opened, maple.buyer.user.email, market="ca")
    assert is_inside(sign_in(opened, "grace.lee", "Winter-Light-26", market="ca"))


def basket_of(cast: Cast, opened: Open, member: Member) -> Page:
    switch = a_switch(cast)
    make_price(switch, cast.markets["ca"], "331.20")
    return opened(f"/products/{switch.sku}/", member).press("Add to basket").follow("Go to basket")
