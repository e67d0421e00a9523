"""The last pieces of a BID are taken once, whoever presses first (CAT-6, ORD-2); and proof that the lock holds it."""

import uuid
from functools import partial

import pytest

from accounts.models import Member
from accounts.privileges import Role
from catalog import bids
from catalog.models import BidAcceptance, BidPrice, Product, Stock
from invoices.models import CreditAccount
from orders import integrity, placing
from orders.models import Order
from tests.cast import Cast, a_switch, assemble
from tests.catalog.bids import TERMS, accept, left_of, make_bid
from tests.concurrency.race import at_once, pressing_again
from tests.factories import NOON, make_member, make_user
from tests.orders.builders import a_basket, choices_of, shown_to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


@pytest.fixture
def switch(cast: Cast) -> Product:
    return a_switch(cast, stockholm=20)


@pytest.fixture
def nothing_else_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the goods' stock nor the company's credit, which the two share here, makes them wait for each other."""
    monkeypatch.setattr(placing, "lock_stock", lambda *ids: list(Stock.objects.order_by("pk")))
    monkeypatch.setattr(placing.credit, "locked_account", lambda company: CreditAccount.objects.get(company=company))


def presses(cast: Cast, switch: Product, count: int) -> list[partial[Order]]:
    """As many colleagues finish an order of three pieces each; the BID has five."""
    bid = make_bid(cast.norrsken.company, {switch: ("2900.00", 5)})
    people = [
        make_member(cast.norrsken.company, Role.BUYER, user=make_user(f"buyer{n}@norrsken-it.example"))
        for n in range(count)
    ]
    return [a_press(each, switch, bid.pk) for each in people]


def a_press(buyer: Member, switch: Product, bid_id: int) -> partial[Order]:
    basket, choices = a_basket(buyer, {switch: 3}), choices_of(buyer)
    basket.lines.update(bid=bid_id)
    shown = shown_to(buyer, basket, choices)
    return partial(placing.place_order, basket, by=buyer, key=uuid.uuid4(), shown=shown, choices=choices, now=NOON)


@pytest.mark.usefixtures("nothing_else_locks")
def test_of_two_who_take_the_last_pieces_one_wins(cast: Cast, switch: Product) -> None:
    pressed = [partial(pressing_again, press, placing.TooBusy) for press in presses(cast, switch, 2)]

    results = at_once(pressed, behind=BidPrice.objects.all())

    [order] = [result for result in results if isinstance(result, Order)]
    [loser] = [result for result in results if isinstance(result, placing.OfferChanged)]
    assert str(loser.changes[0]) == f"{switch.sku}: Only 2 pieces are left of BID BID-7."
    assert order.lines.get().price_source == "bid"
    assert left_of(BidPrice.objects.get().bid) == [2]
    assert integrity.find() == []


@pytest.mark.usefixtures("nothing_else_locks")
def test_without_the_lock_both_agree_to_pieces_that_are_gone(
    cast: Cast, switch: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the last guard, the condition in the UPDATE, then stops the second."""
    monkeypatch.setattr(bids, "lock", lambda taken: [])
    pressed = presses(cast, switch, 2)

    results = at_once(pressed, behind=BidPrice.objects.all())

    assert any(isinstance(result, bids.NotEnoughLeft) for result in results)


def test_terms_that_two_accept_at_once_are_accepted_once(cast: Cast, switch: Product) -> None:
    bid = make_bid(cast.norrsken.company, {switch: ("2900.00", 5)}, terms=TERMS)

    at_once([partial(accept, bid, cast.norrsken.buyer), partial(accept, bid, cast.norrsken.admin)])

    assert BidAcceptance.objects.count() == 1
