"""The Brazilian portal's answers on end customers of a reseller: listed, reviewed, and then ordered for."""

from datetime import timedelta

import pytest
import time_machine

from tests.cast import Cast, Staff, a_switch
from tests.factories import NOON, make_price, make_stock
from tests.pressing import Page, visit
from tests.scenarios.conftest import Open
from tests.scenarios.steps import staff_in

PORTO_AZUL = {
    "Name": "Porto Azul",
    "Tax number": "16.727.230/0001-97",
    "Contact": "Eva Lima",
    "Name of the place": "Recepção",
    "Street and number": "Rua do Comércio 1",
    "Postal code": "11010-000",
    "City": "Santos",
    "Province, state or county": "São Paulo",
}
SHIP_THERE = {"Ship to": "Porto Azul", "I accept the terms of sale": "yes"}


@pytest.fixture
def sampa(cast: Cast) -> Staff:
    return staff_in(cast, "br")


@pytest.fixture
def checkout(cast: Cast, sampa: Staff, opened: Open) -> Page:
    """The buyer has put Porto Azul on the list, and a switch into the basket."""
    new = opened("/", sampa.buyer).follow("End customers").follow("Add end customer")
    new.press("Add end customer", PORTO_AZUL)
    market, switch = cast.markets["br"], a_switch(cast)
    make_price(switch, market, "331.20")
    make_stock(switch, market.warehouses_in_order()[0], 5)
    basket = opened(f"/products/{switch.sku}/", sampa.buyer).press("Add to basket").follow("Go to basket")
    return basket.follow("Checkout")


def test_an_end_customer_is_usable_for_orders_after_24_hours(checkout: Page, at_noon: time_machine.Traveller) -> None:
    """I registered an end customer. When can I order for them? After 24 hours (ACC-20, MKT-13, BR)"""
    at_noon.move_to(NOON + timedelta(hours=23, minutes=59))
    early = checkout.press("Finish order", SHIP_THERE)
    at_noon.move_to(NOON + timedelta(hours=24))

    order = visit(checkout.browser, checkout.address).press("Finish order", SHIP_THERE)

    assert "Porto Azul is still in review: orders can ship to it from" in early.text
    assert order.title.startswith("BR-")
    assert "Porto Azul, Rua do Comércio 1" in order.text


def test_a_buyer_orders_for_the_reseller_or_for_an_end_customer(
    sampa: Staff, checkout: Page, opened: Open, at_noon: time_machine.Traveller
) -> None:
    """What may a buyer do? Place orders for the reseller or for an end customer (ACC-12, ACC-20, BR)"""
    at_noon.move_to(NOON + timedelta(hours=24))
    page = visit(checkout.browser, checkout.address)

    groups = [value for group in page.find("optgroup") for name, value in group.attributes if name == "label"]
    order = page.press("Finish order", {"Ship to": "Office", "I accept the terms of sale": "yes"})

    assert groups == ["Your addresses", "End customers"]
    assert "Porto Azul" not in order.text
    assert order.title in opened("/", sampa.buyer).follow("Orders").text


@pytest.mark.parametrize("role", ["support", "basic"])
def test_who_places_no_orders_keeps_no_end_customers(sampa: Staff, opened: Open, role: str) -> None:
    """May the other roles register end customers? Not without ordering or quoting (ACC-12, ACC-13, BR)"""
    assert "End customers" not in opened("/", getattr(sampa, role)).links()
