"""The demonstration's catalog: the same each time, priced in every market, in stock, and honest about what was made."""

from datetime import UTC, date, datetime
from itertools import islice

import pytest
from django.db import connection
from django.db.models import F, Sum
from stdnum import ean

from catalog.models import (
    AgreedPrice,
    ChemicalTaxRate,
    CompanyPriceList,
    ExpectedDelivery,
    Listing,
    PriceEntry,
    PriceFactor,
    PriceListEdition,
    Product,
    Promotion,
    PromotionPrice,
    Stock,
)
from portal.demo import catalog, markets, people, products
from portal.demo.drawing import draw, drawn
from tests.catalog.files import write_csv

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def test_the_made_catalog_is_the_same_for_the_same_seed():
    rows = list(islice(products.products(2), 500))
    assert rows == list(islice(products.products(2), 500))
    assert rows != list(islice(products.products(3), 500))


def test_the_made_catalog_is_large_and_its_numbers_are_right():
    rows = list(products.products(2))
    assert 19_500 < len(rows) < 21_500
    assert all(row.keys() == set(products.COLUMNS) for row in rows)
    skus = {row["sku"] for row in rows}
    assert len(skus) == len({(row["manufacturer"], row["mpn"]) for row in rows}) == len(rows)
    assert all(ean.is_valid(row["gtin"]) for row in rows if row["gtin"])
    assert {row["successor_sku"] for row in rows} <= skus | {""}
    assert {row["kind"] for row in rows} == {"goods", "license", "cloud"}
    assert {"847130", "851762", "852852", "851713"} <= {row["cn_code"][:6] for row in rows}
    assert 0 < sum(not row["weight_kg"] and row["kind"] == "goods" for row in rows) < 60
    assert 0.02 < sum(not row["list_price"] for row in rows) / len(rows) < 0.04
    assert all(int(row["minimum_quantity"]) % int(row["order_multiple"]) == 0 for row in rows)


@pytest.mark.django_db
def test_chance_is_the_same_in_sql():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {drawn('topic', '%s')}", ["1AB0001"])
        assert cursor.fetchone()[0] == draw("topic", "1AB0001")


@pytest.fixture
def loaded(db, tmp_path):
    rows = [
        {
            "sku": f"A{n}",
            "mpn": f"M{n}",
            "manufacturer": f"Maker {n % 3}",
            "derived_cn_code": "8517 62",
            "list_price": "100" if n % 2 else "",
            "weight_kg": "1.2" if n % 4 == 1 else "",
            "source": "feed",
        }
        for n in range(200)
    ]
    people.load_people(markets.load_markets())
    catalog.load_catalog(file=write_csv(tmp_path / "real.csv", *rows), now=NOW)


def test_what_a_real_source_lacks_is_made_up_and_marked(loaded):
    made = Product.objects.filter(made__contains=["price"])
    assert 80 < made.count() < 100
    assert not made.filter(listing__base_minor=None).exists()
    assert not made.exclude(listing__base_minor=10_000).filter(sku__in=["A1", "A3", "A5"]).exists()
    assert set(Product.objects.exclude(made__contains=["price"]).values_list("listing__base_minor", flat=True)) == {
        10_000,
        None,
    }
    weighed = Product.objects.filter(made__contains=["weight"])
    assert 140 < weighed.count() <= 150
    assert set(Product.objects.exclude(made__contains=["weight"]).values_list("weight_grams", flat=True)) <= {
        1200,
        None,
    }


def test_every_market_has_its_lists_and_editions_for_this_year_and_the_next(loaded):
    editions = PriceListEdition.objects.filter(price_list__market__code="se").select_related("price_list")
    assert {(edition.price_list.code, edition.validity.lower, edition.validity.upper) for edition in editions} == {
        (code, date(year, 1, 1), date(year + 1, 1, 1))
        for code in ("retail", "standard", "gold")
        for year in (2026, 2027)
    }
    factors = PriceFactor.objects.filter(edition__price_list__code="retail", edition__validity__contains=NOW.date())
    assert set(factors.filter(edition__price_list__market__code="us").values_list("ppm", flat=True)) == {1_000_000}
    assert set(factors.filter(edition__price_list__market__code="se").values_list("ppm", flat=True)) == {10_400_000}
    assert PriceEntry.objects.filter(min_quantity=50).exists()


def test_each_company_buys_by_a_list_of_its_market_and_has_agreed_prices(loaded):
    choices = CompanyPriceList.objects.select_related("company", "price_list")
    assert len(choices) == 7
    assert all(choice.price_list.market_id == choice.company.market_id for choice in choices)
    assert AgreedPrice.objects.count() == 7 * 60


def test_stock_is_the_sum_of_its_movements_and_the_listing_knows_it(loaded):
    rows = Stock.objects.annotate(moved=Sum("movements__on_hand", default=0))
    assert rows.exists()
    assert not rows.exclude(on_hand=F("moved")).exists()
    for listing in Listing.objects.all()[:20]:
        stocked = Stock.objects.filter(product=listing.product_id, on_hand__gt=0)
        bits = {bit for bit in stocked.values_list("warehouse__markets__stock_bit", flat=True) if bit is not None}
        assert listing.in_stock == sum(1 << bit for bit in bits)
    assert not ExpectedDelivery.objects.filter(expected_on__week_day__in=[1, 7]).exists()
    assert not ExpectedDelivery.objects.filter(expected_on__lte=NOW.date()).exists()


def test_years_without_known_rates_have_none(loaded):
    years = {rate.valid_from.year for rate in ChemicalTaxRate.objects.all()}
    assert 2021 not in years
    assert {2020, 2022, 2026} <= years


def test_loading_again_does_nothing(loaded):
    before = list(Product.objects.order_by("pk").values()), Stock.objects.count()
    catalog.load_catalog(file=None, now=NOW)
    assert before == (list(Product.objects.order_by("pk").values()), Stock.objects.count())


def test_each_market_has_promotions_that_run_and_others(loaded):
    today = NOW.date()
    promotions = Promotion.objects.filter(market__code="us")
    assert promotions.filter(valid_to__lt=today).count() == promotions.filter(valid_from__gt=today).count() == 1
    running = promotions.filter(valid_from__lte=today, valid_to__gte=today).order_by("-valid_to")
    assert [each.prices.exclude(company=None).exists() for each in running] == [False, True]
    assert all(each.prices.count() for each in promotions)
    assert PromotionPrice.objects.filter(price_minor__lte=0).count() == 0
