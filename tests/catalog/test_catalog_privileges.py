"""What one may not see is in no page of the catalog: prices, stock, orders that would tell them (ACC-13, MKT-3)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from accounts.models import Member, ServiceRemoval
from catalog.models import ExpectedDelivery, PriceList, PriceListEdition, Product
from tests.cast import Cast, a_switch
from tests.catalog.test_category import SWITCHES, skus, skus_on

SignIn = Callable[[Member], Client]


@pytest.fixture
def product(cast: Cast) -> Product:
    """A switch at 3,312.00 with 77 in Stockholm, 4242 on the way and a break, of which no number may leak."""
    product = a_switch(cast, price="3312.00", stockholm=77, name="Dock")
    on = timezone.localdate() + timedelta(days=5)
    ExpectedDelivery.objects.create(product=product, warehouse=cast.boras, expected_on=on, quantity=4242)
    return product


def pages(client: Client, product: Product) -> str:
    """All pages of the catalog that show the product, as one text."""
    addresses = [SWITCHES, f"{SWITCHES}?sort=price&stock=1", "/search/?q=dock", product.get_absolute_url()]
    return "".join(client.get(address).content.decode() for address in addresses).replace("\u00a0", " ")


PRICES = ["3 312", "3,312", "3312", "552,27", "3 864", "Own price", "Price on request", "Chemical tax"]
STOCK = [">77<", "4 242", "4242", "Stockholm", "In stock", "Out of stock", "Today", "Ships"]


def without(member: Member, privilege: str) -> Member:
    member.tick(frozenset(member.privileges) - {privilege})
    member.save()
    return member


def test_support_sees_neither_prices_nor_stock(cast: Cast, sign_in: SignIn, product: Product):
    text = pages(sign_in(cast.norrsken.support), product)

    assert [word for word in PRICES + STOCK if word in text] == []
    assert "Dock" in text


def test_without_view_prices_stock_remains(cast: Cast, sign_in: SignIn, product: Product):
    text = pages(sign_in(without(cast.norrsken.buyer, "view_prices")), product)

    assert [word for word in PRICES if word in text] == []
    assert ">77<" in text


def test_without_view_stock_prices_remain(cast: Cast, sign_in: SignIn, product: Product):
    text = pages(sign_in(without(cast.norrsken.buyer, "view_stock")), product)

    assert [word for word in STOCK if word in text] == []
    assert "3 312,00" in text


def test_a_service_removed_from_the_company_is_gone_for_all(cast: Cast, sign_in: SignIn, product: Product):
    ServiceRemoval.objects.create(company=cast.norrsken.company, service="view_prices", reason="Unpaid")

    text = pages(sign_in(cast.norrsken.admin), product)

    assert [word for word in PRICES if word in text] == []


def test_the_order_by_price_is_refused_to_who_may_not_see_prices(cast: Cast, sign_in: SignIn):
    dear, cheap = a_switch(cast, price="900.00"), a_switch(cast, price="100.00")
    client = sign_in(cast.norrsken.support)

    assert skus_on(client, f"{SWITCHES}?sort=price") == skus(dear, cheap)
    assert skus_on(client, f"{SWITCHES}?sort=-price") == skus(dear, cheap)


def test_stock_neither_filters_nor_sorts_for_who_may_not_see_it(cast: Cast, sign_in: SignIn):
    out, there = a_switch(cast), a_switch(cast, boras=5)
    client = sign_in(cast.norrsken.support)

    assert skus_on(client, f"{SWITCHES}?stock=1&sort=stock") == skus(out, there)


def test_without_keep_baskets_nothing_is_added_and_it_says_whom_to_ask(cast: Cast, sign_in: SignIn, product: Product):
    client = sign_in(cast.norrsken.support)

    assert 'name="sku"' not in pages(client, product)
    assert f"Ask {cast.norrsken.admin.user}" in client.get(product.get_absolute_url()).content.decode()


def test_visitors_browse_without_prices_where_the_market_shows_none(cast: Cast, client: Client, product: Product):
    client.cookies["market"] = "se"

    text = pages(client, product)

    assert [word for word in PRICES + STOCK if word in text] == []
    assert 'name="sku"' not in text


def test_visitors_see_the_retail_price_where_the_market_shows_it(cast: Cast, client: Client, product: Product):
    nz = cast.markets["nz"]
    retail = PriceList.objects.create(market=nz, code="retail", name="Retail", is_retail=True)
    edition = PriceListEdition.objects.create(price_list=retail, validity=DateRange(None, None))
    edition.entries.create(product=product, price_minor=61_900)
    client.cookies["market"] = "nz"

    text = pages(client, product)

    assert "619.00" in text
    assert "Retail price" in text
    assert [word for word in STOCK if word in text] == []
