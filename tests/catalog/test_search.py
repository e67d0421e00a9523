"""Finding products by number and by words (CAT-10)."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from tests.cast import Cast, a_switch
from tests.catalog.test_category import skus, skus_on
from tests.factories import make_product


@pytest.fixture
def buyer(cast: Cast, sign_in: Callable[[Member], Client]) -> Client:
    return sign_in(cast.norrsken.buyer)


@pytest.mark.parametrize(
    "typed",
    ["7TC-XY1", "7tcxy1", " 7TC xy1 ", "EX4100-F-24T", "ex4100f24t", "EX4100 F 24T", "7312345678901", "07312345678901"],
)
def test_an_exact_number_leads_straight_to_the_product(buyer: Client, typed: str):
    product = make_product(sku="7TCXY1", mpn="EX4100-F-24T", gtin="7312345678901")
    make_product(mpn="EX4100-F-24T-AFI")

    answer = buyer.get("/search/", {"q": typed})

    assert (answer.status_code, answer["Location"]) == (302, product.get_absolute_url())


def test_a_upc_is_found_with_and_without_its_leading_zero(buyer: Client):
    product = make_product(gtin="036000291452")

    assert buyer.get("/search/?q=0036000291452")["Location"] == product.get_absolute_url()


def test_several_makers_of_one_number_offer_the_choice(buyer: Client):
    ours, theirs = make_product(mpn="AB-100"), make_product(mpn="AB100", manufacturer="Merlin")

    assert skus_on(buyer, "/search/?q=ab100") == skus(ours, theirs)
    assert "Several products have this number" in buyer.get("/search/?q=ab100").content.decode()


def test_the_beginning_of_a_number_finds_it_before_words(cast: Cast, buyer: Client):
    by_words = a_switch(cast, name="Sleeve for ex41 chassis", stockholm=3)
    by_number = make_product(mpn="EX-4100-24T")

    assert skus_on(buyer, "/search/?q=ex41") == skus(by_number, by_words)


def test_all_words_are_needed_and_the_last_may_be_begun(buyer: Client):
    poe, plain = make_product("Aruba 1930 switch PoE managed"), make_product("Aruba 1930 switch")
    make_product("Cable")

    assert skus_on(buyer, "/search/?q=switch+aruba") == skus(poe, plain)
    assert skus_on(buyer, "/search/?q=ARUBA+mana") == skus(poe)
    assert "Found without: aru." in buyer.get("/search/?q=aru+managed").content.decode()


def test_the_manufacturer_counts_as_a_word(buyer: Client):
    product = make_product("Monitor 27", manufacturer="Merlin")

    assert skus_on(buyer, "/search/?q=merlin+monitor") == skus(product)


def test_what_is_in_stock_comes_first_then_what_is_popular(cast: Cast, buyer: Client):
    popular, less, there = make_product("Dock A"), make_product("Dock B"), a_switch(cast, name="Dock C", boras=1)

    assert skus_on(buyer, "/search/?q=dock") == skus(there, popular, less)


def test_the_order_for_who_may_not_see_stock_does_not_tell_it(cast: Cast, client: Client):
    popular, there = make_product("Dock A"), a_switch(cast, name="Dock C", boras=1)

    assert skus_on(client, "/search/?q=dock") == skus(popular, there)


def test_filters_and_orders_are_those_of_a_category(cast: Cast, buyer: Client):
    dear = a_switch(cast, name="Dock A", price="900.00", stockholm=1)
    cheap = a_switch(cast, name="Dock B", price="100.00", manufacturer="Merlin")

    assert skus_on(buyer, "/search/?q=dock&sort=price") == skus(cheap, dear)
    assert skus_on(buyer, "/search/?q=dock&m=merlin") == skus(cheap)
    assert skus_on(buyer, "/search/?q=dock&stock=1") == skus(dear)
    assert 'name="q" value="dock"' in buyer.get("/search/?q=dock").content.decode()


def test_a_search_without_hits_says_what_was_searched(cast: Cast, buyer: Client):
    html = buyer.get("/search/", {"q": "quantum <toaster>"}).content.decode()

    assert "Nothing was found for “quantum &lt;toaster&gt;”" in html


@pytest.mark.parametrize(
    "typed", ["", "   ", "'", "\\", "a' | !b", "& | !", ":*", "\0", "---", "''':*", "x" * 5000, "💾"]
)
def test_nothing_typed_breaks_it(cast: Cast, buyer: Client, typed: str):
    make_product("Anything")

    assert buyer.get("/search/", {"q": typed}).status_code == 200


def test_products_that_are_not_listed_are_not_found(cast: Cast, buyer: Client):
    product = make_product("Dock A", mpn="DOCK-1")
    product.listing.is_listed = False
    product.listing.save()

    assert skus_on(buyer, "/search/?q=dock") == []
    assert buyer.get("/search/?q=DOCK-1").status_code == 200


def test_a_search_takes_the_same_queries_for_two_hits_and_for_twenty(cast: Cast, buyer: Client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert buyer.get("/search/?q=dock+2").status_code == 200
        return len(captured)

    for _ in range(2):
        a_switch(cast, name="Dock 2")
    queries()  # the first page of a session writes it
    with_two = queries()
    for number in range(18):
        a_switch(cast, name="Dock 2", manufacturer=f"Maker {number}")

    assert queries() == with_two
