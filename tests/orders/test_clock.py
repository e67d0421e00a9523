"""The cutoff clock of every page, and what is stuck (MKT-4, ORD-10)."""

from datetime import UTC, datetime, time, timedelta

import pytest

from catalog.models import Product
from markets.models import ClosingDay
from orders.clock import cutoff_of, left_in_words
from orders.models import Order
from orders.stuck import is_stuck, stuck
from tests.cast import Cast, a_switch
from tests.factories import NOON
from tests.orders.builders import a_shipment, an_order, fresh


def test_the_clock_counts_down_to_the_cutoff_of_the_preferred_warehouse(cast: Cast) -> None:
    cutoff = cutoff_of(cast.norrsken.company, cast.se, NOON)

    assert cutoff is not None
    assert (cutoff.left, cutoff.is_soon) == ("2 h 0 min", False)
    assert cutoff.at == datetime(2026, 11, 19, 13, 0, tzinfo=UTC)


def test_after_the_cutoff_it_counts_to_the_next_business_day_that_the_warehouse_works(cast: Cast) -> None:
    ClosingDay.objects.create(warehouse=cast.stockholm, on="2026-11-20", name="Stocktaking")

    cutoff = cutoff_of(cast.norrsken.company, cast.se, NOON + timedelta(hours=2))

    assert cutoff is not None
    assert cutoff.at == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


def test_an_agreed_time_is_the_companys_clock(cast: Cast) -> None:
    cast.norrsken.company.agreed_cutoff = time(12, 20)

    cutoff = cutoff_of(cast.norrsken.company, cast.se, NOON)

    assert cutoff is not None
    assert (cutoff.left, cutoff.is_soon) == ("20 min", True)


def test_time_left_is_rounded_down_and_never_negative() -> None:
    assert left_in_words(NOON + timedelta(minutes=134, seconds=59), NOON) == "2 h 14 min"
    assert left_in_words(NOON - timedelta(minutes=5), NOON) == "0 min"


MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def switch(cast: Cast) -> Product:
    return a_switch(cast, stockholm=5)


@pytest.mark.parametrize(
    ("hours", "is_late"),
    [(47, False), (48, False), (49, True)],
)
def test_an_order_that_rests_two_business_days_is_stuck(cast: Cast, switch: Product, hours: int, is_late: bool) -> None:
    order = an_order(cast.norrsken.buyer, {switch: 1}, now=MONDAY)

    assert_stuck(order, MONDAY + timedelta(hours=hours), is_late)


def test_weekends_do_not_count(cast: Cast, switch: Product) -> None:
    friday = MONDAY - timedelta(days=3)
    order = an_order(cast.norrsken.buyer, {switch: 1}, now=friday)

    assert_stuck(order, friday + timedelta(days=4), False)
    assert_stuck(order, friday + timedelta(days=4, minutes=1), True)


def test_what_waits_for_stock_or_its_wished_day_is_where_it_should_be(cast: Cast, switch: Product) -> None:
    later = MONDAY + timedelta(days=9)
    waiting = an_order(cast.norrsken.buyer, {a_switch(cast): 1}, now=MONDAY)
    wished = an_order(cast.norrsken.buyer, {switch: 1}, now=MONDAY, wished_on=later.date())

    assert_stuck(waiting, later, False)
    assert_stuck(wished, later, False)


def test_what_has_shipped_is_not_stuck(cast: Cast, switch: Product) -> None:
    order = an_order(cast.norrsken.buyer, {switch: 1}, now=MONDAY)
    a_shipment(order, cast.stockholm, now=MONDAY)

    assert_stuck(order, MONDAY + timedelta(days=9), False)


def assert_stuck(order: Order, now: datetime, wanted: bool) -> None:
    """The page and the staff's filter say the same."""
    assert is_stuck(fresh(order), now) is wanted
    assert Order.objects.filter(stuck(now), pk=order.pk).exists() is wanted
