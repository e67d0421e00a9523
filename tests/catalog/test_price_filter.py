"""Lists filtered by one's own price, against plain arithmetic on a handful of products (CAT-4, CAT-11)."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member
from catalog.forms import read_amount
from catalog.models import AgreedPrice, PriceFactor, PriceList, PriceListEdition, Product
from common import formats
from tests.cast import Cast, a_switch
from tests.catalog.test_category import SWITCHES, skus, skus_on
from tests.catalog.test_offers import DAY
from tests.factories import make_price, make_product, standard_edition

SignIn = Callable[[Member], Client]
FACTOR = Decimal("0.85")


@pytest.fixture
def buyer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.norrsken.buyer)


@pytest.fixture
def shelf(cast: Cast) -> dict[str, Product]:
    """A listed price of 100, one of 900 agreed down to 250, one of 200 agreed too high, 400 × 0.85, and on request."""
    edition = standard_edition(cast.se)
    by_factor = make_product(manufacturer="Merlin", category="Networking/Switches", name="Factor")
    by_factor.listing.base_minor = 40_000
    by_factor.listing.save()
    PriceFactor.objects.create(edition=edition, group=by_factor.group, ppm=int(FACTOR * 1_000_000))
    shelf = {
        "listed": a_switch(cast, price="100.00"),
        "agreed": a_switch(cast, price="900.00", stockholm=3),
        "agreed_high": a_switch(cast, price="200.00", manufacturer="Merlin", boras=1),
        "factor": by_factor,
        "on_request": make_product(manufacturer="Falcon"),
    }
    today = timezone.localdate()
    for key, minor in (("agreed", 25_000), ("agreed_high", 99_900)):
        AgreedPrice.objects.create(
            company=cast.norrsken.company, product=shelf[key], price_minor=minor, valid_from=today - DAY,
            valid_to=today + DAY,
        )  # fmt: skip
    return shelf


OWN = {
    "listed": Decimal(100),
    "agreed": min(Decimal(900), Decimal(250)),
    "agreed_high": min(Decimal(200), Decimal(999)),
    "factor": 400 * FACTOR,
}


@pytest.mark.parametrize(
    ("low", "high"),
    [
        (None, "249.99"), (None, "250"), ("250", None), ("250.01", None), ("100", "340"), ("100.01", "339.99"),
        ("200", "200"), ("0", "99.99"), ("340.01", ""), ("0", None),
    ],
)  # fmt: skip
def test_what_is_left_is_what_costs_that_much_ends_included(shelf, buyer: Client, low, high):
    expected = [
        shelf[key]
        for key in shelf
        if key in OWN and Decimal(low or 0) <= OWN[key] <= Decimal(high or 10**9)
    ]  # fmt: skip
    query = {name: text for name, text in (("price_from", low), ("price_to", high)) if text is not None}

    for address in (SWITCHES, "/catalog/networking/"):
        found = buyer.get(address, query).context["list"]
        assert {row["sku"] for row in found.page.rows} == set(skus(*expected))
        assert (found.page.total, found.counts.all_products) == (len(expected), 5)


def test_a_search_is_filtered_too(shelf, buyer: Client):
    assert sorted(skus_on(buyer, "/search/?q=switch&price_from=150&price_to=300")) == sorted(
        skus(shelf["agreed"], shelf["agreed_high"])
    )


def test_every_order_keeps_the_filter(shelf, buyer: Client):
    filtered = f"{SWITCHES}?price_from=200&price_to=340"

    assert skus_on(buyer, f"{filtered}&sort=price") == skus(shelf["agreed_high"], shelf["agreed"], shelf["factor"])
    assert skus_on(buyer, f"{filtered}&sort=-price") == skus(shelf["factor"], shelf["agreed"], shelf["agreed_high"])
    for sort in ("name", "stock", "relevance"):
        assert len(skus_on(buyer, f"{filtered}&sort={sort}")) == 3


def test_other_filters_are_counted_within_the_prices(shelf, buyer: Client):
    def counts(query: str) -> dict[str, int]:
        found = buyer.get(SWITCHES + query).context["list"]
        return {tick.label: tick.products for tick in (found.in_stock, *found.manufacturers.at_once)}

    assert counts("?price_to=340") == {"In stock": 2, "Kestrel": 2, "Merlin": 2}
    assert counts("?price_to=200") == {"In stock": 1, "Kestrel": 1, "Merlin": 1}
    assert counts("?price_to=200&stock=1") == {"In stock": 1, "Kestrel": 0, "Merlin": 1}
    assert counts("?price_from=250&m=merlin") == {"In stock": 0, "Kestrel": 1, "Merlin": 1}


def test_the_categories_below_are_counted_within_the_prices(shelf, buyer: Client):
    branches = buyer.get("/catalog/networking/?price_from=200&price_to=250").context["branches"]

    assert [(category.name, products) for category, products in branches] == [("Switches", 2)]


def test_each_end_is_a_chip_that_goes_away(shelf, buyer: Client):
    found = buyer.get(f"{SWITCHES}?m=merlin&price_from=150&price_to=1+250,50&sort=name").context["list"]

    assert [(chip.label.replace("\u00a0", " "), chip.address) for chip in found.chips] == [
        ("Merlin", "?price_from=150&price_to=1+250%2C50&sort=name"),
        ("From 150,00 kr", "?m=merlin&price_to=1+250%2C50&sort=name"),
        ("Up to 1 250,50 kr", "?m=merlin&price_from=150&sort=name"),
    ]
    assert found.without_filters == "?sort=name"


@pytest.mark.parametrize("nonsense", ["cheap", "-5", "1e3", "12,345,6", "9" * 30, "<b>", "\x00"])
def test_nonsense_is_said_beside_its_field_and_filters_nothing(shelf, buyer: Client, nonsense: str):
    answer = buyer.get(SWITCHES, {"price_from": nonsense, "price_to": "200"})

    found, html = answer.context["list"], answer.content.decode().replace("\u00a0", " ")
    assert found.page.total == 2
    assert found.prices["price_from"].value() == nonsense
    assert found.prices["price_to"].errors == []
    assert 'aria-describedby="id_price_from_error"' in html
    assert "Type an amount such as 1 250,00." in html
    assert [chip.label.replace("\u00a0", " ") for chip in found.chips] == ["Up to 200,00 kr"]


def test_ends_that_cross_are_said_beside_the_second(shelf, buyer: Client):
    found = buyer.get(f"{SWITCHES}?price_from=250&price_to=200").context["list"]

    assert found.prices["price_to"].errors == ["This is less than the lowest price."]
    assert found.page.total == 2


@pytest.mark.parametrize("text", ["", "   ", "\u00a0"])
def test_empty_fields_filter_nothing(shelf, buyer: Client, text: str):
    found = buyer.get(SWITCHES, {"price_from": text, "price_to": ""}).context["list"]

    assert (found.page.total, found.has_filters, found.prices.errors) == (5, False, {})


@pytest.mark.parametrize("key", ["support", "basic"])
def test_who_may_not_see_prices_cannot_ask_for_them(cast: Cast, shelf, sign_in: SignIn, key: str):
    member: Member = getattr(cast.norrsken, key)
    member.tick(frozenset(member.privileges) - {"view_prices"})
    member.save()

    answer = sign_in(member).get(f"{SWITCHES}?price_from=250&price_to=nonsense")

    html = answer.content.decode()
    assert (answer.context["list"].page.total, answer.context["list"].chips) == (5, [])
    assert 'name="price_from"' not in html
    assert "Type an amount" not in html


def test_visitors_filter_by_the_retail_price(cast: Cast, client: Client):
    nz = cast.markets["nz"]
    dear, cheap = make_product(), make_product()
    make_price(dear, nz, "10.00")  # what companies pay is not what visitors see
    retail = PriceList.objects.create(market=nz, code="retail", name="Retail", is_retail=True)
    edition = PriceListEdition.objects.create(price_list=retail, validity=DateRange(None, None))
    edition.entries.create(product=dear, price_minor=125_000)
    edition.entries.create(product=cheap, price_minor=9_900)
    client.cookies["market"] = "nz"

    assert skus_on(client, f"{SWITCHES}?price_from=1,250") == skus(dear)
    assert skus_on(client, f"{SWITCHES}?price_to=99") == skus(cheap)
    html = client.get(SWITCHES).content.decode()
    assert "Price, lowest first" in html
    assert "Retail price</legend>" in html.replace(", NZD", "")
    assert "Own price" not in html


def test_visitors_of_a_market_without_prices_get_no_filter(cast: Cast, shelf, client: Client):
    client.cookies["market"] = "se"

    answer = client.get(f"{SWITCHES}?price_from=250")

    assert answer.context["list"].page.total == 5
    assert 'name="price_from"' not in answer.content.decode()


def test_a_filter_by_price_costs_no_more_queries(cast: Cast, shelf, buyer: Client):
    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert buyer.get(f"/catalog/networking/{query}").status_code == 200
        return len(captured)

    queries("")  # the first page of a session writes it
    plain = queries("")
    assert queries("?price_from=1&price_to=900") <= plain
    for _ in range(8):
        a_switch(cast, price="300.00")
    assert queries("?price_from=1&price_to=900&sort=price") <= plain


@pytest.mark.parametrize(
    ("country", "text", "amount"),
    [
        ("SE", "1 250,50", "1250.50"), ("SE", "1\u00a0250", "1250"), ("SE", "1\u202f250.5", "1250.5"),
        ("SE", "1.250", "1250"), ("SE", "1,250", None), ("SE", "1.250,50", "1250.50"), ("SE", "12.34.56", None),
        ("NZ", "1,250.50", "1250.50"), ("NZ", "1,250", "1250"), ("NZ", "12,5", "12.5"), ("NZ", "1.250", None),
        ("NZ", "1.250,50", "1250.50"), ("NZ", "1,250,000", "1250000"), ("NZ", "1,25,000", None), ("NZ", "١٢", None),
        ("NZ", ",5", None), ("NZ", "5,", None), ("NZ", "NaN", None), ("NZ", "1250.505", None),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_of_the_country_write_them(cast: Cast, country: str, text: str, amount: str | None):
    with formats.override("en", country, cast.se.zone):
        assert read_amount(text, "SEK") == (None if amount is None else Decimal(amount))


def test_a_currency_without_decimals_takes_none(cast: Cast):
    with formats.override("es", "CL", cast.se.zone):
        assert read_amount("1.250", "CLP") == Decimal(1250)
        assert read_amount("1.250,50", "CLP") is None
