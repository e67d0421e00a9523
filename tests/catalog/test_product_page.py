"""The page of one product (CAT-2, CAT-3, CAT-14)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member
from catalog.models import AgreedPrice, ExpectedDelivery, LifeCycle, Product
from tests.cast import Cast, a_switch
from tests.factories import make_price, make_product

SignIn = Callable[[Member], Client]


@pytest.fixture
def buyer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.norrsken.buyer)


def page_of(client: Client, product: Product) -> str:
    answer = client.get(product.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_it_shows_the_own_price_its_source_and_how_long_it_holds(cast: Cast, buyer: Client):
    html = page_of(buyer, a_switch(cast, price="3312.00"))

    assert "<b>3 312,00</b>" in html
    assert "From the price list “Standard”, valid until 31 Dec 2030." in html


def test_an_agreed_price_says_so(cast: Cast, buyer: Client):
    product, today = a_switch(cast, price="3312.00"), timezone.localdate()
    AgreedPrice.objects.create(
        company=cast.norrsken.company,
        product=product,
        price_minor=300_000,
        valid_from=today,
        valid_to=today + timedelta(days=9),
    )

    html = page_of(buyer, product)

    assert "<b>3 000,00</b>" in html
    assert "Agreed price, valid until" in html


def test_who_pays_the_chemical_tax_sees_amount_basis_and_sum(cast: Cast, buyer: Client):
    html = page_of(buyer, a_switch(cast, price="3312.00"))

    assert "3,490 kg × 180,71, capped" in html
    assert "552,27" in html
    assert "3 864,27" in html
    assert 'href="/help/chemical-tax/"' in html


@pytest.mark.parametrize("company", ["lagerhuset", "fjord"])
def test_stockists_and_companies_elsewhere_see_no_chemical_tax(cast: Cast, sign_in: SignIn, company: str):
    html = page_of(sign_in(getattr(cast, company).buyer), a_switch(cast))

    assert "hemical tax" not in html
    assert "552,27" not in html


def test_the_tax_is_explained_to_everyone(cast: Cast, client: Client):
    html = client.get("/help/chemical-tax/").content.decode()

    assert "https://www.skatteverket.se/" in html
    assert "552,27" in html or "552.27" in html


def test_a_taxed_product_without_weight_says_why_it_cannot_be_ordered(cast: Cast, buyer: Client):
    html = page_of(buyer, a_switch(cast, weight_grams=None))

    assert "its net weight is not known" in html
    assert "Add to basket</button>" not in html


def test_breaks_are_listed_and_the_next_one_is_named(cast: Cast, buyer: Client):
    product = a_switch(cast, price="3312.00")
    make_price(product, cast.se, "3180.00", from_quantity=10)

    html = page_of(buyer, product)

    assert "<b>9 more reach 3 180,00 each</b> and save 1 320,00." in html
    assert "4 %" in html


def test_stock_stands_by_warehouse(cast: Cast, buyer: Client):
    page = buyer.get(a_switch(cast, stockholm=3, boras=1000).get_absolute_url()).context["page"]

    shelves = {shelf.name: shelf.available for shelf in page.shelves}
    assert shelves[cast.stockholm.name] == "3"
    assert shelves[cast.boras.name] == "over 500"


def test_out_of_stock_tells_the_next_delivery(cast: Cast, buyer: Client):
    product, today = a_switch(cast), timezone.localdate()
    assert "no date yet" in page_of(buyer, product)

    for days, quantity in ((20, 96), (10, 12)):
        ExpectedDelivery.objects.create(
            product=product, warehouse=cast.boras, expected_on=today + timedelta(days=days), quantity=quantity
        )
    html = page_of(buyer, product)
    assert "Out of stock" in html
    assert "Next delivery estimated" in html
    assert ": 12<" in html


def test_a_discontinued_product_names_its_successor(cast: Cast, buyer: Client):
    successor = a_switch(cast, name="EX4400")
    html = page_of(buyer, a_switch(cast, life_cycle=LifeCycle.DISCONTINUED, successor=successor))

    assert f'<a href="{successor.get_absolute_url()}">EX4400</a>' in html
    assert "Add to basket</button>" not in html


def test_without_a_price_it_says_what_to_do(cast: Cast, buyer: Client):
    html = page_of(buyer, make_product())

    assert "Price on request" in html
    assert "Support makes one" in html
    assert "Add to basket</button>" not in html


def test_facts_attributes_and_where_they_come_from(cast: Cast, buyer: Client):
    product = a_switch(
        cast,
        attributes={"ports_1000base_t": 24, "managed": True, "colors": ["black", "gray"], "note": ""},
        gtin="7312345678901",
        warranty_months=24,
        made=["price", "weight"],
    )
    product.manufacturer.complaints_instructions = "Call Kestrel first."
    product.manufacturer.save()

    response = buyer.get(product.get_absolute_url())

    assert response.context["page"].attributes == [
        ("Colors", "black, gray"),
        ("Managed", "Yes"),
        ("Ports 1000base t", "24"),
    ]
    html = response.content.decode()
    assert "24 months" in html
    assert "Call Kestrel first." in html
    assert "Made up for the demonstration: general price, net weight." in html
    assert "passed on without warranty" in html
    assert 'data-copy="7312345678901"' in html


def test_alternatives_are_of_the_same_category_in_stock_and_nearest_in_popularity(cast: Cast, buyer: Client):
    far, *out, near = a_switch(cast, boras=2), *(a_switch(cast) for _ in range(5)), a_switch(cast, boras=2)
    product = a_switch(cast)
    a_switch(cast, category="Printers", boras=2)
    gone = a_switch(cast, boras=2, life_cycle=LifeCycle.DISCONTINUED)
    others = [a_switch(cast, boras=2) for _ in range(3)]

    page = buyer.get(product.get_absolute_url()).context["page"]

    found = {row["sku"] for row in page.alternatives}
    assert found == {near.sku, *(other.sku for other in others)}
    assert not found & {far.sku, gone.sku, product.sku, *(other.sku for other in out)}


def test_a_visitor_is_asked_to_sign_in_and_comes_back(cast: Cast, client: Client):
    product = a_switch(cast)

    assert f'href="/login/?next={product.get_absolute_url()}"' in page_of(client, product)


def test_an_unknown_number_is_not_found(cast: Cast, buyer: Client):
    assert buyer.get("/products/NO-SUCH/").status_code == 404


def test_the_page_takes_the_same_queries_with_and_without_alternatives(cast: Cast, buyer: Client):
    def queries(product: Product) -> int:
        with CaptureQueriesContext(connection) as captured:
            buyer.get(product.get_absolute_url())
        return len(captured)

    alone = a_switch(cast, category="Printers")
    queries(alone)  # the first page of a session writes it
    without = queries(alone)
    products = [a_switch(cast, stockholm=2) for _ in range(6)]

    assert queries(products[0]) == without
