"""What waits for stock: served in order of age as goods arrive, canceled after its last date, its days kept true.

ORD-1, ORD-4, ORD-9; the arriving goods of a complete-only order wait with it.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from catalog.models import ExpectedDelivery, Stock
from catalog.offers import Delivery, WarehouseStock
from catalog.stock import allocate, lock_stock
from common.database import Busy, tried_again
from markets.models import Market, MarketWarehouse
from orders import plan, recording, telling
from orders.bid_pieces import give_back_bids
from orders.holds import promise_anew
from orders.models import Allocation, Order, OrderLine
from orders.reserving import reserve_anew
from orders.states import EventKind, OrderStatus

logger = logging.getLogger(__name__)

Arrived = list[tuple[OrderLine, int]]


def allocate_arrived(*, now: datetime) -> int:
    """Give what is in stock to the orders that wait for it, the oldest first; returns how many got something."""
    served = 0
    for order in _orders_with_stock():
        with _holding_up_no_other(order):
            served += allocate_to(order, now=now)
    return served


@contextmanager
def _holding_up_no_other(order: Order) -> Iterator[None]:
    """Leave an order that somebody holds right now for the next sweep."""
    try:
        yield
    except Busy:
        logger.warning("order %s is busy and waits for the next sweep", order.number)


@tried_again
@transaction.atomic
def allocate_to(order: Order, *, now: datetime) -> bool:
    """Give an order what it waits for, as far as its market's warehouses have it, and promise a day for it.

    Returns whether there was anything. Who placed it is told.
    """
    order = Order.objects.locked().with_parties().get(pk=order.pk)
    lines = list(OrderLine.objects.filter(order=order).backordered())
    warehouses = order.market.warehouses_in_order()
    rows = {
        (row.product_id, row.warehouse_id): row
        for row in lock_stock([line.product_id for line in lines], [place.pk for place in warehouses])
    }
    arrived: Arrived = []
    for line in lines:
        stock = [
            WarehouseStock(place.pk, place.name, row.available)
            for place in warehouses
            if (row := rows.get((line.product_id, place.pk)))
        ]
        shares = plan.share_out(line.backordered, stock)
        for warehouse_id, pieces in shares:
            allocate(rows[line.product_id, warehouse_id], pieces, reference=order.number, now=now)
            _hold_at(line, warehouse_id, pieces)
        if got := sum(pieces for _, pieces in shares):
            arrived.append((line, got))
    if not arrived:
        return False
    _take_in(order, arrived, now)
    return True


def _take_in(order: Order, arrived: Arrived, now: datetime) -> None:
    for line, pieces in arrived:
        line.allocated += pieces
        if not line.backordered:
            line.expected_on = None
        line.save(update_fields=["allocated", "expected_on"])
    if order.status != OrderStatus.HELD:
        promise_anew(order, now=now)
    recording.note(order, EventKind.ALLOCATED, by=None, now=now, facts={"pieces": sum(pieces for _, pieces in arrived)})
    telling.backorder_arrived(order, arrived, now=now)


def _hold_at(line: OrderLine, warehouse_id: int, pieces: int) -> None:
    allocation, is_new = Allocation.objects.get_or_create(
        line=line, warehouse_id=warehouse_id, defaults={"quantity": pieces}
    )
    if not is_new:
        allocation.quantity += pieces
        allocation.ships_on = None  # one row, one day: that of its last piece
        allocation.save(update_fields=["quantity", "ships_on"])


def _orders_with_stock() -> list[Order]:
    """Orders that wait for something which a warehouse of their market has, the oldest first."""
    on_shelf = Stock.objects.filter(
        product_id=OuterRef("product_id"),
        on_hand__gt=F("allocated"),
        warehouse__markets=OuterRef("order__market_id"),
    )
    waiting = OrderLine.objects.backordered().filter(Exists(on_shelf), order_id=OuterRef("pk"))
    return list(Order.objects.filter(Exists(waiting)).order_by("placed_at", "pk"))


def cancel_expired(*, now: datetime) -> int:
    """Cancel what orders still wait for on the day after their last date for backorders (ORD-1, ORD-4)."""
    allocate_arrived(now=now)  # what is on the shelf is not canceled because nobody was there to give it
    canceled = 0
    for market in Market.objects.all():
        today = now.astimezone(market.zone).date()
        waiting = OrderLine.objects.backordered().filter(order_id=OuterRef("pk"))
        for order in Order.objects.filter(Exists(waiting), market=market, backorders_until__lt=today):
            with _holding_up_no_other(order):
                canceled += cancel_backorders(order, now=now)
    return canceled


@tried_again
@transaction.atomic
def cancel_backorders(order: Order, *, now: datetime) -> bool:
    """Cancel what an order still waits for; what is there ships, credit and BID pieces of the rest come back, once."""
    order = Order.objects.locked().with_parties().get(pk=order.pk)
    missing = [(line, line.backordered) for line in OrderLine.objects.filter(order=order).backordered()]
    if not missing:
        return False
    for line, pieces in missing:
        line.canceled += pieces
        line.expected_on = None
        line.save(update_fields=["canceled", "expected_on"])
    give_back_bids(missing)
    if order.status == OrderStatus.HELD:
        if not any(line.open for line in order.lines.all()):
            recording.move(order, OrderStatus.CANCELED, now=now)
    else:
        recording.settle(order, now=now)
        if order.status in (OrderStatus.OPEN, OrderStatus.PICKING, OrderStatus.PACKED):
            promise_anew(order, now=now)
    recording.note(order, EventKind.EXPIRED, by=None, now=now, facts={"pieces": sum(pieces for _, pieces in missing)})
    reserve_anew(order)
    telling.backorders_canceled(order, missing, now=now)
    return True


def refresh_expected(*, now: datetime) -> int:
    """Reckon anew when each backordered line is expected, the oldest first; returns how many days moved (ORD-9)."""
    moved = 0
    for market in Market.objects.all():
        for line, day in _expected_anew(market, now.astimezone(market.zone).date()):
            if line.expected_on != day:
                moved += move_expected(line, day, now=now)
    return moved


@transaction.atomic
def move_expected(line: OrderLine, day: date | None, *, now: datetime) -> bool:
    """Write another expected day of a backordered line, with a step in the order's timeline."""
    order = Order.objects.locked().with_parties().get(pk=line.order_id)
    line = OrderLine.objects.get(pk=line.pk)
    if not line.backordered or line.expected_on == day:
        return False
    facts = {"sku": line.sku, "before": str(line.expected_on or ""), "now": str(day or "")}
    line.first_expected_on = line.first_expected_on or day
    line.expected_on, line.expected_moved_on = day, now.astimezone(order.market.zone).date()
    line.save(update_fields=["expected_on", "first_expected_on", "expected_moved_on"])
    recording.note(order, EventKind.EXPECTED_MOVED, by=None, now=now, facts=facts)
    return True


def _expected_anew(market: Market, today: date) -> Iterator[tuple[OrderLine, date | None]]:
    """Each waiting line of the market and its day, reckoned as checkout does it.

    Older orders of other markets come first where the same warehouse serves them; a day that is over promises nothing.
    """
    serving = list(MarketWarehouse.objects.filter(market=market).values_list("warehouse_id", flat=True))
    sharing = Market.objects.filter(warehouses__in=serving)
    lines = OrderLine.objects.backordered().filter(order__market__in=sharing).select_related("order")
    lines = lines.order_by("order__placed_at", "pk")
    deliveries = _deliveries(serving, {line.product_id for line in lines}, today)
    ahead: dict[int, int] = defaultdict(int)
    for line in lines:
        if line.order.market_id == market.pk:
            yield line, plan.expected_on(line.backordered, ahead[line.product_id], deliveries[line.product_id])
        ahead[line.product_id] += line.backordered


def _deliveries(warehouse_ids: list[int], product_ids: set[int], today: date) -> dict[int, list[Delivery]]:
    rows = ExpectedDelivery.objects.filter(
        product_id__in=product_ids, warehouse_id__in=warehouse_ids, expected_on__gte=today
    )
    found: dict[int, list[Delivery]] = defaultdict(list)
    for row in rows.order_by("expected_on", "pk"):
        found[row.product_id].append(Delivery(row.expected_on, row.quantity, row.warehouse_id))
    return found
