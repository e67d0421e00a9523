"""Business days and the cutoff: when an order ships (MKT-4). The clock is an argument; every datetime is aware.

Clock and holidays are those of the warehouse that ships; what it has none of its own of, it takes from the market.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from markets.models import Market, Warehouse
from markets.public_holidays import public_holidays

DAY = timedelta(days=1)
SATURDAY = 5


def clock_of(market: Market, warehouse: Warehouse | None) -> ZoneInfo:
    """The time zone that the warehouse keeps, else the market's."""
    return ZoneInfo(warehouse.time_zone) if warehouse and warehouse.time_zone else market.zone


def is_holiday(market: Market, warehouse: Warehouse | None, day: date) -> bool:
    """Whether law, custom or the warehouse itself closes it on that day; weekends do not count."""
    place = warehouse if warehouse and warehouse.country else market
    if day in public_holidays(place.country, place.subdivision, day.year):
        return True
    return warehouse is not None and day in warehouse.days_closed


def is_business_day(market: Market, warehouse: Warehouse | None, day: date) -> bool:
    """Whether the warehouse works on that day; without a warehouse, whether the market does."""
    return day.weekday() < SATURDAY and not is_holiday(market, warehouse, day)


def next_business_day(market: Market, warehouse: Warehouse | None, day: date) -> date:
    """The first business day after that day."""
    day += DAY
    while not is_business_day(market, warehouse, day):
        day += DAY
    return day


def add_business_days(market: Market, warehouse: Warehouse | None, day: date, count: int) -> date:
    """The business day that many business days after that day; the day itself for none."""
    for _ in range(count):
        day = next_business_day(market, warehouse, day)
    return day


def business_days_between(market: Market, warehouse: Warehouse | None, start: date, end: date) -> int:
    """How many business days lie after `start`, up to and with `end`; none where `end` is not later."""
    days = (start + DAY * n for n in range(1, (end - start).days + 1))
    return sum(is_business_day(market, warehouse, day) for day in days)


def cutoff_for(
    market: Market, *, cutoff: time | None = None, bid_cutoff: time | None = None, has_bid: bool = False
) -> time:
    """The time of day before which an order ships the same day (SE FAQ: 14:00, 13:00 with BID lines).

    `cutoff` and `bid_cutoff` are what the company agreed on: the first never replaces the time for BID lines.
    """
    if has_bid:
        return bid_cutoff or market.bid_cutoff
    return cutoff or market.cutoff


def ships_on(
    market: Market,
    warehouse: Warehouse | None,
    now: datetime,
    *,
    cutoff: time | None = None,
    bid_cutoff: time | None = None,
    has_bid: bool = False,
) -> date:
    """The day on which an order in stock ships if it is free to ship now; exactly the cutoff is too late (MKT-4)."""
    today = now.astimezone(clock_of(market, warehouse)).date()
    limit = cutoff_for(market, cutoff=cutoff, bid_cutoff=bid_cutoff, has_bid=has_bid)
    if is_business_day(market, warehouse, today) and now < _instant(market, warehouse, today, limit):
        return today
    return next_business_day(market, warehouse, today)


def next_cutoff(
    market: Market,
    warehouse: Warehouse | None,
    now: datetime,
    *,
    cutoff: time | None = None,
    bid_cutoff: time | None = None,
    has_bid: bool = False,
) -> datetime:
    """The moment until which an order still ships on the day that `ships_on` tells, in the warehouse's time zone."""
    day = ships_on(market, warehouse, now, cutoff=cutoff, bid_cutoff=bid_cutoff, has_bid=has_bid)
    limit = cutoff_for(market, cutoff=cutoff, bid_cutoff=bid_cutoff, has_bid=has_bid)
    return _instant(market, warehouse, day, limit).astimezone(clock_of(market, warehouse))


def _instant(market: Market, warehouse: Warehouse | None, day: date, at: time) -> datetime:
    # In UTC, because datetimes of one zone compare by their wall clock, which repeats an hour in autumn.
    return datetime.combine(day, at, tzinfo=clock_of(market, warehouse)).astimezone(UTC)
