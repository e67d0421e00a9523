"""The backorder report: daily or weekly, what is waited for, when it is expected and what moved (ORD-15)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import mailing, preferences
from accounts.models import Frequency, Member, Notification, NotificationKind, NotificationPreference
from accounts.preferences import Wish
from catalog.models import ExpectedDelivery
from catalog.stock import receive
from orders import backorder_report, backorders
from orders.models import Order
from tests.cast import Cast, a_switch
from tests.factories import NOON
from tests.orders.builders import an_order

REPORT = NotificationKind.BACKORDER_REPORT
FRIDAY = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # 7:30 in Stockholm; NOON is the Thursday before
MONDAY, TUESDAY = FRIDAY + timedelta(days=3), FRIDAY + timedelta(days=4)


@pytest.fixture
def order(cast: Cast) -> Order:
    """Norrsken's buyer waits for three switches since Thursday noon."""
    switch = a_switch(cast)
    ExpectedDelivery.objects.create(
        product=switch, warehouse=cast.stockholm, expected_on=date(2026, 11, 27), quantity=10
    )
    return an_order(cast.norrsken.buyer, {switch: 3}, po_number="PO-7719")


def want(frequency: Frequency, *members: Member) -> None:
    for member in members:
        preferences.change(member, {REPORT: Wish(by_email=True, frequency=frequency)})


def reported(now: datetime) -> list[str]:
    """The addresses whose report is sent now."""
    backorder_report.send_reports(now=now)
    mail.outbox.clear()
    mailing.send_due(now=now)
    return sorted(message.to[0] for message in mail.outbox if "Backorder report" in message.subject)


def body_for(now: datetime, email: str = "buyer@norrsken-it.example") -> str:
    assert email in reported(now)
    reports = [message for message in mail.outbox if "Backorder report" in message.subject and message.to == [email]]
    return str(reports[0].body)


def test_everyone_who_sees_orders_gets_it_on_the_weeks_first_business_day(cast: Cast, order: Order) -> None:
    assert reported(FRIDAY) == []
    assert reported(FRIDAY + timedelta(days=1)) == []

    assert reported(MONDAY) == [f"{role}@norrsken-it.example" for role in ("admin", "buyer", "support")]
    assert reported(TUESDAY) == []
    assert len(reported(MONDAY + timedelta(days=7))) == 3


def test_who_wants_it_daily_gets_it_each_business_day_from_the_markets_time(cast: Cast, order: Order) -> None:
    want(Frequency.DAILY, cast.norrsken.buyer)
    buyer = ["buyer@norrsken-it.example"]

    assert reported(datetime(2026, 11, 20, 5, 59, tzinfo=UTC)) == []
    assert reported(datetime(2026, 11, 20, 6, 0, tzinfo=UTC)) == buyer
    assert reported(datetime(2026, 11, 20, 15, 0, tzinfo=UTC)) == []
    assert reported(FRIDAY + timedelta(days=1)) == []
    assert "buyer@norrsken-it.example" in reported(MONDAY)
    assert reported(TUESDAY) == buyer


def test_it_says_what_is_waited_for_and_when_it_is_expected_and_no_price(cast: Cast, order: Order) -> None:
    backorders.refresh_expected(now=NOON)
    line = order.lines.get()

    body = body_for(MONDAY)

    assert f"3 × {line.sku} {line.name}" in body
    assert f"Order {order.number}, PO-7719: expected on" in body
    assert "27 Nov" in body.replace("November", "Nov")
    assert "moved" not in body
    assert "3312" not in body.replace("\xa0", "").replace(",", "")
    assert "/orders/?status=waiting" in body


def test_it_says_what_moved_since_the_report_before(cast: Cast, order: Order) -> None:
    want(Frequency.DAILY, cast.norrsken.buyer)
    backorders.refresh_expected(now=NOON)
    body_for(FRIDAY)
    ExpectedDelivery.objects.update(expected_on=date(2026, 12, 4))
    backorders.refresh_expected(now=FRIDAY + timedelta(hours=3))

    moved = body_for(MONDAY)

    assert "moved, it was" in moved
    assert "moved" not in body_for(TUESDAY)


def test_it_says_what_is_new_and_what_is_no_longer_waited_for(cast: Cast, order: Order) -> None:
    want(Frequency.DAILY, cast.norrsken.buyer)
    body_for(FRIDAY)
    first = order.lines.get()
    receive(first.product, cast.stockholm, 3, reference="delivery", now=FRIDAY)
    backorders.allocate_arrived(now=FRIDAY)
    second = an_order(cast.norrsken.buyer, {a_switch(cast): 1}, now=FRIDAY + timedelta(hours=1)).lines.get()

    body = body_for(MONDAY)

    assert f"1 × {second.sku}" in body
    assert "(new)" in body
    assert body.index("No longer waited for") < body.index(f"{first.sku} {first.name}")


def test_nothing_is_sent_while_nothing_is_waited_for(cast: Cast) -> None:
    an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 2})

    assert reported(MONDAY) == []


def test_a_run_that_comes_late_still_serves_the_week_and_a_later_backorder_waits_for_the_next(
    cast: Cast, order: Order
) -> None:
    an_order(cast.fjord.buyer, {a_switch(cast): 1}, now=MONDAY + timedelta(hours=6))

    late = reported(TUESDAY)

    assert [email for email in late if "norrsken" in email] == late
    assert len(late) == 3


def test_two_runs_and_two_workers_send_one(cast: Cast, order: Order) -> None:
    backorder_report.send_reports(now=MONDAY)
    due = backorder_report.due_since(cast.se, Frequency.WEEKLY, now=MONDAY)
    assert due == datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    members = list(Member.objects.ready_to_ask().filter(company=cast.norrsken.company).exclude(role="basic"))

    backorder_report._report_to(members, due, MONDAY)

    assert Notification.objects.filter(kind=REPORT).count() == 3


def test_switched_off_it_is_in_the_portals_list_alone(cast: Cast, order: Order) -> None:
    preferences.change(cast.norrsken.buyer, {REPORT: Wish(by_email=False)})

    assert "buyer@norrsken-it.example" not in reported(MONDAY)
    assert Notification.objects.filter(kind=REPORT, user=cast.norrsken.buyer.user).count() == 1


def test_nobody_gets_one_who_may_not_see_orders_or_is_of_another_company(cast: Cast, order: Order) -> None:
    NotificationPreference.objects.create(member=cast.norrsken.basic, kind=REPORT)
    Member.objects.filter(pk=cast.norrsken.support.pk).update(privileges=[])

    assert reported(MONDAY) == ["admin@norrsken-it.example", "buyer@norrsken-it.example"]


def test_a_holiday_is_no_business_day(cast: Cast, order: Order) -> None:
    christmas = datetime(2026, 12, 25, 6, 30, tzinfo=UTC)

    assert backorder_report.due_since(cast.se, Frequency.DAILY, now=christmas) is None
    monday = datetime(2026, 12, 28, 6, 30, tzinfo=UTC)
    assert backorder_report.due_since(cast.se, Frequency.WEEKLY, now=monday) == datetime(2026, 12, 28, 6, 0, tzinfo=UTC)


def test_a_long_report_says_how_many_lines_more_there_are(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backorder_report, "MOST_LINES", 2)
    an_order(cast.norrsken.buyer, {a_switch(cast): 1 for _ in range(4)})

    body = body_for(MONDAY)

    assert "2 more lines stand in the portal." in body


def test_a_run_with_nothing_to_do_costs_the_same_for_many_companies(cast: Cast, order: Order) -> None:
    counts = []
    for _more in range(2):
        backorder_report.send_reports(now=MONDAY)
        with CaptureQueriesContext(connection) as queries:
            backorder_report.send_reports(now=MONDAY)
        counts.append(len(queries))
        an_order(cast.lagerhuset.buyer, {a_switch(cast): 1})

    assert counts[0] == counts[1]
