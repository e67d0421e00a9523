"""The backorder report: what a company waits for, when it is expected, and what moved since the report before (ORD-15).

Each member gets it daily or weekly, as they want it (ACC-24). It is due at its market's time on a business day, weekly
on the week's first one; whoever was not served then, because a worker was down, is served by a later run. The key of
the notification makes it come once, whatever runs twice.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts import notifying, preferences
from accounts.models import Frequency, Member, Notification, NotificationKind
from accounts.privileges import Privilege
from markets.calendar import is_business_day
from markets.models import Market
from orders.models import OrderLine

REPORT = NotificationKind.BACKORDER_REPORT
MOST_LINES = 200  # in one mail; the portal lists all
DAY = timedelta(days=1)


def send_reports(*, now: datetime) -> int:
    """Write every report that is due; returns how many."""
    return sum(_report_in(market, now) for market in Market.objects.all())


def due_since(market: Market, frequency: Frequency, *, now: datetime) -> datetime | None:
    """The moment at which the current report of this frequency became due; None on a day without reports."""
    today = now.astimezone(market.zone).date()
    if not is_business_day(market, None, today):
        return None
    day = today
    if _moment(market, day) > now:
        day = _business_day_before(market, day)
    if frequency == Frequency.WEEKLY:
        day = _first_business_day_of_week(market, day)
    return _moment(market, day)


def _report_in(market: Market, now: datetime) -> int:
    written = 0
    companies = OrderLine.objects.backordered().filter(order__market=market).values("order__company").distinct()
    everyone = list(
        Member.objects.enabled()
        .with_privilege(Privilege.VIEW_ORDERS)
        .filter(company__in=companies)
        .ready_to_ask()
        .order_by("company_id", "pk")
    )
    for frequency in Frequency:
        due = due_since(market, frequency, now=now)
        if due is not None:
            members = preferences.at_frequency(everyone, REPORT, frequency)
            written += _report_to(_without_report(members, due), due, now)
    return written


def _without_report(members: Sequence[Member], due: datetime) -> list[Member]:
    """Those who had none since it became due."""
    told = Notification.objects.filter(
        kind=REPORT, created_at__gte=due, user__in=[member.user_id for member in members]
    )
    served = set(told.values_list("user_id", "company_id"))
    return [member for member in members if (member.user_id, member.company_id) not in served]


def _report_to(members: Iterable[Member], due: datetime, now: datetime) -> int:
    written = 0
    lines: dict[int, list[OrderLine]] = {}
    for member in members:
        if member.company_id not in lines:
            lines[member.company_id] = _waiting_lines(member.company_id, due)
        if lines[member.company_id]:
            written += _tell(member, lines[member.company_id], due, now)
    return written


@transaction.atomic
def _tell(member: Member, lines: Sequence[OrderLine], due: datetime, now: datetime) -> int:
    notifying.tell(
        [member],
        kind=REPORT,
        key=f"backorder-report:{member.company_id}:{due.astimezone(UTC):%Y-%m-%dT%H:%M}",
        template="orders/backorder_report",
        facts=_facts(lines, _last_report(member)),
        link="/orders/?status=waiting",
        now=now,
    )
    return 1


def _waiting_lines(company_id: int, due: datetime) -> list[OrderLine]:
    """What the company waits for, the soonest first; nothing where all of it was ordered after the report was due."""
    waiting = OrderLine.objects.backordered().filter(order__company=company_id).select_related("order")
    lines = sorted(waiting, key=lambda line: (line.expected_on or date.max, line.order.placed_at, line.pk))
    return lines if any(line.order.placed_at < due for line in lines) else []


def _last_report(member: Member) -> Notification | None:
    told = Notification.objects.filter(kind=REPORT, user=member.user_id, company=member.company_id)
    return told.order_by("-created_at").first()


def _facts(lines: Sequence[OrderLine], last: Notification | None) -> dict[str, Any]:
    """What the mail says; compared with what the last one said of the same lines."""
    said = {each["line"]: each for each in last.facts["lines"]} if last else {}
    waiting = {line.pk for line in lines}
    shown = lines[:MOST_LINES]
    return {
        "lines": [_line_facts(line, said.get(line.pk), last) for line in shown],
        "more": len(lines) - len(shown),
        "since": last.created_at if last else None,
        "gone": [
            {name: each[name] for name in ("number", "sku", "name")} for pk, each in said.items() if pk not in waiting
        ],
    }


def _line_facts(line: OrderLine, said: dict[str, Any] | None, last: Notification | None) -> dict[str, Any]:
    """One line; `was` is the day told before where it moved, `is_new` whether the last report did not know it."""
    before = said["expected_on"] if said else line.first_expected_on
    return {
        "line": line.pk,
        "number": line.order.number,
        "po_number": line.order.po_number,
        "sku": line.sku,
        "own_number": line.own_number,
        "name": line.name,
        "quantity": line.backordered,
        "expected_on": line.expected_on,
        "has_moved": (said is not None or before is not None) and before != line.expected_on,
        "was": before,
        "is_new": last is not None and line.order.placed_at > last.created_at,
    }


def _moment(market: Market, day: date) -> datetime:
    """In UTC, because datetimes of one zone compare by their wall clock."""
    return datetime.combine(day, market.reports_at, tzinfo=market.zone).astimezone(UTC)


def _business_day_before(market: Market, day: date) -> date:
    day -= DAY
    while not is_business_day(market, None, day):
        day -= DAY
    return day


def _first_business_day_of_week(market: Market, day: date) -> date:
    """That of the week in which this business day lies."""
    days = (day - DAY * back for back in range(day.weekday(), -1, -1))
    return next(each for each in days if is_business_day(market, None, each))
