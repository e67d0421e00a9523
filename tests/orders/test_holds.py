"""Held orders: staff release or refuse them (ORD-5)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.models import Notification
from catalog.models import Stock
from orders import holds
from orders.models import Order
from orders.states import EventKind, HoldOutcome, OrderStatus
from tests.cast import Cast, a_staff_user, a_switch
from tests.factories import NOON
from tests.orders.builders import an_order


@pytest.fixture
def held(cast: Cast) -> Order:
    buyer = cast.norrsken.buyer
    buyer.company.credit.is_stopped = True
    buyer.company.credit.save()
    return an_order(buyer, {a_switch(cast, stockholm=2): 2})


def test_a_release_before_the_cutoff_ships_the_same_day(held: Order) -> None:
    one_minute_to_two = datetime(2026, 11, 20, 12, 59, 59, tzinfo=UTC)

    order = holds.release(held, by=a_staff_user(), now=one_minute_to_two)

    assert (order.status, order.promised_on) == (OrderStatus.OPEN, date(2026, 11, 20))
    assert order.lines.get().promised_on == date(2026, 11, 20)


def test_a_release_at_the_cutoff_ships_the_next_business_day(held: Order) -> None:
    friday_at_two = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)

    assert holds.release(held, by=a_staff_user(), now=friday_at_two).promised_on == date(2026, 11, 23)


def test_a_release_says_who_and_tells_the_buyer(held: Order) -> None:
    staff = a_staff_user()

    order = holds.release(held, by=staff, now=NOON, note="paid")

    hold = order.holds.get()
    assert (hold.outcome, hold.decided_by, hold.note) == (HoldOutcome.RELEASED, staff, "paid")
    assert order.events.last().kind == EventKind.RELEASED
    assert Notification.objects.filter(template="orders/hold_released").count() == 1


def test_a_refusal_gives_stock_and_credit_back_once(held: Order) -> None:
    order = holds.refuse(held, by=a_staff_user(), now=NOON, note="no")

    line = order.lines.get()
    assert (order.status, line.allocated, line.canceled, order.reserved) == (OrderStatus.CANCELED, 0, 2, Decimal(0))
    assert not Stock.objects.filter(allocated__gt=0).exists()
    credit = order.company.credit
    credit.refresh_from_db()
    assert credit.reserved == 0
    assert order.holds.get().outcome == HoldOutcome.REFUSED
    assert Notification.objects.get(template="orders/hold_refused").facts["reason"] == "no"


@pytest.mark.parametrize("verb", [holds.release, holds.refuse])
@pytest.mark.parametrize("status", [status for status in OrderStatus if status != OrderStatus.HELD])
def test_only_a_held_order_is_released_or_refused(held: Order, verb, status: OrderStatus) -> None:
    Order.objects.filter(pk=held.pk).update(status=status)

    with pytest.raises(holds.NotHeld, match="is not held"):
        verb(held, by=a_staff_user(), now=NOON)
