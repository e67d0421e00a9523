"""Up to four products side by side (CAT-12): in the address, with one's own prices, and without JavaScript."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from catalog.models import Product
from tests.cast import Cast, a_switch
from tests.catalog.test_category import SWITCHES
from tests.factories import make_price, make_product
from tests.pressing import Page, has, visit

SignIn = Callable[[Member], Client]


@pytest.fixture
def buyer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.norrsken.buyer)


def address(*products: Product) -> str:
    return "/compare/?" + "&".join(f"p={product.sku}" for product in products)


def compared(page: Page) -> list[str]:
    """Names of the products side by side."""
    return [row["name"] for row in (each.row for each in page.answer.context["comparison"].products)]


def test_own_price_stock_breaks_and_attributes_stand_in_rows_and_what_differs_is_marked(cast: Cast, buyer: Client):
    dear = a_switch(cast, name="Dear", price="3312.00", stockholm=77, attributes={"ports": 48, "color": "gray"})
    make_price(dear, cast.se, "3000.00", from_quantity=10)
    cheap = a_switch(cast, name="Cheap", price="1200.00", attributes={"ports": 24, "color": "gray", "fanless": True})

    page = visit(buyer, address(dear, cheap))

    assert compared(page) == ["Dear", "Cheap"]
    assert "3 312,00 Standard 1 200,00 Standard" in page.row("Price, each")
    assert "from 10: 3 000,00 –" in page.row("Price breaks")
    assert page.row("Stockholm") == "Stockholm ≠ differs 77 –"
    assert page.row("Ports") == "Ports ≠ differs 48 24"
    assert page.row("Fanless") == "Fanless ≠ differs – Yes"
    assert page.row("Color") == "Color gray gray"
    assert page.text.index("Fanless") < page.text.index("Color")


def test_the_order_of_the_address_is_the_order_of_the_columns(cast: Cast, buyer: Client):
    first, second = a_switch(cast, name="First"), a_switch(cast, name="Second")

    assert compared(visit(buyer, address(second, first, second))) == ["Second", "First"]


def test_ticks_of_a_list_are_compared_and_those_of_another_list_stay(cast: Cast, buyer: Client):
    switch, router = a_switch(cast, name="Switch"), a_switch(cast, name="Router", category="Networking/Routers")

    page = visit(buyer, SWITCHES).press("Compare ticked products", {"Compare Switch": "yes"})
    assert compared(page) == ["Switch"]
    assert page.address.endswith(address(switch))
    page = visit(buyer, "/catalog/networking/routers/").press("Compare ticked products", {"Compare Router": "yes"})

    assert page.address.endswith(address(switch, router))
    listed = visit(buyer, SWITCHES)
    assert has(listed.field("Compare Switch"), "checked")
    assert compared(listed.press("Compare ticked products", {"Compare Switch": "no"})) == ["Router"]


def test_a_fifth_from_a_list_is_left_out_with_a_sentence(cast: Cast, buyer: Client):
    names = ["One", "Two", "Three", "Four", "Five"]
    for name in names:
        a_switch(cast, name=name)

    page = visit(buyer, SWITCHES).press("Compare ticked products", {f"Compare {name}": "yes" for name in names})

    assert compared(page) == names[:4]
    assert "Four products at most are compared side by side. Left out: Five" in page.text


def test_a_product_is_added_and_removed_on_its_page_and_a_fifth_is_refused(cast: Cast, buyer: Client):
    products = [a_switch(cast, name=f"Switch {number}") for number in range(5)]
    for product in products[:4]:
        page = visit(buyer, product.get_absolute_url()).press("Add to comparison")
        assert f"{product.name} is in the comparison." in page.text

    page = visit(buyer, products[4].get_absolute_url()).press("Add to comparison")
    assert "Four products at most are compared side by side. Remove one" in page.text
    assert compared(visit(buyer, "/compare/")) == [product.name for product in products[:4]]

    page = visit(buyer, products[0].get_absolute_url()).press("Remove from comparison")
    assert "Add to comparison" in page.buttons()
    assert compared(page.follow("Compare 3 products")) == [product.name for product in products[1:4]]


def test_one_is_taken_out_on_the_comparison_itself(cast: Cast, buyer: Client):
    one, two = a_switch(cast, name="One"), a_switch(cast, name="Two")

    page = visit(buyer, address(one, two)).press("Remove One from the comparison")

    assert page.address.endswith(address(two))
    assert "Nothing to compare yet." in page.press("Remove Two from the comparison").text


def test_a_product_goes_to_the_basket_from_there(cast: Cast, buyer: Client):
    one, two = a_switch(cast, name="One"), a_switch(cast, name="Two")

    page = visit(buyer, address(one, two)).press("Add Two")

    assert compared(page) == ["One", "Two"]
    assert "Two" in visit(buyer, "/baskets/").text or "1" in page.text


def test_a_shared_address_shows_the_readers_own_price(cast: Cast, sign_in: SignIn):
    product = a_switch(cast, price="3312.00")

    for member, price in ((cast.norrsken.buyer, "3 312,00"), (cast.norrsken.support, "")):
        page = visit(sign_in(member), address(product))
        assert ("Price, each" in page.text) is bool(price)
        assert price in page.text


def test_visitors_compare_as_far_as_they_may_see(cast: Cast, client: Client):
    product = a_switch(cast, price="3312.00", stockholm=77, attributes={"ports": 48})

    page = visit(client, product.get_absolute_url()).press("Add to comparison").follow("Compare 1 product")

    assert "Ports 48" in page.row("Ports")
    assert "3 312" not in page.text
    assert "Stockholm" not in page.text


def test_a_product_that_is_gone_is_said_and_nonsense_is_no_error(cast: Cast, buyer: Client):
    product = a_switch(cast, name="Left")

    page = visit(buyer, address(product) + "&p=NO-SUCH&p=%00")

    assert compared(page) == ["Left"]
    assert "not in the catalog any more" in page.text
    assert buyer.post("/compare/products/", {"add": "NO-SUCH"}).status_code == 404


def test_four_take_the_queries_of_one(cast: Cast, buyer: Client):
    products = [a_switch(cast, stockholm=3) for _ in range(4)]

    def queries(*shown: Product) -> int:
        with CaptureQueriesContext(connection) as captured:
            buyer.get(address(*shown))
        return len(captured)

    queries(products[0])
    assert queries(*products) == queries(products[0])


def test_the_next_page_of_a_form_is_ours(cast: Cast, buyer: Client):
    product = make_product()

    answer = buyer.post("/compare/products/", {"add": product.sku, "next": "https://elsewhere.example/"})

    assert answer["Location"] == product.get_absolute_url()
