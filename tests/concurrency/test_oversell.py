"""Never oversold, never twice, whatever runs at once (ORD-2); and proof that the locks are what holds it."""

import time
import uuid
from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest
from django.db import transaction

from accounts.models import Member
from accounts.privileges import Role
from baskets.models import BasketStatus
from catalog.models import Product, Stock
from catalog.stock import NotEnoughStock, lock_stock
from invoices.models import CreditAccount
from orders import placing
from orders.models import Order
from orders.states import OrderStatus
from tests.cast import Cast, a_switch, assemble
from tests.concurrency.race import at_once, pressing_again
from tests.factories import NOON, make_company, make_member
from tests.orders.builders import a_basket, an_order, choices_of, shown_to

pytestmark = pytest.mark.django_db(transaction=True)
CROWDS = [(1, 50), (10, 50)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def strangers(cast: Cast, count: int) -> list[Member]:
    """Buyers of as many companies, so that nothing but the goods makes them meet."""
    return [make_member(make_company(cast.se, f"Reseller {n}"), Role.BUYER) for n in range(count)]


def a_press(buyer: Member, product: Product) -> Callable[[], Order]:
    """Finish order, on a page that shows one piece in stock."""
    basket = a_basket(buyer, {product: 1})
    choices = choices_of(buyer)
    shown = shown_to(buyer, basket, choices)
    return partial(placing.place_order, basket, by=buyer, key=uuid.uuid4(), shown=shown, choices=choices, now=NOON)


@pytest.mark.parametrize(("units", "buyers"), CROWDS)
def test_nothing_is_sold_twice(cast: Cast, units: int, buyers: int) -> None:
    switch = a_switch(cast, stockholm=units)
    presses = [a_press(buyer, switch) for buyer in strangers(cast, buyers)]

    results = at_once([partial(pressing_again, press, placing.TooBusy) for press in presses])

    orders = [result for result in results if isinstance(result, Order)]
    losers = [result for result in results if not isinstance(result, Order)]
    assert len(orders) == units
    assert {type(loser) for loser in losers} == {placing.OfferChanged}
    assert {order.number for order in orders} == {f"SE-{n}" for n in range(1, units + 1)}
    stock = Stock.objects.get(product=switch, warehouse=cast.stockholm)
    assert (stock.on_hand, stock.allocated) == (units, units)
    for press, result in zip(presses, results, strict=True):
        basket = press.args[0]  # type: ignore[attr-defined]
        basket.refresh_from_db()
        assert basket.status == (BasketStatus.ORDERED if isinstance(result, Order) else BasketStatus.ACTIVE)


@pytest.mark.parametrize(("units", "buyers"), CROWDS[:1])
def test_without_the_lock_more_would_be_promised_than_is_there(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, units: int, buyers: int
) -> None:
    """Buyers then agree to goods that are gone: only the last guard, the condition in the UPDATE, stops them."""
    monkeypatch.setattr(placing, "lock_stock", lambda *ids: list(Stock.objects.order_by("pk")))
    compare = placing.changes

    def slowly(*args):  # type: ignore[no-untyped-def]
        found = compare(*args)
        time.sleep(0.05)
        return found

    monkeypatch.setattr(placing, "changes", slowly)
    switch = a_switch(cast, stockholm=units)
    presses = [a_press(buyer, switch) for buyer in strangers(cast, buyers)]

    results = at_once([partial(pressing_again, press, placing.TooBusy) for press in presses])

    assert any(isinstance(result, NotEnoughStock) for result in results)


def test_five_copies_of_one_submission_are_one_order(cast: Cast) -> None:
    switch = a_switch(cast, stockholm=50)
    press = a_press(cast.norrsken.buyer, switch)

    results = at_once([partial(pressing_again, press, placing.TooBusy)] * 5)

    assert [str(result) for result in results] == ["SE-1"] * 5
    assert Order.objects.count() == 1
    assert Stock.objects.get(product=switch, warehouse=cast.stockholm).allocated == 1


def test_five_tabs_of_one_basket_are_one_order(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    basket = a_basket(buyer, {a_switch(cast, stockholm=50): 1})
    choices = choices_of(buyer)
    shown = shown_to(buyer, basket, choices)

    def press() -> Order:
        key = uuid.uuid4()
        return placing.place_order(basket, by=buyer, key=key, shown=shown, choices=choices, now=NOON)

    results = at_once([partial(pressing_again, press, placing.TooBusy)] * 5)

    order = Order.objects.get()
    refusals = [result for result in results if not isinstance(result, Order)]
    assert len(refusals) == 4
    assert all(isinstance(refusal, placing.AlreadyOrdered) and refusal.order == order for refusal in refusals)


def test_credit_for_three_orders_releases_three_of_eight(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    switch = a_switch(cast, stockholm=50)
    total = an_order(cast.lagerhuset.buyer, {switch: 1}).total + Decimal("700.00")  # chemical tax and VAT on it
    CreditAccount.objects.filter(company=buyer.company).update(limit=total * 3)
    presses = [a_press(buyer, switch) for _ in range(8)]

    results = at_once([partial(pressing_again, press, placing.TooBusy) for press in presses])

    statuses = sorted(result.status for result in results if isinstance(result, Order))
    assert statuses == [OrderStatus.HELD] * 5 + [OrderStatus.OPEN] * 3


def test_who_waits_too_long_for_a_lock_reads_a_plain_sentence_and_keeps_the_basket(cast: Cast) -> None:
    switch = a_switch(cast, stockholm=5)
    press = a_press(cast.norrsken.buyer, switch)

    with transaction.atomic():
        lock_stock([switch.pk], [cast.stockholm.pk])
        [result] = at_once([press])

    assert isinstance(result, placing.TooBusy)
    assert "Nothing was ordered" in str(result)
    assert press().number == "SE-1"
