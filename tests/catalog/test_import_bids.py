"""BIDs come in by a file, a product a row; pieces that orders took are never taken back (CAT-6, CAT-15)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from catalog import bids
from catalog.bids import Taken
from catalog.importing.kinds import BIDS, Run
from catalog.importing.reading import open_table
from catalog.importing.recognizing import take_recognized
from catalog.importing.report import Report
from catalog.models import Bid, BidPrice
from tests.cast import Cast, a_switch
from tests.catalog.bids import TERMS, accept, left_of, make_bid
from tests.factories import NOON, make_product

HEADS = "number;company;end_customer;sku;price;quantity;valid_from;valid_to;terms\n"
DAYS = "2026-11-01;2026-12-31"
Taking = Callable[..., tuple[tuple[int, int, int], dict[str, int]]]


@pytest.fixture
def take(tmp_path: Path, cast: Cast) -> Taking:
    """A function that imports rows; {se} stands for the customer number of Norrsken IT, {no} for Fjord Data's."""
    numbers = {"se": cast.norrsken.company.customer_number, "no": cast.fjord.company.customer_number}

    def taken(*rows: str, heads: str = HEADS, is_dry_run: bool = False) -> tuple[tuple[int, int, int], dict[str, int]]:
        path = tmp_path / "bids.csv"
        path.write_text(heads + "\n".join(rows).format(**numbers))
        with Report(tmp_path / "report.csv") as report, open_table(path) as table:
            report.heads = take_recognized(table, BIDS).heads_by_column()
            tally = BIDS.take(table, report, Run(on=NOON.date(), now=NOON, is_dry_run=is_dry_run))
        assert tally.rows == tally.added + tally.changed + tally.unchanged + tally.refused
        return (tally.added, tally.changed, tally.unchanged), {r.value: n for r, n in report.refused.items()}

    return taken


def written() -> set[tuple[str, str, str, int, int]]:
    rows = BidPrice.objects.values_list("bid__company__slug", "bid__number", "product__sku", "price_minor", "quantity")
    return set(rows)


def test_bids_come_in_and_a_second_run_changes_nothing(cast: Cast, take: Taking) -> None:
    one, other = a_switch(cast), a_switch(cast)
    rows = (
        f"KS-1;{{se}};Region Väst;{one.sku};1 250,50;40;{DAYS};Sold to them alone.",
        f"KS-1;{{se}};;{other.sku};99;5;;;",
        f"KS-1;{{no}};;{one.sku};1100;7;{DAYS};",
    )
    assert take(*rows, is_dry_run=True) == ((3, 0, 0), {})
    assert not Bid.objects.exists()

    assert take(*rows) == ((3, 0, 0), {})
    assert take(*rows) == ((0, 0, 3), {})

    assert written() == {
        ("norrsken-it", "KS-1", one.sku, 125_050, 40),
        ("norrsken-it", "KS-1", other.sku, 9_900, 5),
        ("fjord-data", "KS-1", one.sku, 110_000, 7),
    }
    bid = Bid.objects.get(company=cast.norrsken.company)
    assert (bid.end_customer, bid.valid_to, bid.terms) == ("Region Väst", date(2026, 12, 31), "Sold to them alone.")


def test_what_the_file_does_not_say_stays(cast: Cast, take: Taking) -> None:
    one, other = a_switch(cast), a_switch(cast)
    bid = make_bid(cast.norrsken.company, {one: ("2900", 5), other: ("10", 1)}, terms=TERMS, end_customer="Region Väst")
    accept(bid, cast.norrsken.buyer)

    assert take(f"BID-7;{{se}};;{one.sku};2800;6;;;")[0] == (0, 1, 0)
    assert take(f"BID-7;{{se}};;{one.sku};2800;6;;2026-12-24;")[0] == (0, 1, 0)

    bid.refresh_from_db()
    assert (bid.end_customer, bid.valid_to, bid.terms) == ("Region Väst", date(2026, 12, 24), TERMS)
    assert {row[2:] for row in written()} == {(one.sku, 280_000, 6), (other.sku, 1000, 1)}
    assert bid.prices.with_acceptance().first().is_accepted


def test_pieces_that_orders_took_are_not_taken_back(cast: Cast, take: Taking) -> None:
    one, other = a_switch(cast), a_switch(cast)
    bid = make_bid(cast.norrsken.company, {one: ("2900", 5), other: ("10", 3)})
    bids.take({Taken(bid.pk, one.pk): 4})

    result = take(f"BID-7;{{se}};;{one.sku};2900;3;;;", f"BID-7;{{se}};;{other.sku};10;2;;;")
    assert result == ((0, 1, 0), {"below_taken": 1})
    assert left_of(bid) == [1, 2]
    take(f"BID-7;{{se}};;{one.sku};2900;4;;;")
    assert left_of(bid) == [0, 2]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (";{{se}};;{sku};1;1;{days};", "no_bid_number"),
        ("B-1;SE999;;{sku};1;1;{days};", "unknown_company"),
        ("B-1;{{se}};;ABSENT;1;1;{days};", "unknown_product"),
        ("B-1;{{se}};;1,23457E+12;1;1;{days};", "power_of_ten"),
        ("B-1;{{se}};;{sku};cheap;1;{days};", "not_a_price"),
        ("B-1;{{se}};;{sku};1,234;1;{days};", "not_a_price"),
        ("B-1;{{se}};;{sku};1;0;{days};", "bad_quantity"),
        ("B-1;{{se}};;{sku};1;1;2026-11-01;31/12/2026;", "bad_date"),
        ("B-1;{{se}};;{sku};1;1;2026-11-01;;", "no_days"),
        ("B-1;{{se}};;{sku};1;1;2026-12-31;2026-11-01;", "days_backward"),
        ("B-1;{{se}};{long};{sku};1;1;{days};", "long_text"),
        ("B-1;{{se}};;{sku};1;1", "wrong_columns"),
    ],
)
def test_a_row_is_refused_and_the_rest_taken(cast: Cast, take: Taking, row: str, reason: str) -> None:
    sku = a_switch(cast).sku

    result = take(row.format(sku=sku, days=DAYS, long="x" * 201), f"B-2;{{se}};;{sku};1;1;{DAYS};")

    assert result == ((1, 0, 0), {reason: 1})
    assert [bid.number for bid in Bid.objects.all()] == ["B-2"]


def test_rows_of_a_bid_that_say_different_things(cast: Cast, take: Taking, tmp_path: Path) -> None:
    one, other = a_switch(cast), a_switch(cast)
    result = take(
        f"B-1;{{se}};Region Väst;{one.sku};1;1;{DAYS};",
        f"B-1;{{se}};Region Öst;{other.sku};1;1;{DAYS};",
        f"B-1;{{se}};;{one.sku};2;2;;;",
    )
    assert result == ((1, 0, 0), {"other_words": 1, "same_key": 1})
    assert "3," in (report := (tmp_path / "report.csv").read_text(encoding="utf-8-sig"))
    assert "An earlier row of the same BID says otherwise.,end_customer" in report


def test_a_product_by_mpn_or_gtin_under_usual_heads(cast: Cast, take: Taking) -> None:
    one, other = a_switch(cast, mpn="EX-41/00"), a_switch(cast, gtin="036000291452")
    make_product(mpn="TWICE-1")
    make_product(mpn="TWICE 1", manufacturer="Merlin")

    result = take(
        f"B-1;{{se}};ex4100;;5;1;{DAYS}",
        f"B-1;{{se}};;0036000291452;6;1;{DAYS}",
        f"B-1;{{se}};twice1;;6;1;{DAYS}",
        f"B-1;{{se}};;9;6;1;{DAYS}",
        heads="BID;Kundnummer;MPN;EAN;Nettopris;Antal;Gäller från;Gäller till\n",
    )

    assert result == ((2, 0, 0), {"several_products": 1, "unknown_number": 1})
    assert {row[2:4] for row in written()} == {(one.sku, 500), (other.sku, 600)}
