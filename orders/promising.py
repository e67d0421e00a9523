"""When an order ships: the promise made at placing and again when a hold is released (MKT-4, ORD-1)."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Company
from markets import calendar
from markets.models import Market, Warehouse


@dataclass(frozen=True)
class Promise:
    """The day on which a warehouse ships what it has, and the moment until which that day holds."""

    ships_on: date
    cutoff_at: datetime


def promise_of(
    warehouse: Warehouse,
    company: Company,
    market: Market,
    *,
    now: datetime,
    wished_on: date | None = None,
    has_bid: bool = False,
) -> Promise:
    """What a warehouse promises for goods that are free to ship now; a later wished date wins.

    `has_bid`: a line of the order is bought at a BID, which has an earlier cutoff (ORD-6).

    The company's agreed cutoff replaces the market's; clock and holidays are the warehouse's (MKT-4). Where the wish
    decides, the promise holds until the cutoff of the wished day.
    """
    cutoff, bid_cutoff = company.agreed_cutoff, company.agreed_bid_cutoff
    day = calendar.ships_on(market, warehouse, now, cutoff=cutoff, bid_cutoff=bid_cutoff, has_bid=has_bid)
    cutoff_at = calendar.next_cutoff(market, warehouse, now, cutoff=cutoff, bid_cutoff=bid_cutoff, has_bid=has_bid)
    if wished_on is None or wished_on <= day:
        return Promise(day, cutoff_at)
    if not calendar.is_business_day(market, warehouse, wished_on):
        wished_on = calendar.next_business_day(market, warehouse, wished_on)
    limit = calendar.cutoff_for(market, cutoff=cutoff, bid_cutoff=bid_cutoff, has_bid=has_bid)
    return Promise(wished_on, datetime.combine(wished_on, limit, tzinfo=calendar.clock_of(market, warehouse)))
