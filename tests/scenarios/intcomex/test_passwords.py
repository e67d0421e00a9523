"""The Miami portal's answers on passwords: the rules one by one, where they hold, and how one is got back."""

from collections.abc import Callable

import pytest

from tests.cast import Cast, Staff
from tests.factories import ANSWER, PASSWORD, make_challenge
from tests.pressing import Page
from tests.scenarios.conftest import Open
from tests.scenarios.steps import is_inside, link_to, mails_to, page_of, sign_in, staff_in

REFUSED = {
    "no capital letter": "computer*12",
    "no digit": "COMPUTER",
    "no letter": "12345678*90",
    "seven characters": "Comp*12",
    "26 characters": "Computer*12345678901234567",
    "the company's name": "Biscayne*12",
    "the account holder's name": "Isidora*12",
    "the user name": "Rainha*2044",
}
Change = Callable[[str], Page]


@pytest.fixture
def biscayne(cast: Cast) -> Staff:
    staff = staff_in(cast, "us")
    user = staff.buyer.user
    user.name, user.username = "Isidora Vega", "rainha"
    user.save()
    return staff


@pytest.fixture
def change(biscayne: Staff, opened: Open) -> Change:
    """Change one's password on one's own page, reached from the menu of one's name."""
    page = opened("/", biscayne.buyer).follow("Security")

    def changed(new: str) -> Page:
        typed = {"Current password": PASSWORD, "New password": new, "New password again": new}
        return page.press("Change password", typed)

    return changed


@pytest.mark.parametrize("why", list(REFUSED))
def test_a_password_without_what_it_must_include_is_refused(change: Change, why: str) -> None:
    """What must my password include, and what must it not? (ACC-5, MKT-8, IX)"""
    assert "This rule is not kept" in change(REFUSED[why]).text


@pytest.mark.parametrize("new", ["Computer*12", "Compu*12", "Computer*1234567890123456"])
def test_a_password_as_in_the_example_is_taken(biscayne: Staff, opened: Open, change: Change, new: str) -> None:
    """Is there an example? Computer*12; 8 and 25 characters do as well (ACC-5, MKT-8, IX)"""
    assert "Your new password is set." in change(new).text
    assert is_inside(sign_in(opened, biscayne.buyer, new, market="us"))


def test_the_current_password_has_to_be_right(biscayne: Staff, opened: Open) -> None:
    """Enter your current password and the new one (ACC-5b, IX)"""
    page = opened("/", biscayne.buyer).follow("Security")
    new = {"New password": "Computer*12", "New password again": "Computer*12"}

    assert (
        "This is not your current password." in page.press("Change password", {"Current password": "No-1"} | new).text
    )
    assert (
        "Type the same password twice."
        in page.press(
            "Change password", {"Current password": PASSWORD} | new | {"New password again": "Computer*13"}
        ).text
    )
    assert is_inside(sign_in(opened, biscayne.buyer, market="us"))


def test_a_changed_password_ends_the_other_sessions_and_is_told(biscayne: Staff, opened: Open, change: Change) -> None:
    """What happens elsewhere when I change my password? (ACC-5b, IX)"""
    elsewhere = sign_in(opened, biscayne.buyer, market="us")

    here = change("Computer*12")

    assert is_inside(here)
    assert elsewhere.follow("Orders").title == "Sign in"
    assert mails_to(biscayne.buyer.user.email)[-1].subject == "Your password was changed"


@pytest.mark.parametrize("new", ["computer*12", "Biscayne*12"])
def test_the_rules_hold_for_a_password_chosen_by_a_link_too(biscayne: Staff, opened: Open, new: str) -> None:
    """Do the same rules hold when I choose a password after an administrator's link? (ACC-5, MKT-8, IX)"""
    page_of(opened, biscayne.admin, "Isidora Vega").press("Send new password link")
    page = opened(link_to(biscayne.buyer.user.email), market="us")

    refused = page.press("Set password and sign in", {"New password": new, "New password again": new})

    assert not is_inside(refused)
    assert not is_inside(sign_in(opened, biscayne.buyer, new, market="us"))


def test_a_forgotten_password_is_got_back_with_user_name_and_address(biscayne: Staff, opened: Open) -> None:
    """How do I get my password back? Forgotten password, user name and e-mail, look into the mailbox (ACC-7, IX)"""
    make_challenge(biscayne.buyer.user)
    form = opened("/", market="us").follow("Sign in").follow("Forgotten password")

    told = form.press("Send the link", {"E-mail address": biscayne.buyer.user.email, "User name": "rainha"})

    assert told.title == "Look into your mailbox"
    question = opened(link_to(biscayne.buyer.user.email), market="us")
    new = question.press("Answer", {"What was your first pet called?": ANSWER})
    new.press("Set password", {"New password": "Computer*12", "New password again": "Computer*12"})
    assert is_inside(sign_in(opened, "rainha", "Computer*12", market="us"))


@pytest.mark.parametrize("name", ["", "somebody.else"])
def test_without_the_right_user_name_no_link_is_sent(biscayne: Staff, opened: Open, name: str) -> None:
    """Please enter your user ID and e-mail: both are asked for where a user name was assigned (ACC-7, IX)"""
    form = opened("/login/", market="us").follow("Forgotten password")

    told = form.press("Send the link", {"E-mail address": biscayne.buyer.user.email, "User name": name})

    assert told.title == "Look into your mailbox"
    assert mails_to(biscayne.buyer.user.email) == []
