"""The Miami portal's answers: from the product to the order, and forgotten passwords."""

import re

import pytest
from django.core import mail

from accounts import mailing
from accounts.models import Member
from accounts.privileges import Role
from catalog.models import Product
from tests.cast import Cast, a_switch
from tests.factories import NOON, PASSWORD, make_company, make_member, make_price, make_stock
from tests.orders.builders import an_order
from tests.pressing import Page
from tests.scenarios.conftest import Open


@pytest.fixture
def buyer(cast: Cast) -> Member:
    company = make_company(cast.markets["us"], "Biscayne Components", region="FL")
    return make_member(company, Role.BUYER)


@pytest.fixture
def switch(cast: Cast) -> Product:
    market = cast.markets["us"]
    switch = a_switch(cast)
    make_price(switch, market, "331.20")
    make_stock(switch, market.warehouses_in_order()[0], 5)
    return switch


def test_from_the_product_to_the_order(cast: Cast, buyer: Member, switch: Product, opened: Open) -> None:
    """How do I buy? Add, go on or go to the basket, change, remove, finish. (BAS-4, BAS-6, ORD-1, IX)"""
    added = opened(f"/products/{switch.sku}/", buyer).press("Add to basket", {"Quantity": "2"})
    basket = added.follow("Go to basket").press("Update quantities", {"Quantity of line 1": "3"})
    checkout = basket.follow("Checkout")
    order = checkout.press(
        "Finish order", {"Observations": "Ring twice", "PO number": "PO-7719", "I accept the terms of sale": "yes"}
    )

    assert added.address.endswith(f"/products/{switch.sku}/")
    assert "993.60" in basket.part("Totals")
    assert order.title.startswith("US-")
    assert "Ring twice" in order.text
    assert "PO-7719" in order.text


def test_a_known_number_is_typed_straight_into_the_basket(
    cast: Cast, buyer: Member, switch: Product, opened: Open
) -> None:
    """I know the SKU. Is there a quicker way? (BAS-6, BAS-7b, IX)"""
    basket = opened("/", buyer).press("Check and add", {"Part number 1": switch.sku, "Quantity 1": "4"})

    assert "1,324.80" in basket.part("Totals")


def test_several_products_are_added_at_once(cast: Cast, buyer: Member, switch: Product, opened: Open) -> None:
    """Can I add several products in one go? (BAS-7b, IX)"""
    other = a_switch(cast)
    make_price(other, cast.markets["us"], "10.00")

    basket = opened("/", buyer).press("Check and add", {"Part number 1": switch.sku, "Part number 2": other.mpn})

    assert basket.row(switch.sku)
    assert basket.row(other.sku)


def test_removing_takes_the_product_off_the_list(cast: Cast, buyer: Member, switch: Product, opened: Open) -> None:
    """How do I take a product out? (BAS-4, IX)"""
    basket = opened(f"/products/{switch.sku}/", buyer).press("Add to basket").follow("Go to basket")

    assert "Nothing is in this basket yet." in basket.press("Remove line 1").text


def test_every_order_and_its_status_is_listed(cast: Cast, buyer: Member, switch: Product, opened: Open) -> None:
    """Where do I see the orders I placed? (ORD-8, IX)"""
    order = an_order(buyer, {switch: 1})

    page = opened("/", buyer).follow("Orders")

    assert "Open" in page.row(order.number)


def test_a_password_is_changed_with_the_current_and_the_new_one(cast: Cast, buyer: Member, opened: Open) -> None:
    """How do I change my password, and what must it include? (ACC-5, ACC-5b, MKT-8, IX)"""
    page = opened("/", buyer).follow("Security")
    for rule in ("8 to 25 characters", "at least one letter", "at least one capital letter", "at least one digit"):
        assert rule in page.text
    assert "not your name, nor your company's" in page.text

    def change(new: str) -> Page:
        typed = {"Current password": PASSWORD, "New password": new, "New password again": new}
        return page.press("Change password", typed)

    for refused in ("computer*12", "COMPUTER", "Biscayne*12", "Computer*12345678901234567"):
        assert "This rule is not kept" in change(refused).text
    assert "Your new password is set." in change("Computer*12").text


def test_a_forgotten_password_needs_the_user_name_where_one_was_assigned(
    cast: Cast, buyer: Member, opened: Open
) -> None:
    """How do I get a new password with my user name and e-mail address? (ACC-7, IX)"""
    buyer.user.username = "lena.ek"
    buyer.user.save()
    for name in ("somebody.else", "lena.ek"):
        opened("/login/", market="us").follow("Forgotten password").press(
            "Send the link", {"E-mail address": buyer.user.email, "User name": name}
        )
        mailing.send_due(now=NOON)

    assert [re.search(r"/password/reset/", str(message.body)) is not None for message in mail.outbox] == [True]
