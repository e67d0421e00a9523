"""The Brazilian portal's answers: what each role may do, and a price on request."""

import pytest

from accounts.models import Member
from accounts.privileges import Role
from catalog.models import PriceEntry
from tests.cast import Cast, a_switch, assemble_staff
from tests.factories import make_company, make_price, make_stock
from tests.orders.builders import a_shipment, an_order
from tests.scenarios.conftest import Open


@pytest.fixture
def sampa(cast: Cast) -> dict[str, Member]:
    staff = assemble_staff(make_company(cast.markets["br"], "Sampa Tecnologia", region="SP"))
    return {member.role: member for member in staff.everyone}


def a_switch_of_brazil(cast: Cast):
    market = cast.markets["br"]
    switch = a_switch(cast)
    make_price(switch, market, "3312.00")
    make_stock(switch, market.warehouses_in_order()[0], 5)
    return switch


def test_a_product_without_a_price_is_on_request_and_cannot_be_ordered(
    cast: Cast, opened: Open, sampa: dict[str, Member]
) -> None:
    """Everything is “on request”. What does it mean? (CAT-4, BR)"""
    switch = a_switch_of_brazil(cast)
    PriceEntry.objects.filter(product=switch, edition__price_list__market=cast.markets["br"]).delete()

    page = opened(f"/products/{switch.sku}/", sampa[Role.BUYER])

    assert "Price on request" in page.text
    assert cast.markets["br"].support_phone in page.text
    assert "Add to basket" not in page.buttons()


def test_prices_name_the_taxes_that_they_include(cast: Cast, opened: Open, sampa: dict[str, Member]) -> None:
    """Are taxes in the price? (MKT-5, BR)"""
    product = opened(f"/products/{a_switch_of_brazil(cast).sku}/", sampa[Role.BUYER])
    checkout = product.press("Add to basket").follow("Go to basket").follow("Checkout")

    assert "BRL, taxes included" in product.text
    assert "ICMS, IPI, PIS and COFINS included" in checkout.part("To pay")


def test_a_buyer_sees_stock_and_price_and_places_and_follows_orders(
    cast: Cast, opened: Open, sampa: dict[str, Member]
) -> None:
    """What may a buyer do? (ACC-12, BR)"""
    switch = a_switch_of_brazil(cast)
    product = opened(f"/products/{switch.sku}/", sampa[Role.BUYER])

    checkout = product.press("Add to basket").follow("Go to basket").follow("Checkout")
    order = checkout.press("Finish order", {"I accept the terms of sale": "yes"})

    assert "3,312.00" in product.text
    assert product.part("Stock and delivery")
    assert order.title.startswith("BR-")
    assert order.title in order.follow("Orders").text


def test_support_follows_orders_without_stock_price_or_placing_them(
    cast: Cast, opened: Open, sampa: dict[str, Member]
) -> None:
    """What may support do? (ACC-12, ACC-13, BR)"""
    switch, market = a_switch_of_brazil(cast), cast.markets["br"]
    order = an_order(sampa[Role.BUYER], {switch: 1})
    a_shipment(order, market.warehouses_in_order()[0], tracking_number="BR37322048")

    page = opened("/orders/?status=all", sampa[Role.SUPPORT]).follow(order.number)
    product = opened(f"/products/{switch.sku}/", sampa[Role.SUPPORT])

    assert "BR37322048" in page.part("Shipments")
    assert "3,312.00" not in page.text + product.text
    assert "Stock and delivery" not in product.text
    assert "Add to basket" not in product.buttons()
    assert opened("/baskets/", sampa[Role.SUPPORT]).status == 403


def test_basic_fills_baskets_but_neither_orders_nor_sees_orders(
    cast: Cast, opened: Open, sampa: dict[str, Member]
) -> None:
    """What may basic do? (ACC-12, BR)"""
    switch = a_switch_of_brazil(cast)
    product = opened(f"/products/{switch.sku}/", sampa[Role.BASIC])

    basket = product.press("Add to basket").follow("Go to basket")

    assert "3,312.00" in product.text
    assert switch.sku in basket.text
    assert "Checkout" not in basket.links()
    assert "Checkout needs the privilege “Place orders”" in basket.text
    assert "Orders" not in basket.links()
    assert opened("/orders/", sampa[Role.BASIC]).status == 403


def test_who_does_not_know_the_administrator_reads_it_where_something_is_missing(
    cast: Cast, opened: Open, sampa: dict[str, Member]
) -> None:
    """Who is our administrator? (ACC-13, BR)"""
    page = opened("/invoices/", sampa[Role.SUPPORT])

    assert sampa[Role.ADMINISTRATOR].user.email in page.text


def test_visitors_see_no_price_and_cannot_order(cast: Cast, opened: Open) -> None:
    """Can an end customer buy here? (MKT-3, BR)"""
    page = opened(f"/products/{a_switch_of_brazil(cast).sku}/", market="br")

    assert "3,312.00" not in page.text
    assert "Sign in to order" in page.links()
