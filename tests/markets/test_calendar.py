"""When an order ships (MKT-4): SE FAQ, 14:00, and 13:00 with BID lines."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from markets import calendar
from markets.models import ClosingDay, Market, Warehouse

STOCKHOLM, TORONTO, VANCOUVER = ZoneInfo("Europe/Stockholm"), ZoneInfo("America/Toronto"), ZoneInfo("America/Vancouver")

SWEDEN = Market(country="SE", time_zone="Europe/Stockholm", cutoff=time(14), bid_cutoff=time(13))
CANADA = Market(country="CA", subdivision="ON", time_zone="America/Toronto", cutoff=time(14), bid_cutoff=time(13))
VANCOUVER_BRANCH = Warehouse(country="CA", subdivision="BC", time_zone="America/Vancouver")
STRAUBING = Warehouse(country="DE", subdivision="BY", time_zone="Europe/Berlin")
for own in (VANCOUVER_BRANCH, STRAUBING):
    own.days_closed = frozenset()


def at(zone: ZoneInfo, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "ships"),
    [
        ("2026-11-18T13:59:59", date(2026, 11, 18)),
        ("2026-11-18T14:00:00", date(2026, 11, 19)),
        ("2026-11-18T23:59:59", date(2026, 11, 19)),
        ("2026-11-20T14:00:00", date(2026, 11, 23)),  # Friday
        ("2026-11-21T09:00:00", date(2026, 11, 23)),  # Saturday
        ("2026-06-18T14:00:00", date(2026, 6, 22)),  # the day before Midsummer Eve
        ("2026-06-19T09:00:00", date(2026, 6, 22)),  # Midsummer Eve
        ("2026-12-23T14:00:00", date(2026, 12, 28)),  # Christmas Eve to Boxing Day, then a weekend
        ("2026-12-30T14:00:00", date(2027, 1, 4)),  # over the turn of the year
    ],
)
def test_the_cutoff_decides_the_day(now, ships):
    assert calendar.ships_on(SWEDEN, None, at(STOCKHOLM, now)) == ships


@pytest.mark.parametrize(
    ("market", "zone", "day"),
    [
        (SWEDEN, STOCKHOLM, date(2026, 3, 30)),  # the Monday after the clock went forward
        (SWEDEN, STOCKHOLM, date(2026, 10, 26)),  # and back
        (CANADA, TORONTO, date(2026, 3, 9)),
        (CANADA, TORONTO, date(2026, 11, 2)),
    ],
)
def test_a_changed_clock_still_says_14_00(market, zone, day):
    cutoff = datetime.combine(day, time(14), tzinfo=zone).astimezone(UTC)
    second = timedelta(seconds=1)
    assert calendar.ships_on(market, None, cutoff - second) == day
    assert calendar.ships_on(market, None, cutoff) == day + timedelta(days=1)
    sunday = datetime.combine(day - timedelta(days=1), time(2, 30), tzinfo=zone)
    assert calendar.next_cutoff(market, None, sunday) == cutoff


def test_bid_lines_ship_the_same_day_only_before_13_00():
    before, after = at(STOCKHOLM, "2026-11-18T12:59:59"), at(STOCKHOLM, "2026-11-18T13:00:00")
    assert calendar.ships_on(SWEDEN, None, before, has_bid=True) == date(2026, 11, 18)
    assert calendar.ships_on(SWEDEN, None, after, has_bid=True) == date(2026, 11, 19)
    assert calendar.ships_on(SWEDEN, None, after) == date(2026, 11, 18)


def test_an_agreed_time_replaces_14_00_but_not_that_of_bid_lines():
    assert calendar.cutoff_for(SWEDEN, cutoff=time(16)) == time(16)
    assert calendar.cutoff_for(SWEDEN, cutoff=time(16), has_bid=True) == time(13)
    assert calendar.cutoff_for(SWEDEN, cutoff=time(16), bid_cutoff=time(15), has_bid=True) == time(15)
    late = at(STOCKHOLM, "2026-11-18T15:59:59")
    assert calendar.ships_on(SWEDEN, None, late, cutoff=time(16)) == date(2026, 11, 18)


def test_clock_and_holidays_are_those_of_the_warehouse_that_ships():
    afternoon_in_toronto = at(TORONTO, "2026-11-18T15:00:00")
    assert calendar.ships_on(CANADA, None, afternoon_in_toronto) == date(2026, 11, 19)
    assert calendar.ships_on(CANADA, VANCOUVER_BRANCH, afternoon_in_toronto) == date(2026, 11, 18)
    assert calendar.next_cutoff(CANADA, VANCOUVER_BRANCH, afternoon_in_toronto) == at(VANCOUVER, "2026-11-18T14:00:00")
    remembrance_day = date(2026, 11, 11)  # a holiday in British Columbia, none in Ontario
    assert calendar.is_business_day(CANADA, None, remembrance_day)
    assert not calendar.is_business_day(CANADA, VANCOUVER_BRANCH, remembrance_day)


def test_straubing_keeps_bavarian_holidays_also_for_norway():
    norway = Market(country="NO", time_zone="Europe/Oslo", cutoff=time(14), bid_cutoff=time(13))
    constitution_day, corpus_christi = date(2028, 5, 17), date(2026, 6, 4)
    assert calendar.is_business_day(norway, STRAUBING, constitution_day)
    assert not calendar.is_business_day(norway, None, constitution_day)
    assert calendar.is_business_day(norway, None, corpus_christi)
    assert not calendar.is_business_day(norway, STRAUBING, corpus_christi)


def test_a_closing_day_of_its_own_closes_one_warehouse(sweden, warehouses):
    ClosingDay.objects.create(warehouse=warehouses["BOR"], on=date(2026, 11, 18), name="Stocktaking")
    morning = at(STOCKHOLM, "2026-11-18T09:00:00")
    assert calendar.ships_on(sweden, warehouses["STO"], morning) == date(2026, 11, 18)
    assert calendar.ships_on(sweden, warehouses["BOR"], morning) == date(2026, 11, 19)


def test_the_municipal_holiday_of_sao_paulo_is_a_closing_day(markets, warehouses):
    assert not calendar.is_business_day(markets["br"], warehouses["SAO"], date(2027, 1, 25))
    assert calendar.is_business_day(markets["br"], warehouses["VIX"], date(2027, 1, 25))


def test_business_days_are_counted_without_the_first_and_with_the_last():
    thursday, monday = date(2026, 11, 19), date(2026, 11, 23)
    assert calendar.business_days_between(SWEDEN, None, thursday, monday) == 2
    assert calendar.business_days_between(SWEDEN, None, monday, thursday) == 0
    assert calendar.add_business_days(SWEDEN, None, thursday, 2) == monday
    assert calendar.add_business_days(SWEDEN, None, thursday, 0) == thursday


@settings(max_examples=200)
@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)), st.booleans())
def test_the_promise_holds_at_any_moment(now, has_bid):
    day = calendar.ships_on(CANADA, VANCOUVER_BRANCH, now, has_bid=has_bid)
    cutoff = calendar.next_cutoff(CANADA, VANCOUVER_BRANCH, now, has_bid=has_bid)
    assert calendar.is_business_day(CANADA, VANCOUVER_BRANCH, day)
    assert (cutoff.date(), cutoff.time()) == (day, time(13) if has_bid else time(14))
    assert now < cutoff
    assert calendar.ships_on(CANADA, VANCOUVER_BRANCH, cutoff - timedelta(seconds=1), has_bid=has_bid) == day
    assert calendar.ships_on(CANADA, VANCOUVER_BRANCH, cutoff, has_bid=has_bid) > day
