"""What a row says in words: the day it ships, what is on the way, how much is there (ux 12, 25; CAT-3)."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from catalog.models import ExpectedDelivery, LifeCycle, Product
from catalog.offers import Buyer, offers_for
from catalog.rows import Row, rows_of, stock_in_words
from common import formats
from tests.cast import Cast, a_switch
from tests.factories import NOON

ON = NOON.date()
AFTER_CUTOFF = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)  # exactly 14:00 in Stockholm
FRIDAY_EVENING = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


@pytest.fixture
def buyer(cast: Cast) -> Buyer:
    return Buyer.of(cast.norrsken.buyer)


def row_of(product: Product, buyer: Buyer, *, now: datetime = NOON) -> Row:
    offers = offers_for([product.pk], buyer, on=ON)
    with formats.override("en", "SE", ZoneInfo("Europe/Stockholm")):
        return rows_of(offers.values(), buyer, now=now)[0]


def ships(row: Row) -> tuple[str, str, str]:
    return row["ships_kind"], row["ships"], row["ships_note"]


@pytest.mark.parametrize(("now", "day"), [(NOON, "Today"), (AFTER_CUTOFF, "Tomorrow"), (FRIDAY_EVENING, "Mon 23 Nov")])
def test_what_is_in_stock_ships_by_the_cutoff(cast: Cast, buyer: Buyer, now: datetime, day: str):
    assert ships(row_of(a_switch(cast, boras=1), buyer, now=now)) == ("in-stock", day, "")


def test_a_companys_own_cutoff_counts(cast: Cast, buyer: Buyer):
    cast.norrsken.company.agreed_cutoff = time(16)
    buyer = Buyer(buyer.market, cast.norrsken.company, shows_prices=True, shows_stock=True)

    assert row_of(a_switch(cast, boras=1), buyer, now=AFTER_CUTOFF)["ships"] == "Today"


def test_what_is_not_there_tells_the_next_delivery(cast: Cast, buyer: Buyer):
    product = a_switch(cast)
    assert ships(row_of(product, buyer)) == ("out", "Out of stock", "no date yet")

    ExpectedDelivery.objects.create(product=product, warehouse=cast.boras, expected_on=date(2026, 11, 24), quantity=12)
    assert ships(row_of(product, buyer)) == ("expected", "24 Nov · 12", "")


def test_a_discontinued_product_says_so_and_links_what_follows(cast: Cast, buyer: Buyer):
    successor = a_switch(cast)
    row = row_of(a_switch(cast, boras=3, life_cycle=LifeCycle.DISCONTINUED, successor=successor), buyer)

    assert ships(row) == ("", "Discontinued", "")
    assert row["successor_address"] == successor.get_absolute_url()


def test_stock_is_a_number_up_to_five_hundred():
    assert [stock_in_words(number) for number in (0, 1, 500, 501)] == ["–", "1", "500", "over 500"]
