"""The Canadian portal's answers on access that the distributor restricts, refuses or removes."""

import pytest

from tests.cast import Cast, Staff
from tests.pressing import Page, visit
from tests.scenarios.conftest import Open
from tests.scenarios.steps import sign_in, staff_in


@pytest.fixture
def maple(cast: Cast) -> Staff:
    return staff_in(cast, "ca")


@pytest.fixture
def services(maple: Staff, at_desk: Open) -> Page:
    """Staff at the page on which they switch off services of the company."""
    found = at_desk("/admin/").follow("Companies").press("Search", {"Search": maple.company.customer_number})
    return found.follow("Maple Systems").follow("Services")


def test_one_service_is_restricted_for_the_whole_company(maple: Staff, services: Page, opened: Open) -> None:
    """May you restrict a part of our access? We reserve that right, and say why (ACC-14, CA)"""
    at_work = sign_in(opened, maple.buyer, market="ca")

    services.press("Save services", {"Switch off: View orders": "yes", "Reason: View orders": "Under review"})

    for member in (maple.admin, maple.buyer, maple.support):
        home = opened("/", member)
        assert "Orders" not in home.links()
    refused = at_work.follow("Orders")
    assert refused.status == 403
    assert "Under review" in refused.text


def test_all_access_is_removed_and_given_back(maple: Staff, services: Page, opened: Open) -> None:
    """May you remove our access as a whole? (ACC-14, CA)"""
    removed = services.press(
        "Save services", {"Switch off: Web access": "yes", "Reason: Web access": "No contract any more"}
    )
    outside = sign_in(opened, maple.admin, market="ca")

    removed.press("Save services", {"Switch off: Web access": "no"})

    assert outside.status == 403
    assert "No contract any more" in outside.text
    assert "Hello, Admin" in visit(outside.browser, "/").text


def test_an_administrator_cannot_give_back_what_was_removed(maple: Staff, services: Page, opened: Open) -> None:
    """Can our administrator tick the box again? What is removed nobody in the company has (ACC-14, CA)"""
    services.press("Save services", {"Switch off: Place orders": "yes", "Reason: Place orders": "Credit is stopped"})

    people = opened("/", maple.admin).follow("Company")
    people.press("Save", {"Place orders: Basic": "yes"})

    assert "The distributor switched off “Place orders” for the whole company: Credit is stopped" in people.text
    basket = opened("/", maple.basic)
    assert "Checkout" not in basket.links()


def test_the_company_reads_who_removed_what(services: Page, maple: Staff, opened: Open) -> None:
    """Do we see who did that, and when? (ACC-14, ACC-17, CA)"""
    services.press("Save services", {"Switch off: Use the API": "yes", "Reason: Use the API": "Too many calls"})

    trail = opened("/", maple.admin).follow("Company").follow("Activity")

    assert "Sam Staff (staff)" in trail.row("Switched off “Use the API” for the company: Too many calls")
