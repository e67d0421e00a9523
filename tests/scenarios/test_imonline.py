"""The New Zealand portal's answers, from its guide."""

from datetime import date
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange

from baskets.models import BasketLine
from catalog.models import Certification, PriceEntry, PriceList, PriceListEdition
from common.money import to_minor
from tests.cast import Cast, a_switch
from tests.factories import PASSWORD, make_price
from tests.orders.builders import an_order
from tests.scenarios.conftest import Open


def test_who_is_not_signed_in_cannot_add_and_is_led_to_sign_in(cast: Cast, opened: Open) -> None:
    """Why can't I add products to a basket? You are not signed in. (BAS-8, IMO)"""
    switch = a_switch(cast, stockholm=1)
    page = opened(f"/products/{switch.sku}/")

    assert "Add to basket" not in page.buttons()
    who = {"E-mail address or user name": "buyer@norrsken-it.example", "Password": PASSWORD}
    back = page.follow("Sign in to order").press("Sign in", who)
    assert back.address.endswith(f"/products/{switch.sku}/")
    assert "Go to basket" in back.press("Add to basket").links()
    assert BasketLine.objects.get().product == switch


def test_who_may_not_keep_baskets_is_told_the_privilege_and_whom_to_ask(cast: Cast, opened: Open) -> None:
    """Why can't I add products to a basket, though I am signed in? (BAS-8, ACC-13, IMO)"""
    page = opened(f"/products/{a_switch(cast).sku}/", cast.norrsken.support)

    assert "Add to basket" not in page.buttons()
    assert "you need the privilege “Keep baskets”. Ask Admin." in page.text


def test_a_product_that_needs_a_certification_says_which_one_and_what_to_do(cast: Cast, opened: Open) -> None:
    """Why can't I add this product to a basket? You may lack the certification for it. (CAT-7, IMO)"""
    needed = Certification.objects.create(manufacturer="Kestrel", name="Silver Partner")
    switch = a_switch(cast, needs=needed, stockholm=1)
    page = opened(f"/products/{switch.sku}/", cast.norrsken.buyer)

    assert "Add to basket" not in page.buttons()
    assert "“Kestrel Silver Partner”, which your company does not have. An administrator of your" in page.text
    assert page.follow("Your company's certifications").part("Certifications")


def test_prices_are_shown_after_signing_in(cast: Cast, opened: Open) -> None:
    """Why can't I see any price? (MKT-3, IMO)"""
    switch = a_switch(cast)

    visitor, buyer = opened(f"/products/{switch.sku}/"), opened(f"/products/{switch.sku}/", cast.norrsken.buyer)

    assert "3 312,00" not in visitor.text
    assert "3 312,00" in buyer.text


def test_visitors_see_the_retail_price_where_the_market_shows_it(cast: Cast, opened: Open) -> None:
    """Why do I see only retail prices? (MKT-3, IMO)"""
    switch, new_zealand = a_switch(cast), cast.markets["nz"]
    make_price(switch, new_zealand, "741.09")
    retail = PriceList.objects.create(market=new_zealand, code="retail", name="Retail", is_retail=True)
    edition = PriceListEdition.objects.create(price_list=retail, validity=DateRange(date(2020, 1, 1), date(2031, 1, 1)))
    PriceEntry.objects.create(edition=edition, product=switch, price_minor=to_minor(Decimal("899.00"), "NZD"))

    page = opened(f"/products/{switch.sku}/", market="nz")

    assert "899.00" in page.text
    assert "741.09" not in page.text


def test_old_and_current_orders_are_searched_and_browsed(cast: Cast, opened: Open) -> None:
    """How do I get at my orders, old ones too? (ORD-8, IMO)"""
    wanted = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1}, po_number="PO-7719")
    other = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1})

    found = opened("/orders/", cast.norrsken.buyer).press(
        "Filter", {"Order, PO, end customer, product, serial or tracking number": "PO-7719", "Status": "All"}
    )

    assert found.row(wanted.number)
    assert other.number not in found.text


def test_a_wrong_password_says_what_may_be_wrong_and_whom_to_ask(cast: Cast, opened: Open) -> None:
    """Why can't I sign in? (ACC-6b, IMO)"""
    refused = opened("/login/").press(
        "Sign in", {"E-mail address or user name": "buyer@norrsken-it.example", "Password": "Wrong-1"}
    )

    assert "This combination of user and password does not work." in refused.text
    assert cast.se.support_phone in refused.text


def test_too_many_wrong_passwords_are_one_of_the_reasons_and_an_administrator_is_asked(
    cast: Cast, opened: Open
) -> None:
    """Why can't I sign in, though everything is right? (ACC-6, ACC-6b, IMO)"""
    typed = {"E-mail address or user name": "buyer@norrsken-it.example", "Password": "Wrong-1"}
    page = opened("/login/")
    for _number in range(5):
        page = page.press("Sign in", typed)
    assert "or there were too many attempts" in page.text

    locked = page.press("Sign in", typed | {"Password": PASSWORD})

    assert locked.title == "Your user is locked"
    assert "An administrator of your company unlocks you: Admin." in locked.text
    assert "Ask to be unlocked" in locked.buttons()
