"""Orders at BIDs: pieces taken with the order, given back once, kept in the line's provenance (ORD-2, 6, 11)."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Member
from catalog.models import Bid, BidPrice, Product
from invoices.models import CreditAccount
from orders import backorders, holds, integrity, placing
from orders.drafting import draft_order
from orders.models import Order
from orders.states import OrderStatus
from tests.cast import Cast, a_staff_user, a_switch
from tests.catalog.bids import TERMS, left_of, make_bid
from tests.factories import NOON
from tests.orders.builders import a_basket, choices_of, shown_to
from tests.pressing import visit

BETWEEN_CUTOFFS = datetime(2026, 11, 19, 12, 30, tzinfo=UTC)  # 13:30 in Stockholm: too late for BID lines alone


@pytest.fixture
def switch(cast: Cast) -> Product:
    return a_switch(cast, price="3312.00", stockholm=50)


@pytest.fixture
def bid(cast: Cast, switch: Product) -> Bid:
    return make_bid(cast.norrsken.company, {switch: ("2900.00", 10)})


def press(buyer: Member, quantities: dict[Product, int], bid: Bid, **choices: object) -> Callable[[], Order]:
    """Finish order, on a page drawn now; all lines of the basket have the BID."""
    basket = a_basket(buyer, quantities)
    basket.lines.update(bid=bid)
    chosen = choices_of(buyer, **choices)
    shown = shown_to(buyer, basket, chosen)

    def place() -> Order:
        key = uuid.uuid4()
        return placing.place_order(basket, by=buyer, key=key, shown=shown, choices=chosen, now=NOON)

    return place


def test_the_order_takes_its_pieces_and_keeps_where_the_price_came_from(cast: Cast, switch: Product, bid: Bid):
    other = a_switch(cast, stockholm=5)

    order = press(cast.norrsken.buyer, {switch: 4, other: 1}, bid)()

    assert left_of(bid) == [6]
    found = order.lines.values_list("unit_price", "price_source", "price_source_name", "price_valid_until", "bid")
    assert list(found) == [
        (Decimal("2900.00"), "bid", "BID-7", bid.valid_to, bid.pk),
        (Decimal("3312.00"), "list", "Standard", date(2030, 12, 31), None),
    ]
    assert integrity.find() == []


def test_staff_cannot_delete_a_bid_that_orders_took_of(cast: Cast, switch: Product, bid: Bid):
    press(cast.norrsken.buyer, {switch: 4}, bid)()

    with pytest.raises(Exception, match="protected"):
        bid.delete()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda bid: BidPrice.objects.update(used=8), "Only 2 pieces are left of BID BID-7."),
        (lambda bid: Bid.objects.update(valid_to=date(2026, 11, 18)), "BID BID-7 ended on Nov 18, 2026."),
        (lambda bid: Bid.objects.update(terms=TERMS), "The terms of BID BID-7 are not accepted yet."),
    ],
)
def test_a_bid_that_ended_meanwhile_places_nothing_and_says_why(
    cast: Cast, switch: Product, bid: Bid, change: Callable[[Bid], object], why: str
):
    place = press(cast.norrsken.buyer, {switch: 4}, bid)
    change(bid)
    left = left_of(bid)

    with pytest.raises(placing.OfferChanged) as refusal:
        place()

    told = [str(each) for each in refusal.value.changes]
    assert told == [f"{switch.sku}: {why}", f"{switch.sku}: Own price 2,900.00 → 3,312.00."]
    assert (left_of(bid), Order.objects.count()) == (left, 0)


def test_another_bid_of_the_same_price_is_told(cast: Cast, switch: Product, bid: Bid):
    place = press(cast.norrsken.buyer, {switch: 4}, bid)
    other = make_bid(cast.norrsken.company, {switch: ("2900.00", 10)}, "BID-8")
    cast.norrsken.buyer.baskets.get().lines.update(bid=other)

    with pytest.raises(placing.OfferChanged) as refusal:
        place()

    assert [str(each) for each in refusal.value.changes] == [f"{switch.sku}: BID BID-7 → BID-8."]


def test_checkout_shows_the_bid_or_why_it_does_not_hold(
    cast: Cast, sign_in: Callable[[Member], Client], switch: Product, bid: Bid
):
    buyer = cast.norrsken.buyer
    basket = a_basket(buyer, {switch: 4})
    basket.lines.update(bid=bid)
    browser = sign_in(buyer)
    assert "2 900,00 BID BID-7 " in visit(browser, f"/checkout/{basket.pk}/").row(switch.sku)

    BidPrice.objects.update(used=8)

    row = visit(browser, f"/checkout/{basket.pk}/").row(switch.sku)
    assert "Only 2 pieces are left of BID BID-7." in row
    assert "3 312,00" in row


def test_bid_lines_have_the_earlier_cutoff(cast: Cast, switch: Product, bid: Bid):
    buyer = cast.norrsken.buyer
    basket, choices = a_basket(buyer, {switch: 4}), choices_of(buyer)

    def ships_on() -> date | None:
        return draft_order(basket, by=buyer, choices=choices, now=BETWEEN_CUTOFFS).ships_on

    assert ships_on() == BETWEEN_CUTOFFS.date()
    basket.lines.update(bid=bid)
    assert ships_on() == BETWEEN_CUTOFFS.date() + timedelta(days=1)


def test_a_released_hold_is_promised_by_the_earlier_cutoff(cast: Cast, switch: Product, bid: Bid):
    CreditAccount.objects.filter(company=cast.norrsken.company).update(is_stopped=True)
    order = press(cast.norrsken.buyer, {switch: 4}, bid)()
    assert order.status == OrderStatus.HELD

    holds.release(order, by=a_staff_user(), now=BETWEEN_CUTOFFS)

    order.refresh_from_db()
    assert order.promised_on == BETWEEN_CUTOFFS.date() + timedelta(days=1)


def test_a_refused_order_gives_its_pieces_back_once_though_the_bid_ended(cast: Cast, switch: Product, bid: Bid):
    CreditAccount.objects.filter(company=cast.norrsken.company).update(is_stopped=True)
    order = press(cast.norrsken.buyer, {switch: 4}, bid)()
    Bid.objects.update(valid_to=date(2026, 11, 18))
    assert left_of(bid) == [6]

    holds.refuse(order, by=a_staff_user(), now=NOON)
    with pytest.raises(holds.NotHeld):
        holds.refuse(order, by=a_staff_user("second@distributor.example"), now=NOON)

    assert left_of(bid) == [10]
    assert integrity.find() == []


def test_expired_backorders_give_back_what_was_missing(cast: Cast, bid: Bid):
    scarce = a_switch(cast, stockholm=3)
    deal = make_bid(cast.norrsken.company, {scarce: ("10.00", 10)}, "BID-8")
    press(cast.norrsken.buyer, {scarce: 8}, deal, backorders_until=NOON.date())()
    assert left_of(deal) == [2]

    for _ in range(2):
        backorders.cancel_expired(now=NOON + timedelta(days=1))

    assert left_of(deal) == [7]
    assert integrity.find() == []


def test_integrity_tells_what_does_not_add_up(cast: Cast, switch: Product, bid: Bid):
    order = press(cast.norrsken.buyer, {switch: 4}, bid)()
    BidPrice.objects.update(used=5)
    assert integrity.find() == [f"BID {bid.pk}: 5 of product {switch.pk} used, but orders took 4"]

    theirs = make_bid(cast.lagerhuset.company, {switch: ("1.00", 10)})
    order.lines.update(bid=theirs)
    line = order.lines.get()
    assert integrity.find() == [
        f"BID {bid.pk}: 5 of product {switch.pk} used, but orders took 0",
        f"BID {theirs.pk}: 0 of product {switch.pk} used, but orders took 4",
        f"line {line} is bought at a BID of another company",
    ]
    BidPrice.objects.all().delete()
    assert f"orders took 4 of product {switch.pk} of BID {theirs.pk}, which has no such product" in integrity.find()
