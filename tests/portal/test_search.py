"""The one field: products are suggested while one types, orders and invoices are found by their numbers (CAT-10)."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.acting import Actor
from accounts.models import Member
from accounts.privileges import Privilege
from catalog.importing.vocabulary import relearn
from catalog.models import Product
from catalog.own_numbers import add as add_own_number
from invoices.models import Invoice
from orders.models import Order
from tests.cast import Cast, a_switch
from tests.factories import NOON, make_price, make_product
from tests.orders.builders import a_shipment, an_order

SignIn = Callable[[Member], Client]


@pytest.fixture
def buyer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.norrsken.buyer)


def lines(client: Client, typed: str) -> list[str]:
    """What each suggestion says."""
    html = client.get("/search/suggestions/", {"q": typed}).content.decode()
    options = re.findall(r'<li role="option".*?</li>', html, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", option)).split()) for option in options]


def names(client: Client, typed: str) -> list[str]:
    html = client.get("/search/suggestions/", {"q": typed}).content.decode()
    return re.findall(r'data-address="/products/([^/]+)/"', html)


def skus(*products: Product) -> list[str]:
    return [product.sku for product in products]


def test_an_exact_number_comes_first_with_price_and_stock_and_a_key_that_adds_it(cast: Cast, buyer: Client):
    a_switch(cast, name="Sleeve for EX4100", mpn="SL-1", stockholm=900)
    longer = a_switch(cast, name="Switch with AFI", mpn="EX4100-24T-AFI", price="90.00")
    exact = a_switch(cast, name="Switch", mpn="EX4100-24T", stockholm=12)

    assert names(buyer, "ex4100 24t") == skus(exact, longer)
    assert lines(buyer, "ex4100 24t")[0] == "Switch EX4100-24T 3 312,00 12 ⇧ ↵ Shift and Enter adds 1"
    assert lines(buyer, "ex4100 24t")[1] == "Switch with AFI EX4100-24T-AFI 90,00 Out of stock"


def test_the_companys_own_number_is_suggested_and_shown_to_its_people_alone(
    cast: Cast, buyer: Client, client: Client, sign_in: SignIn
):
    product = make_product("Switch")
    add_own_number(product, "Å-77/1", to=cast.norrsken.company, by=Actor.administrator(cast.norrsken.admin), now=NOON)

    assert lines(buyer, "å77")[0].startswith("Switch Å-77/1")
    assert names(buyer, "å-77 1") == skus(product)
    assert lines(sign_in(cast.fjord.buyer), "å77") == []


def test_at_most_eight_are_suggested_and_what_is_in_stock_first(cast: Cast, buyer: Client):
    for _ in range(9):
        make_product("Dock")
    there = a_switch(cast, name="Dock C", boras=1)

    assert len(names(buyer, "dock")) == 8
    assert names(buyer, "do")[0] == there.sku


def test_misspelt_words_are_forgiven(buyer: Client):
    product = make_product("Aruba switch")
    relearn()

    assert names(buyer, "swtich") == skus(product)


@pytest.mark.parametrize("typed", ["", " ", "a", "\0", "%", "'", "nothing at all", "x" * 3000])
def test_what_suggests_nothing_is_an_empty_list(buyer: Client, typed: str):
    make_product("Aruba switch")

    assert lines(buyer, typed) == []


def test_nobody_reads_what_they_may_not_see(cast: Cast, sign_in: SignIn, client: Client):
    product = a_switch(cast, mpn="EX4100", name="Switch", stockholm=12)

    assert lines(client, "ex4100") == ["Switch EX4100"]
    member = cast.norrsken.support
    member.privileges = [Privilege.VIEW_STOCK]
    member.save()
    assert lines(sign_in(member), "ex4100") == ["Switch EX4100 12"]
    html = sign_in(member).get("/search/suggestions/?q=ex4100").content.decode()
    assert (product.sku in html, "data-sku" in html, "<form" in html) == (True, False, False)


def test_what_has_no_price_says_so(buyer: Client):
    make_product("Switch", mpn="EX4100")

    assert lines(buyer, "ex4100")[0].startswith("Switch EX4100 Price on request Out of stock")


def test_suggestions_take_the_same_queries_for_two_and_for_eight(cast: Cast, buyer: Client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert buyer.get("/search/suggestions/?q=dock").status_code == 200
        return len(captured)

    for _ in range(2):
        make_price(make_product("Dock"), cast.se, "10.00")
    queries()
    with_two = queries()
    for _ in range(6):
        make_price(make_product("Dock"), cast.se, "10.00")

    assert len(names(buyer, "dock")) == 8
    assert queries() == with_two


@pytest.fixture
def order(cast: Cast) -> Order:
    """An order of Norrsken IT, shipped and invoiced."""
    placed = an_order(cast.norrsken.buyer, {a_switch(cast, name="Switch", stockholm=2): 2}, po_number="PO-7719")
    a_shipment(placed, cast.stockholm)
    return placed


def test_order_and_invoice_numbers_lead_to_them(buyer: Client, order: Order):
    invoice = Invoice.objects.get()

    for typed, document in (
        (order.number, order),
        (f" {order.number.lower().replace('-', ' ')}", order),
        (invoice.number.replace("-", ""), invoice),
    ):
        answer = buyer.get("/search/", {"q": typed})
        assert (answer.status_code, answer["Location"]) == (302, document.get_absolute_url())


def test_orders_and_invoices_are_suggested_before_products(buyer: Client, order: Order):
    assert lines(buyer, order.number.lower())[0] == f"Order {order.number} PO-7719 19 Nov 2026"
    number = Invoice.objects.get().number
    assert [line for line in lines(buyer, number) if line.startswith(f"Invoice {number}")]


def test_a_product_with_the_same_number_comes_before_an_order(buyer: Client, order: Order):
    product = make_product(mpn=order.number)

    assert buyer.get("/search/", {"q": order.number})["Location"] == product.get_absolute_url()
    assert len(lines(buyer, order.number)) == 2


def test_documents_of_others_and_of_who_may_not_see_them_are_not_found(
    cast: Cast, sign_in: SignIn, client: Client, order: Order
):
    numbers = [order.number, Invoice.objects.get().number]
    blind = cast.norrsken.support
    blind.privileges = [Privilege.VIEW_PRICES]
    blind.save()

    def nothing(browser: Client) -> None:
        for number in numbers:
            assert lines(browser, number) == []
            assert browser.get("/search/", {"q": number}).status_code == 200

    nothing(client)
    nothing(sign_in(cast.fjord.admin))
    nothing(sign_in(blind))


def test_a_member_who_may_see_orders_alone_finds_no_invoice(cast: Cast, sign_in: SignIn, order: Order):
    member = cast.norrsken.support
    member.privileges = [Privilege.VIEW_ORDERS]
    member.save()
    browser = sign_in(member)

    assert browser.get("/search/", {"q": order.number}).status_code == 302
    assert browser.get("/search/", {"q": Invoice.objects.get().number}).status_code == 200


def test_a_pasted_list_shows_its_products_and_is_offered_as_a_quick_order(cast: Cast, buyer: Client):
    switch, dock = a_switch(cast, mpn="KS-24P"), a_switch(cast, mpn="KS-48", name="Dock")

    html = buyer.get("/search/", {"q": "KS 24P\t5\nks48\nNONE-1 2"}).content.decode()

    assert set(re.findall(r'<code class="partno">([^<]+)</code>', html)) == {switch.sku, dock.sku}
    assert "No product has: NONE-1." in html
    (offered,) = re.findall(r'href="(/baskets/numbers/[^"]+)"', html)
    page = buyer.get(unescape(offered)).content.decode()
    assert re.findall(r'name="row-\d-(?:part|quantity)"[^>]* value="([^"]+)"', page) == [
        *("KS 24P", "5"),
        *("ks48", "1"),
        *("NONE-1", "2"),
    ]


def test_a_list_is_one_for_visitors_too_without_an_order(cast: Cast, client: Client):
    products = a_switch(cast, mpn="KS-24P"), a_switch(cast, mpn="KS-48")

    html = client.get("/search/", {"q": "KS-24P KS-48"}).content.decode()

    assert all(product.sku in html for product in products)
    assert "/baskets/numbers/" not in html


def test_a_number_with_spaces_is_no_list(buyer: Client):
    product = make_product(mpn="EX4100 F24T")
    make_product(mpn="EX4100")
    make_product(mpn="F24T")

    assert buyer.get("/search/", {"q": "ex4100 f24t"})["Location"] == product.get_absolute_url()


def test_a_list_asks_the_same_queries_for_two_and_for_twenty_numbers(cast: Cast, buyer: Client):
    for number in range(20):
        make_price(make_product(mpn=f"KS-{number}"), cast.se, "10.00")

    def queries(numbers: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            text = "\n".join(f"KS-{number}" for number in range(numbers))
            assert "/baskets/numbers/" in buyer.get("/search/", {"q": text}).content.decode()
        return len(captured)

    queries(2)
    assert queries(20) == queries(2)
