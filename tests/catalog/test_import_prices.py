"""Prices of price lists come in by the edition of a day; what the file does not name stays."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from catalog.importing.prices import import_prices
from catalog.importing.reading import open_table
from catalog.importing.report import Report
from catalog.models import PriceEntry, PriceList, PriceListEdition
from portal.demo.markets import load_markets
from tests.factories import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def editions():
    market = load_markets()["se"]
    standard = PriceList.objects.create(market=market, code="standard", name="Standard")
    years = [DateRange(date(year, 1, 1), date(year + 1, 1, 1)) for year in (2026, 2027)]
    return [PriceListEdition.objects.create(price_list=standard, validity=validity) for validity in years]


def take(tmp_path, text, on=date(2026, 11, 21)):
    path = tmp_path / "prices.csv"
    path.write_text("market;price_list;sku;min_quantity;price\n" + text)
    with Report() as report, open_table(path) as table:
        tally = import_prices(table, report, on=on)
    return (tally.added, tally.changed, tally.unchanged), {r.value: times for r, times in report.refused.items()}


def entries(edition):
    return set(PriceEntry.objects.filter(edition=edition).values_list("product__sku", "min_quantity", "price_minor"))


def test_prices_with_breaks_are_added_changed_and_left(tmp_path, editions):
    make_product(sku="A1")
    make_product(sku="A2")
    assert take(tmp_path, "se;standard;A1;;1 990,50\nSE;Standard;A1;10;1900\nse;standard;A2;1;5\n") == ((3, 0, 0), {})
    assert take(tmp_path, "se;standard;A1;1;1990,50\nse;standard;A1;10;1850,00\n") == ((0, 1, 1), {})
    assert entries(editions[0]) == {("A1", 1, 199050), ("A1", 10, 185000), ("A2", 1, 500)}
    assert entries(editions[1]) == set()


def test_the_day_chooses_the_edition(tmp_path, editions):
    make_product(sku="A1")
    take(tmp_path, "se;standard;A1;1;7\n", on=date(2027, 1, 1))
    assert (entries(editions[0]), entries(editions[1])) == (set(), {("A1", 1, 700)})


def test_what_cannot_be_a_price_is_refused_and_the_rest_taken(tmp_path, editions):
    make_product(sku="A1")
    result = take(
        tmp_path,
        "se;standard;A1;1;8\nse;standard;A1;1;9\nse;standard;B1;1;8\nno;standard;A1;1;8\n"
        "se;standard;A1;0;8\nse;standard;A1;2;0\nse;standard;A1;2;1,234\nse;standard\n",
    )
    assert result == (
        (1, 0, 0),
        {
            "same_key": 1,
            "unknown_product": 1,
            "unknown_price_list": 1,
            "bad_quantity": 1,
            "not_a_price": 2,
            "wrong_columns": 1,
        },
    )
    assert entries(editions[0]) == {("A1", 1, 800)}
