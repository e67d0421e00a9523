"""What waits for stock: served in order of age, canceled after its last date, its days kept true (ORD-1, ORD-4)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from accounts.models import Notification
from catalog.models import ExpectedDelivery, Stock
from catalog.stock import receive
from orders import backorders
from orders.models import Order
from orders.states import EventKind, OrderStatus
from tests.cast import Cast, a_switch
from tests.factories import NOON
from tests.orders.builders import a_shipment, an_order, fresh

TOMORROW = NOON + timedelta(days=1)


def test_arriving_goods_go_to_the_oldest_order_first(cast: Cast) -> None:
    switch = a_switch(cast)
    old = an_order(cast.norrsken.buyer, {switch: 2})
    young = an_order(cast.fjord.buyer, {switch: 2}, now=NOON + timedelta(minutes=1))
    receive(switch, cast.stockholm, 3, reference="delivery", now=TOMORROW)

    assert backorders.allocate_arrived(now=TOMORROW) == 2

    assert [fresh(order).lines.get().allocated for order in (old, young)] == [2, 1]
    assert fresh(old).promised_on == date(2026, 11, 20)
    assert Stock.objects.get(product=switch, warehouse=cast.stockholm).available == 0


def test_a_second_run_finds_nothing_left_to_do(cast: Cast) -> None:
    switch = a_switch(cast)
    order = an_order(cast.norrsken.buyer, {switch: 2})
    receive(switch, cast.stockholm, 2, reference="delivery", now=TOMORROW)

    assert [backorders.allocate_arrived(now=TOMORROW) for _ in range(2)] == [1, 0]

    assert order.events.filter(kind=EventKind.ALLOCATED).count() == 1
    assert Notification.objects.filter(template="orders/backorder_arrived").count() == 1


def test_goods_that_arrive_after_the_cutoff_ship_the_next_business_day(cast: Cast) -> None:
    switch = a_switch(cast)
    order = an_order(cast.norrsken.buyer, {switch: 2})
    friday_at_two = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
    receive(switch, cast.stockholm, 2, reference="delivery", now=friday_at_two)

    backorders.allocate_arrived(now=friday_at_two)

    assert fresh(order).promised_on == date(2026, 11, 23)


def test_what_was_promised_for_today_is_not_put_off_by_what_arrives_after_the_cutoff(cast: Cast) -> None:
    there, missing = a_switch(cast, stockholm=1), a_switch(cast)
    order = an_order(cast.norrsken.buyer, {there: 1, missing: 1})
    after_cutoff = NOON + timedelta(hours=3)
    receive(missing, cast.stockholm, 1, reference="delivery", now=after_cutoff)

    backorders.allocate_arrived(now=after_cutoff)

    assert [line.promised_on for line in order.lines.all()] == [date(2026, 11, 19), date(2026, 11, 20)]
    assert fresh(order).promised_on == date(2026, 11, 20)


def test_a_complete_only_order_takes_what_arrives_and_waits_for_the_rest(cast: Cast) -> None:
    switch = a_switch(cast)
    order = an_order(cast.norrsken.buyer, {switch: 3}, ships_complete=True)
    receive(switch, cast.stockholm, 2, reference="delivery", now=TOMORROW)
    backorders.allocate_arrived(now=TOMORROW)
    assert (fresh(order).promised_on, order.lines.get().allocated) == (None, 2)

    receive(switch, cast.boras, 1, reference="delivery", now=TOMORROW)
    backorders.allocate_arrived(now=TOMORROW)

    assert fresh(order).promised_on == date(2026, 11, 20)


def test_a_held_order_takes_what_arrives_and_promises_nothing(cast: Cast) -> None:
    switch = a_switch(cast)
    cast.norrsken.company.credit.is_stopped = True
    cast.norrsken.company.credit.save()
    order = an_order(cast.norrsken.buyer, {switch: 1})
    receive(switch, cast.stockholm, 1, reference="delivery", now=TOMORROW)

    backorders.allocate_arrived(now=TOMORROW)

    assert (fresh(order).status, fresh(order).promised_on, order.lines.get().allocated) == (OrderStatus.HELD, None, 1)


LAST_DATE = date(2026, 11, 30)
ON_THE_DAY = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)  # 23:00 in Stockholm
DAY_AFTER = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # 0:30 in Stockholm


def test_backorders_wait_through_their_last_date_and_are_canceled_on_the_day_after(cast: Cast) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 3}, backorders_until=LAST_DATE)

    assert backorders.cancel_expired(now=ON_THE_DAY) == 0
    assert [backorders.cancel_expired(now=DAY_AFTER) for _ in range(2)] == [1, 0]

    line = order.lines.get()
    assert (line.allocated, line.canceled, line.backordered) == (1, 2, 0)
    assert order.reserved > fresh(order).reserved == reserved_now(cast) > 0
    assert Notification.objects.filter(template="orders/backorders_canceled").count() == 1


def test_a_complete_only_order_ships_the_rest_after_its_last_date(cast: Cast) -> None:
    here, missing = a_switch(cast, stockholm=1), a_switch(cast)
    order = an_order(cast.norrsken.buyer, {here: 1, missing: 1}, ships_complete=True, backorders_until=LAST_DATE)

    backorders.cancel_expired(now=DAY_AFTER)

    assert fresh(order).promised_on == date(2026, 12, 1)
    a_shipment(order, cast.stockholm, now=DAY_AFTER)
    assert (fresh(order).status, reserved_now(cast)) == (OrderStatus.SHIPPED, Decimal(0))


def test_an_order_of_nothing_but_expired_backorders_is_canceled(cast: Cast) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast): 1}, backorders_until=LAST_DATE)

    backorders.cancel_expired(now=DAY_AFTER)

    assert (fresh(order).status, fresh(order).reserved, reserved_now(cast)) == (OrderStatus.CANCELED, 0, 0)


def test_a_partly_shipped_order_is_shipped_once_the_rest_is_canceled(cast: Cast) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 2}, backorders_until=LAST_DATE)
    a_shipment(order, cast.stockholm)

    backorders.cancel_expired(now=DAY_AFTER)

    done = fresh(order)
    assert (done.status, done.is_partly_shipped, done.reserved) == (OrderStatus.SHIPPED, False, 0)


def test_a_moved_delivery_moves_what_is_expected_and_keeps_the_first_promise(cast: Cast) -> None:
    switch = a_switch(cast)
    delivery = ExpectedDelivery.objects.create(
        product=switch, warehouse=cast.stockholm, expected_on=date(2026, 11, 24), quantity=5
    )
    order = an_order(cast.norrsken.buyer, {switch: 1})
    delivery.expected_on = date(2026, 12, 1)
    delivery.save()

    assert [backorders.refresh_expected(now=TOMORROW) for _ in range(2)] == [1, 0]

    line = order.lines.get()
    assert (line.first_expected_on, line.expected_on, line.expected_moved_on) == (
        date(2026, 11, 24),
        date(2026, 12, 1),
        date(2026, 11, 20),
    )


def test_a_delivery_is_expected_for_the_oldest_order_of_all_markets_that_the_warehouse_serves(cast: Cast) -> None:
    switch = a_switch(cast)
    for day in (date(2026, 11, 24), date(2026, 12, 1)):
        ExpectedDelivery.objects.create(product=switch, warehouse=cast.stockholm, expected_on=day, quantity=1)
    old = an_order(cast.norrsken.buyer, {switch: 1})
    young = an_order(cast.fjord.buyer, {switch: 1}, now=NOON + timedelta(minutes=1))

    assert backorders.refresh_expected(now=TOMORROW) == 0

    assert old.lines.get().expected_on == date(2026, 11, 24)
    assert young.lines.get().expected_on == date(2026, 12, 1)


def test_a_day_that_is_over_is_not_expected_any_more(cast: Cast) -> None:
    switch = a_switch(cast)
    ExpectedDelivery.objects.create(
        product=switch, warehouse=cast.stockholm, expected_on=date(2026, 11, 20), quantity=5
    )
    order = an_order(cast.norrsken.buyer, {switch: 1})

    assert backorders.refresh_expected(now=TOMORROW) == 0
    assert backorders.refresh_expected(now=TOMORROW + timedelta(days=1)) == 1

    line = order.lines.get()
    assert (line.first_expected_on, line.expected_on) == (date(2026, 11, 20), None)


def reserved_now(cast: Cast) -> Decimal:
    credit = cast.norrsken.company.credit
    credit.refresh_from_db()
    assert credit.reserved == sum(order.reserved for order in Order.objects.filter(company=cast.norrsken.company))
    return credit.reserved
