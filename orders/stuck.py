"""Orders that rest in a status longer than their market allows (ORD-10)."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from markets import calendar
from markets.models import Market
from orders.models import Order
from orders.states import OUTSTANDING

DAY = timedelta(days=1)


def resting_since(market: Market, now: datetime) -> datetime:
    """The moment so many business days ago; what has rested since before it is stuck."""
    local = now.astimezone(market.zone)
    day: date = local.date()
    left = market.stuck_business_days
    while left:
        if calendar.is_business_day(market, None, day):
            left -= 1
        day -= DAY
    while not calendar.is_business_day(market, None, day):
        day -= DAY
    return datetime.combine(day, local.time(), tzinfo=market.zone)


def is_stuck(order: Order, now: datetime) -> bool:
    """Whether staff should look: outstanding, past its wished date and something to do that nobody does.

    What waits for stock alone, or for its wished date, is where it should be.
    """
    if order.status not in OUTSTANDING or _waits_for_its_day(order, now):
        return False
    return order.status_since < resting_since(order.market, now) and not _waits_for_stock(order)


def stuck(now: datetime) -> Q:
    """The same as a condition on orders."""
    rests = Q(pk__in=[])
    for market in Market.objects.all():
        today = now.astimezone(market.zone).date()
        since = resting_since(market, now)
        rests |= Q(market=market, status_since__lt=since) & (Q(wished_on=None) | Q(wished_on__lt=today))
    return rests & Q(status__in=OUTSTANDING) & (~Q(status="open") | Q(promised_on__isnull=False))


def _waits_for_its_day(order: Order, now: datetime) -> bool:
    return order.wished_on is not None and order.wished_on >= now.astimezone(order.market.zone).date()


def _waits_for_stock(order: Order) -> bool:
    # Nothing is promised to ship while an open order holds nothing, or waits to be complete.
    return order.status == "open" and order.promised_on is None
