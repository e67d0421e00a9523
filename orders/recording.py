"""Steps of an order: the status follows from where its pieces are, and every step leaves a row with who and when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from orders.models import Order, OrderEvent
from orders.states import EventKind, OrderStatus, ShipmentStatus


class IllegalMove(Exception):
    """An order may not go from the status it has to the one asked for."""

    def __init__(self, order: Order, to: OrderStatus) -> None:
        super().__init__(order, to)
        self.order, self.to = order, to

    def __str__(self) -> str:
        return _("Order %(number)s is “%(status)s” and cannot become “%(to)s”.") % {
            "number": self.order.number,
            "status": self.order.get_status_display(),
            "to": self.to.label,
        }


def move(order: Order, to: OrderStatus, *, now: datetime) -> None:
    """Give a locked order another status and save it; staying where it is is no move. Raises IllegalMove."""
    if order.status != to:
        if not order.can_become(to):
            raise IllegalMove(order, to)
        order.status, order.status_since = to, now
    order.save(update_fields=["status", "status_since", "is_partly_shipped"])


def settle(order: Order, *, now: datetime) -> None:
    """Give an order that is neither held nor done the status that its shipments and open lines amount to (ORD-10)."""
    lines = list(order.lines.all())
    order.is_partly_shipped = any(line.shipped for line in lines) and any(line.open for line in lines)
    move(order, _status_of(order, has_open=any(line.open for line in lines)), now=now)


def _status_of(order: Order, *, has_open: bool) -> OrderStatus:
    statuses = set(order.shipments.values_list("status", flat=True))
    if ShipmentStatus.PICKING in statuses:
        return OrderStatus.PICKING
    if ShipmentStatus.PACKED in statuses:
        return OrderStatus.PACKED
    if has_open:
        return OrderStatus.OPEN
    if ShipmentStatus.SHIPPED in statuses:
        return OrderStatus.SHIPPED
    return OrderStatus.DELIVERED if statuses else OrderStatus.CANCELED


def note(
    order: Order, kind: EventKind, *, by: User | None, now: datetime, facts: Mapping[str, Any] | None = None
) -> OrderEvent:
    """Write one step into the order's timeline; `by` is None for what the clock did."""
    return OrderEvent.objects.create(
        order=order, kind=kind, status=order.status, by=by, facts=dict(facts or {}), at=now
    )
