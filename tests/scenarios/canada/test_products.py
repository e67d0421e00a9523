"""The Canadian portal's answers on products. Its sentences, and where each is tried:

- Pages that cannot be displayed, incomplete queries, the browser's own buttons: search parameters are kept:
  `test_a_search_survives_reloading_going_back_and_passing_it_on`
- Blank pages when printing: export lists to a file, an option on the pages of results:
  `test_a_page_of_results_is_exported_to_a_file`
- May product information be forwarded? `test_the_disclaimer_says_who_answers_for_information_passed_on`
- Access, price and stock are for resellers alone: `test_access.py`, `test_visitors_see_no_price_and_cannot_order`
  in `test_brazil.py`
"""

import pytest

from catalog.models import Product
from tests.cast import Cast, Staff
from tests.factories import make_price, make_product
from tests.pressing import visit
from tests.scenarios.conftest import Open
from tests.scenarios.steps import staff_in, table_behind


@pytest.fixture
def maple(cast: Cast) -> Staff:
    return staff_in(cast, "ca")


@pytest.fixture
def switches(cast: Cast) -> list[Product]:
    """One of Kestrel, two of Harrier."""
    makers = ("Kestrel", "Harrier", "Harrier")
    products = [make_product(f"{maker} Lift {n}", manufacturer=maker) for n, maker in enumerate(makers)]
    for product, price in zip(products, ("741.09", "650.00", "820.00"), strict=True):
        make_price(product, cast.markets["ca"], price)
    return products


def test_a_search_survives_reloading_going_back_and_passing_it_on(
    maple: Staff, switches: list[Product], opened: Open
) -> None:
    """May I use the browser's buttons, and resubmit a page without losing my search parameters? (CAT-11, CA)"""
    searched = opened("/", maple.buyer).press("Search", {"Search products, orders and invoices": "lift"})
    found = searched.press("Apply filters", {"Harrier": "yes", "From": "700"})
    product = found.follow(switches[2].name)

    again, back = visit(found.browser, found.address), visit(product.browser, found.address)
    passed_on = opened(found.address, maple.basic)

    for page in (found, again, back, passed_on):
        assert [switch.sku in page.text for switch in switches] == [False, False, True]
    assert "lift" in again.address
    assert switches[0].sku in again.follow("Clear all").text


def test_a_page_of_results_is_exported_to_a_file(maple: Staff, switches: list[Product], opened: Open) -> None:
    """Printing gives me blank pages. Can I have the list as a file? (CAT-8, CA)"""
    found = opened("/", maple.buyer).press("Search", {"Search products, orders and invoices": "harrier"})

    rows = table_behind(found, "Download price list (CSV)")

    assert [(row["SKU"], row["Own price"]) for row in rows] == [
        (switches[1].sku, "650.00"),
        (switches[2].sku, "820.00"),
    ]


def test_the_disclaimer_says_who_answers_for_information_passed_on(
    maple: Staff, switches: list[Product], opened: Open
) -> None:
    """May I forward product information to third parties or end users? (CAT-2, CA)"""
    page = opened(f"/products/{switches[0].sku}/", maple.buyer)

    assert "It is meant for you, not for third parties or end customers" in page.text
    assert "whether a product meets your requirements, and what you do with the information, is for you to" in page.text
