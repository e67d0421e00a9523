"""Every page that lists products asks the database as often for two hundred of them as for two (CAT-16)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import Value
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import BidPrice, Listing, OwnPartNumber, Product, Watch
from tests.cast import Cast
from tests.catalog.bids import make_bid
from tests.catalog.promotions import make_promotion
from tests.catalog.wholesale import fill
from tests.factories import NOON

FEW, MANY = 2, 200
SWITCHES = "/catalog/networking/switches/"
LISTS = (
    f"{SWITCHES}?size=200",
    f"{SWITCHES}?size=200&sort=stock&m=kestrel&price_from=0.01",
    f"{SWITCHES}price-list.csv",
    "/search/?size=200&q=wholesale",
    "/search/price-list.csv?q=wholesale",
    "/catalog/promotions/?size=200",
    "/watches/?size=200",
    "/company/part-numbers/?size=200",
    "/company/part-numbers/export.csv",
    "/bids/?size=200",
    "/bids/export.csv",
)
SEEN_ONCE = ("/products/W1/",)
FIRST_FEW = ("/search/suggestions/?q=wholesale", "/compare/?p=W1&p=W2&p=W3&p=W4", "/products/W1/")


def test_pages_ask_as_often_for_two_hundred_products_as_for_two(cast: Cast, client: Client) -> None:
    client.force_login(cast.norrsken.buyer.user)
    with taken_back():
        sell(cast, FEW)
        for page in SEEN_ONCE:
            client.get(page)  # what only a first visit asks for
        few = seen(client)
    with taken_back():
        sell(cast, MANY)
        many = seen(client)

    assert {page: queries for page, (queries, _rows) in many.items()} == {
        page: queries for page, (queries, _rows) in few.items()
    }
    assert all(few[page][1] == FEW and many[page][1] == MANY for page in LISTS), (few, many)


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sell(cast: Cast, number: int) -> None:
    """So many products: found by a word, promoted, watched, with own numbers, in a BID."""
    buyer = cast.norrsken.buyer
    like = fill(cast, number)
    Listing.objects.filter(product=like).update(is_listed=False)
    Listing.objects.update(doc=SearchVector(Value("wholesale switch"), config="simple"))
    products = list(Product.objects.filter(source="wholesale").order_by("pk"))
    prices = dict.fromkeys(products, "0.01")
    make_promotion(cast.se, prices, first=date(2020, 1, 1), last=date(2090, 12, 31))
    told = {"member": buyer, "created_at": NOON, "digested_at": NOON, "stock": True, "price": True}
    Watch.objects.bulk_create(Watch(product=product, **told) for product in products)
    OwnPartNumber.objects.bulk_create(
        OwnPartNumber(company=buyer.company, product=product, number=f"N{n}", norm=f"N{n}", changed_at=NOON)
        for n, product in enumerate(products)
    )
    bid = make_bid(buyer.company, {})
    BidPrice.objects.bulk_create(BidPrice(bid=bid, product=product, price_minor=1, quantity=1) for product in products)


def seen(client: Client) -> dict[str, tuple[int, int]]:
    """How many queries each page makes, and how many of the products stand on it."""
    found = {}
    for page in (*LISTS, *FIRST_FEW):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(page)
            text = b"".join(answer).decode() if answer.streaming else answer.text
        assert answer.status_code == 200, page
        found[page] = len(captured), len({n for n in range(1, MANY + 1) if f"Wholesale switch {n} with" in text})
    return found
