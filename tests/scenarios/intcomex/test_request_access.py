"""The Miami portal's answers to customers who have no access to the portal yet."""

import pytest
from django.utils import timezone

from accounts import requesting_access
from accounts.models import Member
from tests.cast import Cast, Staff
from tests.pressing import Page
from tests.scenarios.conftest import Open
from tests.scenarios.steps import come_in, mails_to, staff_in

REGISTERED = "office@biscayne.example"


@pytest.fixture
def biscayne(cast: Cast) -> Staff:
    staff = staff_in(cast, "us")
    staff.company.registered_email = REGISTERED
    staff.company.save()
    return staff


def request_access(opened: Open, staff: Staff, **changed: str) -> Page:
    form = opened("/", market="us").follow("Sign in").follow("Request access")
    asked = form.press(
        "Send request",
        {
            "Country": "United States",
            "Customer number": staff.company.customer_number,
            "Registered e-mail address": REGISTERED,
            "Your name": "Ana Rey",
        }
        | changed,
    )
    requesting_access.look_into_all(now=timezone.now())  # as the worker does within a minute
    return asked


def test_a_customer_requests_access_from_the_sign_in_page(biscayne: Staff, opened: Open) -> None:
    """We are a customer without access. Sign in, “Request access”, country, code, e-mail and name (ACC-3, IX)"""
    asked = request_access(opened, biscayne)

    assert asked.title == "Your request is on its way"
    [message] = mails_to(REGISTERED)
    assert message.subject == "We have the request for access of Ana Rey"


def test_the_administrator_admits_who_asked_and_both_are_told(biscayne: Staff, opened: Open) -> None:
    """Who decides on my request, and how do I learn of it? (ACC-3, IX)"""
    request_access(opened, biscayne)
    assert mails_to(biscayne.admin.user.email)[-1].subject == "Ana Rey asks for access"

    waiting = opened("/", biscayne.admin).follow("Company").follow("Requests for access")
    waiting.press("Admit Ana Rey", {"E-mail address": "ana.rey@biscayne.example", "Role": "Buyer"})

    assert mails_to(REGISTERED)[-1].subject == "Ana Rey is admitted"
    assert "Orders" in come_in(opened, "ana.rey@biscayne.example", market="us").links()


@pytest.mark.parametrize(
    "wrong", [{"Customer number": "US99999"}, {"Registered e-mail address": "somebody@else.example"}]
)
def test_a_request_that_matches_no_customer_is_answered_alike(
    biscayne: Staff, opened: Open, wrong: dict[str, str]
) -> None:
    """Does the page tell whether a customer code is right? No (ACC-3, ACC-6b, IX)"""
    asked = request_access(opened, biscayne, **wrong)

    assert asked.title == "Your request is on its way"
    assert mails_to(biscayne.admin.user.email) + mails_to(REGISTERED) + mails_to("somebody@else.example") == []


def test_with_no_administrator_able_to_act_support_admits(biscayne: Staff, opened: Open, at_desk: Open) -> None:
    """And if nobody of ours can decide? Then the distributor does (ACC-3, IX)"""
    Member.objects.filter(pk=biscayne.admin.pk).update(is_enabled=False)
    request_access(opened, biscayne)
    desk = at_desk("/admin/").follow("Requests for access").follow("Ana Rey")

    desk.press("Admit", {"E-mail address:": "ana.rey@biscayne.example"})

    assert "Hello, Ana" in come_in(opened, "ana.rey@biscayne.example", market="us").text
