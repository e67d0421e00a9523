"""The company's activity: what happened, by whom, at whose request; the database refuses to change it (ACC-17)."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from openpyxl import load_workbook

from accounts import administering, recording
from accounts.acting import Actor
from accounts.models import Activity, ActivityKind
from tests.cast import Cast, a_staff_user, a_switch
from tests.factories import NOON, PASSWORD
from tests.orders.builders import an_order
from tests.pressing import Page, visit

Open = Callable[..., Page]


@pytest.fixture
def trail(cast: Cast) -> None:
    """A buyer disabled by the administrator, and enabled by staff at their request the day after."""
    admin, buyer = cast.norrsken.admin, cast.norrsken.buyer
    administering.disable(buyer, by=Actor.administrator(admin), now=NOON)
    staff = Actor.staff(a_staff_user("helper@distributor.example"), asked_by=admin)
    administering.enable(buyer, by=staff, now=NOON + timedelta(days=1))


@pytest.mark.usefixtures("trail")
def test_the_page_tells_who_did_what_and_who_asked(cast: Cast, at_desk: Open) -> None:
    page = at_desk("/company/activity/", cast.norrsken.admin)

    assert "Admin Disabled Buyer" in page.row("Disabled Buyer")
    assert "Sam Staff (staff), asked by Admin Enabled Buyer" in page.row("Enabled Buyer")


@pytest.mark.usefixtures("trail")
def test_filters_by_kind_person_and_day(cast: Cast, at_desk: Open) -> None:
    page = at_desk("/company/activity/", cast.norrsken.admin)

    by_kind = page.press("Filter", {"Kind": "User disabled"})
    by_day = page.press("Filter", {"From": "2026-11-20", "to": "2026-11-20"})
    by_person = page.press("Filter", {"Person": "Support"})

    assert ("Disabled Buyer" in by_kind.text, "Enabled Buyer" in by_kind.text) == (True, False)
    assert ("Disabled Buyer" in by_day.text, "Enabled Buyer" in by_day.text) == (False, True)
    assert "Nothing like that has happened." in by_person.text


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize("statement", ["UPDATE accounts_activity SET at = now()", "DELETE FROM accounts_activity"])
def test_the_database_refuses_to_change_or_delete_it(statement: str) -> None:
    before = list(Activity.objects.values())
    with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
        connection.cursor().execute(statement)

    assert list(Activity.objects.values()) == before


def test_a_sign_in_is_in_it_with_its_network_address(cast: Cast) -> None:
    browser = Client(REMOTE_ADDR="192.0.2.44")
    browser.post("/login/", {"login": "buyer@norrsken-it.example", "password": PASSWORD})

    row = Activity.objects.get()
    assert (row.kind, row.company, row.actor, row.address) == (
        ActivityKind.SIGNED_IN,
        cast.norrsken.company,
        cast.norrsken.buyer.user,
        "192.0.2.44",
    )


def test_switching_companies_is_an_entry_there(cast: Cast, consultant: tuple) -> None:
    in_norrsken, in_lagerhuset = consultant
    browser = Client()
    browser.post("/login/", {"login": in_norrsken.user.email, "password": PASSWORD})
    first = Activity.objects.get()

    other = in_norrsken if first.company == in_lagerhuset.company else in_lagerhuset
    browser.post("/company/switch/", {"company": other.company_id})

    assert Activity.objects.filter(company=other.company, kind=ActivityKind.SIGNED_IN).count() == 1


def test_an_order_placed_is_in_it(cast: Cast, at_desk: Open) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1})

    assert "Buyer Placed order" in at_desk("/company/activity/", cast.norrsken.admin).row(order.number)


def test_a_day_that_no_clock_reaches_is_refused_beside_its_field(cast: Cast, at_desk: Open) -> None:
    page = at_desk("/company/activity/?first=0001-01-01&last=9999-12-31", cast.norrsken.admin)

    assert page.text.count("Enter a valid date.") == 2


@pytest.mark.usefixtures("trail")
def test_the_exports_hold_what_the_filters_show(cast: Cast, at_desk: Open) -> None:
    browser = at_desk("/company/activity/?kind=user_enabled", cast.norrsken.admin).browser

    text = b"".join(browser.get("/company/activity/export.csv?kind=user_enabled")).decode()
    xlsx = b"".join(browser.get("/company/activity/export.xlsx?kind=user_enabled"))

    assert text.splitlines()[1:] == ["2026-11-20 12:00,Sam Staff,Admin,User enabled,Enabled Buyer,,"]
    assert [row[1] for row in load_workbook(BytesIO(xlsx)).active.iter_rows(min_row=2, values_only=True)] == [
        "Sam Staff"
    ]


def test_every_kind_can_be_read(cast: Cast, at_desk: Open) -> None:
    facts: dict[str, Any] = {"name": "A", "email": "a@b.example", "role": "buyer", "before": "buyer", "after": "custom"}
    facts |= {"old": "x", "new": "y", "number": "SE-1", "reason": "Closed", "reference": "AP-1", "way": "app"}
    facts |= {"part": "details", "act": "changed", "service": "use_api", "valid_from": NOON.date(), "count": 3}
    facts |= {"sku": "1001", "old_number": "A-1", "old_sku": "1002", "added": 2, "changed": 1}
    for kind in ActivityKind:
        recording.note(cast.norrsken.company, kind, by=None, facts=facts, now=NOON)

    assert at_desk("/company/activity/", cast.norrsken.admin).text.count("The portal") == len(ActivityKind)


def test_the_list_costs_the_same_for_few_and_for_many(
    cast: Cast, at_desk: Open, django_assert_max_num_queries: Callable
) -> None:
    browser = at_desk("/company/activity/", cast.norrsken.admin).browser
    for _number in range(30):
        recording.note(
            cast.norrsken.company, ActivityKind.USER_ENABLED, by=cast.norrsken.admin.user, now=NOON, facts={"name": "B"}
        )

    with django_assert_max_num_queries(16):
        visit(browser, "/company/activity/")
