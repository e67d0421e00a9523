"""The states of orders and shipments, named groups of them, and the legal moves (ORD-10)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrderStatus(TextChoices):
    HELD = "held", _("Held")
    OPEN = "open", _("Open")
    PICKING = "picking", _("Picking")
    PACKED = "packed", _("Packed")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")
    CANCELED = "canceled", _("Canceled")


OUTSTANDING = (OrderStatus.HELD, OrderStatus.OPEN, OrderStatus.PICKING, OrderStatus.PACKED)
PICKABLE = (OrderStatus.OPEN, OrderStatus.PICKING, OrderStatus.PACKED)  # with several warehouses one may be ahead

ORDER_MOVES: dict[OrderStatus, frozenset[OrderStatus]] = {
    OrderStatus.HELD: frozenset({OrderStatus.OPEN, OrderStatus.CANCELED}),
    # What was left of a partly shipped order may be canceled: then the rest is all of it.
    OrderStatus.OPEN: frozenset(
        {OrderStatus.PICKING, OrderStatus.CANCELED, OrderStatus.SHIPPED, OrderStatus.DELIVERED}
    ),
    OrderStatus.PICKING: frozenset({OrderStatus.PACKED}),
    # Part of it left: what waits for stock is open again, or another warehouse begins.
    OrderStatus.PACKED: frozenset({OrderStatus.SHIPPED, OrderStatus.OPEN, OrderStatus.PICKING}),
    OrderStatus.SHIPPED: frozenset({OrderStatus.DELIVERED}),
    OrderStatus.DELIVERED: frozenset(),
    OrderStatus.CANCELED: frozenset(),
}


class ShipmentStatus(TextChoices):
    PICKING = "picking", _("Picking")
    PACKED = "packed", _("Packed")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")


IN_THE_WAREHOUSE = (ShipmentStatus.PICKING, ShipmentStatus.PACKED)

SHIPMENT_MOVES: dict[ShipmentStatus, frozenset[ShipmentStatus]] = {
    ShipmentStatus.PICKING: frozenset({ShipmentStatus.PACKED}),
    ShipmentStatus.PACKED: frozenset({ShipmentStatus.SHIPPED}),
    ShipmentStatus.SHIPPED: frozenset({ShipmentStatus.DELIVERED}),
    ShipmentStatus.DELIVERED: frozenset(),
}


class HoldReason(TextChoices):
    CREDIT_LIMIT = "credit_limit", _("The order passes the credit limit")
    OVERDUE = "overdue", _("Invoices are overdue")
    STOPPED = "stopped", _("The distributor stopped the account")


class HoldOutcome(TextChoices):
    RELEASED = "released", _("Released")
    REFUSED = "refused", _("Refused")


class EventKind(TextChoices):
    """Steps of an order, as its timeline names them."""

    PLACED = "placed", _("Placed")
    HELD = "held", _("Held")
    RELEASED = "released", _("Released")
    REFUSED = "refused", _("Refused")
    PICKING = "picking", _("Picking")
    PACKED = "packed", _("Packed")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")
    ALLOCATED = "allocated", _("Stock arrived")
    EXPECTED_MOVED = "expected_moved", _("Expected date moved")
    EXPIRED = "expired", _("Backorders canceled")
