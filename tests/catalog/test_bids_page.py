"""The list of a company's BIDs: each product with price, what is left, last day and terms, to nobody else (CAT-6)."""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.test import Client

from accounts.acting import Actor
from accounts.models import Member
from accounts.privileges import Privilege
from catalog import bids, own_numbers
from catalog.bids import Taken
from catalog.models import Product
from tests.cast import Cast, a_switch
from tests.catalog.bids import TERMS, accept, make_bid
from tests.factories import NOON
from tests.pressing import Page, visit

BIDS = "/bids/"
SignIn = Callable[[Member], Client]
ENDED, COMING = date(2026, 10, 31), date(2026, 12, 1)


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def page(cast: Cast, sign_in: SignIn) -> Callable[..., Page]:
    def opened(member: Member | None = None, query: str = "") -> Page:
        return visit(sign_in(member or cast.norrsken.buyer), f"{BIDS}{query}")

    return opened


@pytest.fixture
def switch(cast: Cast) -> Product:
    return a_switch(cast, name="Kestrel Lift 24", stockholm=9)


def test_a_row_says_what_one_gets_for_how_much_until_when(
    cast: Cast, page: Callable[..., Page], switch: Product
) -> None:
    bid = make_bid(
        cast.norrsken.company,
        {switch: ("2500.00", 40)},
        number="KS-1",
        end_customer="Region Nord",
        terms=TERMS,
        valid_to=date(2026, 12, 31),
    )
    bids.take({Taken(bid.pk, switch.pk): 15})
    own_numbers.add(switch, "NIT-1", to=cast.norrsken.company, by=Actor.administrator(cast.norrsken.buyer), now=NOON)

    row = page().row("KS-1")

    assert row == (
        f"KS-1 for Region Nord Kestrel Lift 24 {switch.sku} · {switch.mpn} · own number NIT-1 2 500,00 25 of 40 "
        f"31 Dec 2026 valid to be accepted {TERMS}"
    )
    accept(bid, cast.norrsken.buyer)
    assert "valid accepted" in page().row("KS-1")
    assert "Add at BID KS-1" in page().follow("Kestrel Lift 24").buttons()


def test_it_shows_what_is_valid_now_unless_asked_for_others(
    cast: Cast, page: Callable[..., Page], switch: Product
) -> None:
    company = cast.norrsken.company
    make_bid(company, {switch: ("1.00", 1)}, number="NOW-1")
    make_bid(company, {switch: ("1.00", 1)}, number="PAST-1", valid_from=date(2026, 1, 1), valid_to=ENDED)
    make_bid(company, {switch: ("1.00", 1)}, number="NEXT-1", valid_from=COMING)

    def shown(when: str) -> list[str]:
        text = page().press("Find", {"When": when}).text
        return [number for number in ("NOW-1", "PAST-1", "NEXT-1") if number in text]

    assert shown("Valid now") == ["NOW-1"]
    assert shown("Ended") == ["PAST-1"]
    assert shown("Not begun yet") == ["NEXT-1"]
    assert shown("All") == ["NOW-1", "PAST-1", "NEXT-1"]
    assert "from 1 Dec 2026" in page(query="?when=coming").row("NEXT-1")
    assert "ended" in page(query="?when=ended").row("PAST-1")
    assert "NOW-1" in page(query="?when=nonsense").text


@pytest.mark.parametrize("asked", ["ks-1", "region", "lift", "mpn", "nit 1"])
def test_it_is_searched_by_bid_end_customer_and_any_number(
    cast: Cast, page: Callable[..., Page], switch: Product, asked: str
) -> None:
    company = cast.norrsken.company
    make_bid(company, {switch: ("1.00", 1)}, number="KS-1", end_customer="Region Nord")
    make_bid(company, {a_switch(cast, name="Dock"): ("1.00", 1)}, number="OTHER")
    own_numbers.add(switch, "NIT-1", to=company, by=Actor.administrator(cast.norrsken.buyer), now=NOON)

    found = page().press("Find", {"BID, end customer or product": switch.mpn if asked == "mpn" else asked})

    assert "KS-1" in found.text
    assert "OTHER" not in found.text


def test_the_export_holds_what_is_listed(cast: Cast, page: Callable[..., Page], switch: Product) -> None:
    make_bid(cast.norrsken.company, {switch: ("2500.00", 40)}, number="KS-1", valid_to=date(2026, 12, 31))
    make_bid(cast.norrsken.company, {a_switch(cast): ("1.00", 1)}, number="OTHER")

    answer = page().browser.get(f"{BIDS}export.csv?q=ks-1")

    [row] = csv.DictReader(StringIO(b"".join(answer).decode("utf-8-sig")))
    assert [row[head] for head in ("BID", "SKU", "BID price", "Currency", "Left", "Last day", "Terms")] == [
        *("KS-1", switch.sku, "2500.00", "SEK", "40", "2026-12-31", "none"),
    ]


def test_without_any_it_says_where_they_come_from(cast: Cast, page: Callable[..., Page]) -> None:
    assert "Your company has no BID that is valid now." in page().text
    assert "No BID of your company is like that." in page(query="?q=KS").text


def test_they_are_the_companys_and_for_who_sees_prices(cast: Cast, page: Callable[..., Page], switch: Product) -> None:
    make_bid(cast.fjord.company, {switch: ("1.00", 1)}, number="THEIRS")
    assert "THEIRS" not in page(query="?when=all").text
    assert "THEIRS" in page(cast.fjord.basic).text

    cast.norrsken.buyer.tick(frozenset(cast.norrsken.buyer.privileges) - {Privilege.VIEW_PRICES})
    cast.norrsken.buyer.save()
    assert page().status == 403
    assert "BIDs" not in visit(page().browser, "/").links()
    assert "BIDs" in visit(page(cast.norrsken.basic).browser, "/catalog/").links()
