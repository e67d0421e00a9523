"""Counts and expected deliveries come in; every difference is a movement, and orders keep what they were promised."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import Sum

from catalog import stock as verbs
from catalog.importing.reading import open_table
from catalog.importing.report import Report
from catalog.importing.stock import import_stock
from catalog.models import ExpectedDelivery, Listing, Stock, StockMovement
from portal.demo.markets import load_markets
from tests.factories import make_product

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def markets():
    return load_markets()


def take(tmp_path, text):
    path = tmp_path / "stock.csv"
    path.write_text("sku,warehouse,on_hand,expected_on,expected_quantity\n" + text)
    with Report() as report, open_table(path) as table:
        tally = import_stock(table, report, now=NOW)
    return (tally.added, tally.changed, tally.unchanged), {r.value: times for r, times in report.refused.items()}


def on_hand():
    rows = Stock.objects.annotate(moved=Sum("movements__on_hand", default=0))
    assert all(row.on_hand == row.moved for row in rows)
    return {(row.product.sku, row.warehouse.code): row.on_hand for row in rows}


def expected():
    return set(ExpectedDelivery.objects.values_list("product__sku", "warehouse__code", "expected_on", "quantity"))


def test_counts_become_movements_and_the_listing_follows(tmp_path, markets):
    make_product(sku="A1")
    make_product(sku="A2")
    assert take(tmp_path, "A1,STO,5,,\nA1,BOR,0,,\nA2,MIS,1,,\n") == ((3, 0, 0), {})
    assert take(tmp_path, "A1,sto,3,,\nA1,BOR,0,,\nA2,MIS,1,,\n") == ((0, 1, 2), {})
    assert on_hand() == {("A1", "STO"): 3, ("A1", "BOR"): 0, ("A2", "MIS"): 1}
    assert StockMovement.objects.count() == 3
    bits = {code: 1 << market.stock_bit for code, market in markets.items()}
    assert Listing.objects.get(product__sku="A1").in_stock == bits["se"] | bits["no"]
    assert Listing.objects.get(product__sku="A2").in_stock == bits["ca"]
    take(tmp_path, "A1,STO,0,,\n")
    assert Listing.objects.get(product__sku="A1").in_stock == 0


def test_expected_deliveries_replace_those_of_the_product_there(tmp_path):
    make_product(sku="A1")
    assert take(tmp_path, "A1,STO,,2026-12-01,10\nA1,STO,,2026-12-15,20\nA1,BOR,,2026-12-01,5\n")[0] == (3, 0, 0)
    assert take(tmp_path, "A1,STO,0,2026-12-08,10\nA1,BOR,,2026-12-01,0\n")[1] == {}
    assert expected() == {("A1", "STO", date(2026, 12, 8), 10)}
    assert take(tmp_path, "A1,STO,0,2026-12-08,10\n")[0] == (0, 0, 1)


def test_a_count_below_what_is_allocated_is_refused_and_the_rest_taken(tmp_path):
    make_product(sku="A1")
    take(tmp_path, "A1,STO,5,,\n")
    verbs.allocate(Stock.objects.get(), 4, reference="SE-1", now=NOW)
    result = take(
        tmp_path,
        "A1,STO,3,,\nA1,BOR,7,,\nA1,BOR,8,2026-12-01,1\nB1,STO,1,,\nA1,XXX,1,,\nA1,MIA,-1,,\nA1,MIA,,tomorrow,1\n"
        "A1,MIA,,2026-12-01,\n",
    )
    assert result == (
        (1, 0, 0),
        {
            "below_allocated": 1,
            "same_key": 1,
            "unknown_product": 1,
            "unknown_warehouse": 1,
            "bad_quantity": 1,
            "bad_date": 2,
        },
    )
    assert on_hand() == {("A1", "STO"): 5, ("A1", "BOR"): 7}
