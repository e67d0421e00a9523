"""A held order is released or refused by staff (ORD-5)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.stock import lock_stock
from catalog.stock import release as give_back
from common.database import tried_again
from orders import recording, telling
from orders.bid_pieces import give_back_bids
from orders.models import Allocation, Order
from orders.promising import promise_of
from orders.recording import IllegalMove
from orders.reserving import reserve_anew
from orders.states import EventKind, HoldOutcome, OrderStatus


class NotHeld(IllegalMove):
    """Only a held order is released or refused."""

    def __str__(self) -> str:
        return _("Order %(number)s is not held.") % {"number": self.order.number}


@tried_again
@transaction.atomic
def release(order: Order, *, by: User, now: datetime, note: str = "") -> Order:
    """Let a held order go on its way; it is free to ship from `now`, so its days are promised anew (MKT-4).

    Raises NotHeld.
    """
    order = _held(order, OrderStatus.OPEN)
    _decide(order, HoldOutcome.RELEASED, by=by, now=now, note=note)
    promise_anew(order, now=now)
    recording.move(order, OrderStatus.OPEN, now=now)
    recording.note(order, EventKind.RELEASED, by=by, now=now, facts={"note": note} if note else None)
    telling.released(order, now=now)
    return order


@tried_again
@transaction.atomic
def refuse(order: Order, *, by: User, now: datetime, note: str = "") -> Order:
    """Cancel a held order: stock and credit come back, and who placed it is told why. Raises NotHeld."""
    order = _held(order, OrderStatus.CANCELED)
    _decide(order, HoldOutcome.REFUSED, by=by, now=now, note=note)
    give_back_allocations(order, now=now)
    lines = list(order.lines.all())
    give_back_bids((line, line.open) for line in lines)
    for line in lines:
        line.canceled, line.allocated = line.quantity - line.shipped, 0
        line.save(update_fields=["canceled", "allocated"])
    recording.move(order, OrderStatus.CANCELED, now=now)
    recording.note(order, EventKind.REFUSED, by=by, now=now, facts={"note": note} if note else None)
    reserve_anew(order)
    telling.refused(order, reason=note, now=now)
    return order


def promise_anew(order: Order, *, now: datetime) -> None:
    """Promise a day to what is allocated and has none yet; none while a complete-only order waits for the rest.

    What was promised before stays: goods that arrive after the cutoff do not delay those that were there (MKT-4).
    """
    lines = list(order.lines.all())
    waits = order.ships_complete and any(line.backordered for line in lines)
    allocations = list(Allocation.objects.filter(line__order=order).select_related("warehouse", "line"))
    has_bid = any(line.bid_id for line in lines)
    promises = {
        place: promise_of(place, order.company, order.market, now=now, wished_on=order.wished_on, has_bid=has_bid)
        for place in {allocation.warehouse for allocation in allocations if allocation.ships_on is None}
        if not waits
    }
    cutoffs = [promise.cutoff_at for promise in promises.values()]
    if order.cutoff_at and any(allocation.ships_on for allocation in allocations):
        cutoffs.append(order.cutoff_at)
    for allocation in allocations:
        if allocation.ships_on is None and (promise := promises.get(allocation.warehouse)):
            allocation.ships_on = promise.ships_on
    Allocation.objects.bulk_update(allocations, ["ships_on"])
    for line in lines:
        days = [each.ships_on for each in allocations if each.line_id == line.pk and each.ships_on]
        line.promised_on = max(days, default=None)
        line.save(update_fields=["promised_on"])
    order.promised_on = max((each.ships_on for each in allocations if each.ships_on), default=None)
    order.cutoff_at = min(cutoffs, default=None)
    order.save(update_fields=["promised_on", "cutoff_at"])


def give_back_allocations(order: Order, *, now: datetime) -> None:
    """Return everything the order holds in stock to what is available; its stock rows are locked in order of id."""
    allocations = list(Allocation.objects.filter(line__order=order).select_related("line"))
    products, warehouses = {each.line.product_id for each in allocations}, {each.warehouse_id for each in allocations}
    rows = {(row.product_id, row.warehouse_id): row for row in lock_stock(products, warehouses)}
    for each in allocations:
        give_back(rows[each.line.product_id, each.warehouse_id], each.quantity, reference=order.number, now=now)
        each.delete()


def _held(order: Order, to: OrderStatus) -> Order:
    locked = Order.objects.locked().with_parties().get(pk=order.pk)
    if locked.status != OrderStatus.HELD:
        raise NotHeld(locked, to)
    return locked


def _decide(order: Order, outcome: HoldOutcome, *, by: User, now: datetime, note: str) -> None:
    order.holds.filter(decided_at=None).update(decided_at=now, decided_by=by, outcome=outcome, note=note)
