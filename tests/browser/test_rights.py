"""The matrix with its script: roles tick boxes, what is not saved is marked and told; and few clicks for a new user."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts import locking
from accounts.models import Member, User
from accounts.privileges import PRESETS, Role
from tests.browser import looking
from tests.browser.conftest import Arrive
from tests.browser.person import Person
from tests.cast import Cast, assemble

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = assemble()
    User.objects.update(language="en")
    return cast


@pytest.fixture
def administrator(cast: Cast, arrive: Arrive) -> Person:
    person = arrive("rights")
    person.opens("/login/")
    person.signs_in(cast.norrsken.admin.user)
    return person


def rights_of(member: Member) -> set[str]:
    return set(Member.objects.get(pk=member.pk).privileges)


def test_a_role_ticks_the_boxes_and_the_summary_tells_before_saving(cast: Cast, administrator: Person) -> None:
    administrator.opens("/company/users/")
    page = administrator.page
    expect(page.locator("[data-summary]")).to_be_hidden()

    page.get_by_label("Role of Basic").select_option(label="Buyer")
    page.get_by_label("View orders: Support").uncheck()

    expect(page.get_by_label("Place orders: Basic")).to_be_checked()
    expect(page.get_by_label("Role of Support")).to_have_value("custom")
    expect(page.locator("td[data-changed]")).to_have_count(len(PRESETS[Role.BUYER] - PRESETS[Role.BASIC]) + 1)
    assert "Support loses: View orders." in page.locator("[data-summary]").inner_text()
    administrator.presses("Save 2 changes")
    assert "Support loses: View orders." in administrator.text
    assert (rights_of(cast.norrsken.basic), rights_of(cast.norrsken.support)) == (set(PRESETS[Role.BUYER]), set())


def test_a_new_user_with_three_privileges_takes_eight_clicks_and_fields(cast: Cast, administrator: Person) -> None:
    """Counted from the dashboard: the way to the form, name and address, three boxes, and sending it."""
    assert administrator.where == "/"
    before = administrator.acts
    administrator.goes_to("Company")
    administrator.follows("Add user")
    administrator.fills("Name", "Rolf Dahl")
    administrator.fills("E-mail address", "rolf.dahl@norrsken-it.example")
    for box in ("View orders", "View invoices", "Request returns"):
        administrator.ticks(box)
    administrator.presses("Send invitation")

    assert administrator.acts - before == 8
    assert "An invitation went to rolf.dahl@norrsken-it.example." in administrator.text
    added = Member.objects.get(user__email="rolf.dahl@norrsken-it.example")
    assert rights_of(added) == PRESETS[Role.BASIC] | {"view_orders", "view_invoices", "request_returns"}


def test_unlocking_a_colleague_takes_two_clicks(cast: Cast, administrator: Person) -> None:
    """Counted from the dashboard."""
    locking.lock(cast.norrsken.buyer.user, now=timezone.now())
    administrator.opens("/")
    before = administrator.acts
    administrator.goes_to("Company")
    administrator.presses("Unlock Buyer")

    assert administrator.acts - before == 2
    assert "Buyer can sign in again." in administrator.text
    assert not User.objects.get(pk=cast.norrsken.buyer.user_id).is_locked


def test_the_pages_are_for_everybody(cast: Cast, administrator: Person) -> None:
    buyer = cast.norrsken.buyer.pk
    faults = []
    for address in (
        "/company/",
        "/company/users/",
        "/company/users/new/",
        f"/company/users/{buyer}/",
        f"/company/users/{buyer}/deletion/",
        "/company/activity/",
    ):
        administrator.opens(address)
        for width in looking.WIDTHS:
            looking.resize(administrator.page, width)
            found = looking.too_wide(administrator.page) + looking.faults(administrator.page, looking.EVERYTHING)
            faults += [f"{address} {width}: {fault}" for fault in found]

    assert faults == []
    assert administrator.complaints == []
