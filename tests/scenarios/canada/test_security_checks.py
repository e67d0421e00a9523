"""The Canadian portal's answers on security checks: users are identified, and what they may do is reviewed."""

from datetime import timedelta

import pytest
import time_machine

from tests.cast import Cast, Staff
from tests.factories import NOON
from tests.scenarios.conftest import Open
from tests.scenarios.steps import is_inside, sign_in, staff_in


@pytest.fixture
def maple(cast: Cast) -> Staff:
    return staff_in(cast, "ca")


def test_an_administrator_goes_through_everyone_who_has_access(maple: Staff, opened: Open) -> None:
    """Which security checks are there? User identification and management of the access list (ACC-16b, CA)"""
    review = opened("/", maple.admin).follow("Company profile").follow("Access review")

    done = review.press(
        "Finish the review",
        {"Decision on Buyer": "Keep as is", "Decision on Support": "Disable", "Decision on Basic": "Make Support"},
    )

    assert all(review.row(member.user.email) for member in maple.everyone)
    assert "The review is finished: 4 users, of whom 1 disabled and 1 changed." in done.text
    assert "Your user has been disabled" in sign_in(opened, maple.support, market="ca").text
    assert "Orders" in sign_in(opened, maple.basic, market="ca").links()


def test_who_left_long_ago_stands_on_top(maple: Staff, opened: Open, at_noon: time_machine.Traveller) -> None:
    """How do I notice users who are not with us any more? (ACC-16b, CA)"""
    assert is_inside(sign_in(opened, maple.buyer, market="ca"))
    at_noon.move_to(NOON + timedelta(days=200))
    sign_in(opened, maple.support, market="ca")

    review = opened("/", maple.admin).follow("Company profile").follow("Access review")

    assert "Dormant 200 days" in review.row(maple.buyer.user.email)
    assert "Dormant" not in review.row(maple.support.user.email)


def test_a_review_is_due_once_a_year(maple: Staff, opened: Open, at_noon: time_machine.Traveller) -> None:
    """How often do we check? (ACC-16b, CA)"""
    review = opened("/", maple.admin).follow("Company profile").follow("Access review")
    review.press("Keep the others who are not dormant").press("Finish the review")
    fresh = opened("/", maple.admin).follow("Company profile")
    at_noon.move_to(NOON + timedelta(days=366))

    due = opened("/", maple.admin).follow("Company profile")

    assert "The next review is due on" in fresh.text
    assert "The next review is due since" in due.text


@pytest.mark.parametrize("role", ["buyer", "support", "basic"])
def test_only_administrators_review_access(maple: Staff, opened: Open, role: str) -> None:
    """May anybody else look at that list? (ACC-13, CA)"""
    assert "Access review" not in opened("/", getattr(maple, role)).follow("Company profile").links()
