"""Browsing a category: filters, counts, order, pages, all in the address (CAT-11)."""

import re
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Member
from accounts.stale_forms import FOR_COMPANY
from catalog.models import AgreedPrice, Product
from tests.cast import Cast, a_switch
from tests.catalog.test_offers import DAY, ON
from tests.factories import make_category, make_price, make_product, make_stock

SWITCHES = "/catalog/networking/switches/"
SignIn = Callable[[Member], Client]


@pytest.fixture
def buyer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.norrsken.buyer)


def skus_on(client: Client, address: str) -> list[str]:
    """SKUs of the rows of a list, in order."""
    html = client.get(address).content.decode()
    return re.findall(r'<code class="partno">([^<]+)</code>', html)


def a_shelf(cast: Cast) -> dict[str, Product]:
    """Four switches of two makers, one in stock in Sweden, one in New Zealand, one without a price."""
    shelf = {
        "cheap": a_switch(cast, price="100.00", manufacturer="Kestrel", name="Zeta"),
        "dear": a_switch(cast, price="900.00", manufacturer="Kestrel", name="Alpha", stockholm=4),
        "other": a_switch(cast, price="500.00", manufacturer="Merlin", name="Beta"),
        "free": make_product(manufacturer="Merlin", name="Gamma"),
    }
    make_stock(shelf["other"], cast.markets["nz"].warehouses_in_order()[0], 9)
    return shelf


def skus(*products: Product) -> list[str]:
    return [product.sku for product in products]


def test_a_category_lists_the_products_of_its_whole_branch(cast: Cast, buyer: Client):
    switch = a_switch(cast)
    router = make_product(category="Networking/Routers/Wireless")
    make_product(category="Printers")

    assert skus_on(buyer, "/catalog/networking/") == skus(switch, router)
    assert skus_on(buyer, "/catalog/networking/routers/") == skus(router)
    assert skus_on(buyer, "/catalog/networking/routers/wireless/") == skus(router)


def test_products_that_are_not_listed_are_left_out(cast: Cast, buyer: Client):
    product = a_switch(cast)
    product.listing.is_listed = False
    product.listing.save()

    assert skus_on(buyer, SWITCHES) == []


def test_the_order_by_own_price_counts_agreed_prices_and_puts_requests_last(cast: Cast, buyer: Client):
    shelf = a_shelf(cast)
    AgreedPrice.objects.create(
        company=cast.norrsken.company, product=shelf["dear"], price_minor=9_999, valid_from=ON - 400 * DAY,
        valid_to=ON + 4000 * DAY,
    )  # fmt: skip

    assert skus_on(buyer, f"{SWITCHES}?sort=price") == skus(
        shelf["dear"], shelf["cheap"], shelf["other"], shelf["free"]
    )
    assert skus_on(buyer, f"{SWITCHES}?sort=-price") == skus(
        shelf["other"], shelf["cheap"], shelf["dear"], shelf["free"]
    )


def test_other_orders(cast: Cast, buyer: Client):
    shelf = a_shelf(cast)

    assert skus_on(buyer, SWITCHES) == skus(shelf["cheap"], shelf["dear"], shelf["other"], shelf["free"])
    assert skus_on(buyer, f"{SWITCHES}?sort=name") == skus(shelf["dear"], shelf["other"], shelf["free"], shelf["cheap"])
    assert skus_on(buyer, f"{SWITCHES}?sort=stock")[0] == shelf["dear"].sku
    assert skus_on(buyer, f"{SWITCHES}?sort=nonsense") == skus_on(buyer, SWITCHES)


def test_filters_by_manufacturer_and_stock_of_the_own_market(cast: Cast, buyer: Client):
    shelf = a_shelf(cast)

    assert skus_on(buyer, f"{SWITCHES}?m=kestrel") == skus(shelf["cheap"], shelf["dear"])
    assert skus_on(buyer, f"{SWITCHES}?m=kestrel&m=merlin") == skus_on(buyer, SWITCHES)
    assert skus_on(buyer, f"{SWITCHES}?stock=1") == skus(shelf["dear"])
    assert skus_on(buyer, f"{SWITCHES}?stock=1&m=merlin") == []
    assert skus_on(buyer, f"{SWITCHES}?m=unknown") == []


def test_each_filter_is_counted_with_the_other_filters_only(cast: Cast, buyer: Client):
    a_shelf(cast)

    def counts(query: str) -> dict[str, int]:
        found = buyer.get(SWITCHES + query).context["list"]
        ticks = [found.in_stock, *found.manufacturers.at_once]
        return {tick.label: tick.products for tick in ticks}

    assert counts("") == {"In stock": 1, "Kestrel": 2, "Merlin": 2}
    assert counts("?m=merlin") == {"In stock": 0, "Kestrel": 2, "Merlin": 2}
    assert counts("?stock=1") == {"In stock": 1, "Kestrel": 1, "Merlin": 0}


def test_set_filters_are_chips_whose_link_takes_them_away(cast: Cast, buyer: Client):
    a_shelf(cast)

    found = buyer.get(f"{SWITCHES}?m=kestrel&m=merlin&stock=1&sort=name&page=2").context["list"]

    assert [(chip.label, chip.address) for chip in found.chips] == [
        ("In stock", "?m=kestrel&m=merlin&sort=name"),
        ("Kestrel", "?m=merlin&stock=1&sort=name"),
        ("Merlin", "?m=kestrel&stock=1&sort=name"),
    ]
    assert found.without_filters == "?sort=name"


def test_pages_keep_filters_and_order_and_tell_the_total(cast: Cast, buyer: Client):
    products = [a_switch(cast, price=str(100 + n)) for n in range(53)]
    address = f"{SWITCHES}?m=kestrel&sort=price"

    html = buyer.get(address).content.decode()
    assert "53 products" in html
    assert "?m=kestrel&amp;sort=price&amp;page=2" in html
    assert skus_on(buyer, address) == skus(*products[:50])
    assert skus_on(buyer, f"{address}&page=2") == skus(*products[50:])
    assert skus_on(buyer, f"{address}&page=99") == skus(*products[50:])
    assert skus_on(buyer, f"{address}&size=100") == skus(*products)


def test_a_category_takes_the_same_queries_for_two_products_and_for_twenty(cast: Cast, buyer: Client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert buyer.get(f"{SWITCHES}?sort=price").status_code == 200
        return len(captured)

    products = [a_switch(cast, stockholm=2) for _ in range(2)]
    queries()  # the first page of a session writes it
    with_two = queries()
    products += [a_switch(cast, manufacturer=f"Maker {n}", boras=n) for n in range(18)]

    assert len(skus_on(buyer, SWITCHES)) == len(products) == 20
    assert queries() == with_two


def test_a_row_adds_to_the_basket_and_comes_back(cast: Cast, buyer: Client):
    product = a_switch(cast)

    html = buyer.get(f"{SWITCHES}?sort=name").content.decode()

    form = html[html.index('<form class="add"') :]
    assert f'action="{reverse("baskets:add")}"' in form
    assert f'name="sku" value="{product.sku}"' in form
    assert f'name="next" value="{SWITCHES}?sort=name"' in form
    assert f'name="{FOR_COMPANY}" value="{cast.norrsken.company.pk}"' in form


def test_an_unknown_category_is_not_found(cast: Cast, buyer: Client):
    assert buyer.get("/catalog/networking/nothing/").status_code == 404


def test_no_category_takes_the_address_of_the_promotions(cast: Cast):
    with pytest.raises(IntegrityError, match="category_path_is_no_other_page"):
        make_category("Promotions")


def test_the_tree_links_its_categories(cast: Cast, client: Client):
    make_category("Networking/Switches")

    html = client.get("/catalog/").content.decode()

    assert 'href="/catalog/networking/"' in html
    assert f'href="{SWITCHES}"' in html


def test_the_price_of_a_row_is_the_companys_own(cast: Cast, sign_in: SignIn):
    product = a_switch(cast, price="3312.00")
    make_price(product, cast.se, "3000.00", from_quantity=10)

    html = sign_in(cast.norrsken.buyer).get(SWITCHES).content.decode().replace("\u00a0", " ")

    assert '<span class="price">3 312,00</span>' in html
    assert "552,27" in html
