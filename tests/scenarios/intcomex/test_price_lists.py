"""The Miami portal's answers on price lists and offers. Its sentences, and where each is tried:

- The easiest way to get a list of products with prices: by category or brand, the price list at the top of the list,
  in two formats: `test_a_list_of_products_is_saved_with_prices`
- What is in the file: `test_the_file_holds_what_the_list_says_of_each_product`
- Updated prices, a range of products, offers: `test_offers_are_found_under_promotions`
- Known products by SKU, several at once: `test_a_known_number_is_typed_…`, `test_several_products_…` in
  `test_intcomex.py`
"""

from datetime import date

import pytest

from catalog.models import Product
from tests.cast import Cast, Staff
from tests.catalog.promotions import make_promotion
from tests.factories import make_price, make_product, make_stock
from tests.pressing import Page
from tests.scenarios.conftest import Open
from tests.scenarios.steps import sign_in, staff_in, table_behind

LINKS = ("Download price list (XLSX)", "Download price list (CSV)")


@pytest.fixture
def biscayne(cast: Cast) -> Staff:
    return staff_in(cast, "us")


@pytest.fixture
def products(cast: Cast) -> dict[str, Product]:
    """Two switches and a printer, of two makers."""
    found = {
        "switch": make_product("Kestrel Lift 24", attributes={"ports": 24}),
        "other": make_product("Harrier Hop 8", manufacturer="Harrier", attributes={"ports": 8}),
        "printer": make_product("Kestrel Print", category="Printers/Laser"),
    }
    for product, price in zip(found.values(), ("741.09", "650.00", "99.90"), strict=True):
        make_price(product, cast.markets["us"], price)
        make_stock(product, cast.markets["us"].warehouses_in_order()[0], 7)
    return found


def saved(page: Page) -> list[str]:
    """The SKUs of the price list of a page, which offers both formats."""
    assert set(LINKS) <= set(page.links())
    return sorted(row["SKU"] for row in table_behind(page, LINKS[1]))


def skus(*products: Product) -> list[str]:
    return sorted(product.sku for product in products)


def test_a_list_of_products_is_saved_with_prices(biscayne: Staff, products: dict[str, Product], opened: Open) -> None:
    """What is the easiest way to get a list of products with prices, by category or by brand? (CAT-8, IX)"""
    switch, other, printer = products.values()
    catalog = sign_in(opened, biscayne.buyer, market="us").follow("Catalog")

    category = catalog.follow("Switches")
    brand = catalog.press("Search", {"Search products, orders and invoices": "kestrel"})

    assert saved(category) == skus(switch, other)
    assert saved(brand) == skus(switch, printer)
    assert saved(category.press("Apply filters", {"Harrier": "yes"})) == skus(other)


def test_the_file_holds_what_the_list_says_of_each_product(
    biscayne: Staff, products: dict[str, Product], opened: Open
) -> None:
    """What is in the file? Category, subcategory, name, brand, price, availability, numbers, attributes (CAT-8, IX)"""
    page = opened("/catalog/", biscayne.buyer).follow("Switches")

    row = next(row for row in table_behind(page, LINKS[1]) if row["SKU"] == products["switch"].sku)

    told = ("Category", "Subcategory", "Name", "Manufacturer", "Own price", "Miami", "MPN", "Attributes")
    expected = ("Networking", "Switches", "Kestrel Lift 24", "Kestrel", "741.09", "7", products["switch"].mpn)
    assert tuple(row[head] for head in told) == (*expected, "Ports: 24")


def test_offers_are_found_under_promotions(
    cast: Cast, biscayne: Staff, products: dict[str, Product], opened: Open
) -> None:
    """Do you have offers? They run under “Promotions”, each with its last day (CAT-4c, IX)"""
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    make_promotion(cast.markets["us"], {products["switch"]: "600.00"}, first=first, last=last)

    offers = opened("/", biscayne.buyer).follow("Catalog").follow("Promotions")

    row = offers.row(products["switch"].sku)
    assert "600.00" in row
    assert "Promotion until" in row
    assert products["other"].sku not in offers.text
    assert saved(offers) == skus(products["switch"])
