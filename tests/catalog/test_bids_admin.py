"""Staff agree BIDs: whose, for how many pieces, under which terms; wrong lines are told (CAT-6)."""

from datetime import date

import pytest
from django.test import Client

from catalog import bids
from catalog.bids import Taken
from catalog.models import Bid, Product
from tests.cast import Cast, a_staff_user, a_switch
from tests.catalog.bids import TERMS, accept, make_bid
from tests.pressing import Page, attribute, visit
from tests.staff import browser_of_staff

ADD = "/admin/catalog/bid/add/"


@pytest.fixture
def staff(cast: Cast) -> Client:
    return browser_of_staff(a_staff_user())


@pytest.fixture
def switch(cast: Cast) -> Product:
    return a_switch(cast)


def typed(cast: Cast, **changed: str) -> dict[str, str]:
    return {
        "Number:": "BID-7",
        "Company:": str(cast.norrsken.company.pk),
        "First day:": "2026-11-01",
        "Last day:": "2026-12-31",
    } | {f"{label}:": value for label, value in changed.items()}


def written(bid: Bid) -> list[tuple[str, int, int, int]]:
    return list(bid.prices.values_list("product__sku", "price_minor", "quantity", "used"))


def test_products_are_pasted_with_price_and_pieces(cast: Cast, staff: Client, switch: Product):
    other = a_switch(cast, mpn="EX-4100-24T")

    lines = f"{switch.sku}\t2 900,50\t20\n\nex4100 24t 99.00 5\n"
    page = visit(staff, ADD).press("Save", typed(cast, Products=lines))

    bid = Bid.objects.get()
    assert "was added successfully" in page.text
    assert (bid.company, bid.valid_to) == (cast.norrsken.company, date(2026, 12, 31))
    assert written(bid) == [(switch.sku, 290_050, 20, 0), (other.sku, 9_900, 5, 0)]
    assert page.row("BID-7").endswith("2 25")


def test_each_wrong_line_is_told_and_all_that_was_typed_stays(cast: Cast, staff: Client, switch: Product):
    lines = f"{switch.sku} 10 5\nNOTHING 10 5\n{switch.sku} 9 5\n{switch.sku} cheap 5\n{switch.sku} 10 0\nonly 3"

    page = visit(staff, ADD).press("Save", typed(cast, Products=lines))

    for sentence in (
        "Line 2: no product has the number NOTHING.",
        "Line 3: this product stands above already.",
        "Line 4: cheap is no price.",
        "Line 5: 0 is no number of pieces.",
        "Line 6: write a part number, a price and how many pieces, such as",
    ):
        assert sentence in page.text
    assert str(page.field("Products:").children[0]).split() == lines.split()
    assert "No company" not in page.text
    assert not Bid.objects.exists()
    assert visit(staff, ADD).press("Save", typed(cast, Company="", Products=lines)).status == 200


def test_what_orders_took_stays_and_terms_name_who_accepted_them(cast: Cast, staff: Client, switch: Product):
    bid = make_bid(cast.norrsken.company, {switch: ("2900.00", 5)}, terms=TERMS)
    accept(bid, cast.norrsken.buyer)
    bids.take({Taken(bid.pk, switch.pk): 3})
    page = visit(staff, f"/admin/catalog/bid/{bid.pk}/change/")
    assert f"{switch.sku}: 2 / 5" in page.text
    assert "Buyer" in page.text

    refused = page.press("Save", {"Products:": f"{switch.sku} 2900 2"})
    assert f"{switch.sku}: orders took 3 already, fewer cannot be agreed." in refused.text
    page.press("Save", {"Products:": f"{switch.sku} 2800 3", "Manufacturer's terms:": "Other terms."})

    assert written(bid) == [(switch.sku, 280_000, 3, 3)]
    page = visit(staff, f"/admin/catalog/bid/{bid.pk}/change/")
    assert "other terms" in page.text
    assert not [each for each in page.find("input") if attribute(each, "name") == "company"]


def test_a_number_twice_and_days_that_run_backward_are_refused(cast: Cast, staff: Client, switch: Product):
    make_bid(cast.norrsken.company, {switch: ("2900.00", 5)})

    page = visit(staff, ADD).press("Save", typed(cast, Products=f"{switch.sku} 1 1"))
    assert "The company has a BID of this number already." in page.text
    page = page.press("Save", {"Number:": "BID-8", "Last day:": "2026-10-31"})
    assert "The last day is before the first." in page.text


@pytest.mark.parametrize("asked", ["q=BID-7", "q=norrsken", "when=now"])
def test_they_are_found(cast: Cast, staff: Client, switch: Product, asked: str):
    make_bid(cast.norrsken.company, {switch: ("2900.00", 5), a_switch(cast): ("1.00", 1)}, valid_from=date(2026, 1, 1))
    make_bid(cast.fjord.company, {switch: ("1.00", 5)}, "other", valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 2))

    page: Page = visit(staff, f"/admin/catalog/bid/?{asked}")

    assert "1 BID" in page.text
    assert page.row("BID-7").endswith("2 6")


def test_why_tells_of_bids(cast: Cast, staff: Client, switch: Product):
    make_bid(cast.norrsken.company, {switch: ("2900.00", 5)}, terms=TERMS)
    make_bid(cast.norrsken.company, {switch: ("2800.00", 2)}, "BID-8")
    make_bid(cast.norrsken.company, {switch: ("2700.00", 9)}, "BID-9", valid_to=date(2026, 12, 1))

    page = visit(
        staff, f"/admin/catalog/product/why/?company=norrsken+it&product={switch.sku}&quantity=3&on=2026-11-21"
    )

    rows = {each.what: (int(each.price), each.verdict) for each in page.answer.context["found"].considered}
    assert rows == {
        "Price list “Standard”": (3312, "The lowest: this is the price."),
        "BID BID-7": (2900, "The terms of BID BID-7 are not accepted yet."),
        "BID BID-8": (2800, "Only 2 pieces are left of BID BID-8."),
        "BID BID-9": (2700, "The price where it is chosen for the line, whatever else holds."),
    }
