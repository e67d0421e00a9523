"""Stock moves: nothing below zero, every change noted, the listing's bits right (CAT-13)."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from catalog import stock as verbs
from catalog.models import ExpectedDelivery, Listing, Stock, StockMovement
from tests.catalog.shelf import make_product, make_warehouse

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ORDER = {"reference": "SE-1", "now": NOW}

pytestmark = pytest.mark.django_db


@pytest.fixture
def warehouse():
    return make_warehouse("STO", "se")


@pytest.fixture
def product():
    return make_product("1AB0001")


@pytest.fixture
def stock(product, warehouse):
    return verbs.receive(product, warehouse, 10, reference="first", now=NOW)


def numbers(stock):
    fresh = Stock.objects.get(pk=stock.pk)
    assert (stock.on_hand, stock.allocated) == (fresh.on_hand, fresh.allocated)
    sums = StockMovement.objects.filter(stock=stock).aggregate(a=Sum("on_hand"), b=Sum("allocated"))
    assert (sums["a"], sums["b"]) == (fresh.on_hand, fresh.allocated)
    return fresh.on_hand, fresh.allocated


def test_goods_are_received_allocated_released_and_shipped(stock):
    verbs.allocate(stock, 4, **ORDER)
    assert numbers(stock) == (10, 4)
    verbs.release(stock, 1, **ORDER)
    assert numbers(stock) == (10, 3)
    verbs.ship(stock, 3, **ORDER)
    assert numbers(stock) == (7, 0)
    kinds = StockMovement.objects.filter(stock=stock).order_by("id").values_list("kind", "reference")
    assert list(kinds) == [("received", "first"), ("allocated", "SE-1"), ("released", "SE-1"), ("shipped", "SE-1")]


def test_more_than_is_available_is_refused_and_changes_nothing(stock):
    verbs.allocate(stock, 8, **ORDER)
    with pytest.raises(verbs.NotEnoughStock) as refusal:
        verbs.allocate(stock, 3, **ORDER)
    assert str(refusal.value) == "There is not enough stock at STO."
    assert numbers(stock) == (10, 8)


@pytest.mark.parametrize("verb", [verbs.release, verbs.ship])
def test_what_is_not_allocated_can_neither_be_released_nor_shipped(stock, verb):
    with pytest.raises(verbs.NotEnoughStock):
        verb(stock, 1, **ORDER)
    assert numbers(stock) == (10, 0)


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_is_positive(stock, quantity):
    with pytest.raises(ValueError):
        verbs.allocate(stock, quantity, **ORDER)


def test_a_stale_copy_of_the_row_cannot_oversell(stock):
    stale = Stock.objects.get(pk=stock.pk)
    verbs.allocate(stock, 10, **ORDER)
    with pytest.raises(verbs.NotEnoughStock):
        verbs.allocate(stale, 1, **ORDER)


def test_the_database_refuses_overselling_even_without_the_verbs(stock):
    with pytest.raises(IntegrityError, match="stock_never_oversold"), transaction.atomic():
        Stock.objects.filter(pk=stock.pk).update(allocated=11)


def test_a_count_sets_what_is_on_hand_but_never_below_what_is_allocated(stock, product, warehouse):
    assert numbers(verbs.set_on_hand(product, warehouse, 3, reference="count", now=NOW)) == (3, 0)
    verbs.allocate(Stock.objects.get(), 2, **ORDER)
    with pytest.raises(verbs.NotEnoughStock):
        verbs.set_on_hand(product, warehouse, 1, reference="count", now=NOW)


def test_a_count_that_changes_nothing_moves_nothing(stock, product, warehouse):
    verbs.set_on_hand(product, warehouse, 10, reference="count", now=NOW)
    assert StockMovement.objects.count() == 1


def test_receiving_meets_the_earliest_expected_deliveries(stock, product, warehouse):
    for day, quantity in ((1, 5), (8, 5), (15, 5)):
        ExpectedDelivery.objects.create(
            product=product, warehouse=warehouse, expected_on=date(2026, 12, day), quantity=quantity
        )
    verbs.receive(product, warehouse, 7, reference="delivery", now=NOW)
    assert list(ExpectedDelivery.objects.order_by("expected_on").values_list("expected_on__day", "quantity")) == [
        (8, 3),
        (15, 5),
    ]


def test_rows_are_locked_in_order_of_id(product, stock):
    other = verbs.receive(product, make_warehouse("BOR"), 1, reference="first", now=NOW)
    locked = verbs.lock_stock([product.pk], [other.warehouse_id, stock.warehouse_id])
    assert locked == sorted(locked, key=lambda row: row.pk)
    assert len(locked) == 2


def test_the_listing_says_for_each_market_whether_one_of_its_warehouses_has_it(
    product, django_capture_on_commit_callbacks
):
    sweden, norway = make_warehouse("STO", "se", "no"), make_warehouse("STR", "no")

    def bits(move):
        with django_capture_on_commit_callbacks(execute=True):
            move()
        return Listing.objects.get(product=product).in_stock

    bit = {market.code: 1 << market.stock_bit for market in sweden.markets.all()}
    assert bits(lambda: verbs.receive(product, norway, 2, reference="", now=NOW)) == bit["no"]
    assert bits(lambda: verbs.receive(product, sweden, 2, reference="", now=NOW)) == bit["no"] | bit["se"]
    assert bits(lambda: verbs.allocate(Stock.objects.get(warehouse=sweden), 2, **ORDER)) == bit["no"]
    assert bits(lambda: verbs.ship(Stock.objects.get(warehouse=sweden), 2, **ORDER)) == bit["no"]
    assert bits(lambda: verbs.allocate(Stock.objects.get(warehouse=norway), 2, **ORDER)) == 0
    assert bits(lambda: verbs.release(Stock.objects.get(warehouse=norway), 1, **ORDER)) == bit["no"]
