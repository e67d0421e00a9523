"""From the shelf to the doorstep: pick, pack, ship, deliver (ORD-17). Each verb is one step and one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.stock import lock_stock
from catalog.stock import ship as take_from_stock
from common.database import tried_again
from invoices.billing import issue_invoice
from markets import calendar, numbers
from markets.models import NumberSeries, Warehouse
from orders import recording, telling
from orders.freight_shares import share_of_freight
from orders.invoicing import invoice_draft
from orders.models import Allocation, Order, Shipment, ShipmentLine
from orders.recording import IllegalMove
from orders.reserving import reserve_anew
from orders.states import IN_THE_WAREHOUSE, PICKABLE, EventKind, OrderStatus, ShipmentStatus


class NothingToPick(Exception):
    """The warehouse holds nothing for the order that is not being picked already."""

    def __init__(self, order: Order, warehouse: Warehouse) -> None:
        super().__init__(order, warehouse)
        self.order, self.warehouse = order, warehouse

    def __str__(self) -> str:
        return _("%(warehouse)s has nothing to pick for %(number)s.") % {
            "warehouse": self.warehouse.name,
            "number": self.order.number,
        }


class WaitsForTheRest(Exception):
    """The buyer wants everything at once, and something is still missing (ORD-4)."""

    def __init__(self, order: Order) -> None:
        super().__init__(order)
        self.order = order

    def __str__(self) -> str:
        return _("Order %(number)s ships complete only, and not everything is there yet.") % {
            "number": self.order.number
        }


class IllegalShipmentMove(Exception):
    """A shipment may not go from the status it has to the one asked for."""

    def __init__(self, shipment: Shipment, to: ShipmentStatus) -> None:
        super().__init__(shipment, to)
        self.shipment, self.to = shipment, to

    def __str__(self) -> str:
        return _("Shipment %(number)s is “%(status)s” and cannot become “%(to)s”.") % {
            "number": self.shipment.number,
            "status": self.shipment.get_status_display(),
            "to": self.to.label,
        }


class TrackingNumberMissing(Exception):
    """A parcel without a tracking number cannot be followed (ORD-9)."""

    def __str__(self) -> str:
        return _("Enter the carrier and the tracking number.")


class SerialNumbersMissing(Exception):
    """A product is tracked by serial number, and there are not as many different ones as pieces."""

    def __init__(self, line: ShipmentLine) -> None:
        super().__init__(line)
        self.line = line

    def __str__(self) -> str:
        return _("%(sku)s needs %(pieces)s different serial numbers.") % {
            "sku": self.line.line.sku,
            "pieces": self.line.quantity,
        }


@tried_again
@transaction.atomic
def start_picking(order: Order, warehouse: Warehouse, *, by: User, now: datetime) -> Shipment:
    """Begin to gather everything that a warehouse holds for an order.

    Raises IllegalMove, WaitsForTheRest, NothingToPick.
    """
    order = Order.objects.locked().with_parties().get(pk=order.pk)
    if order.status not in PICKABLE:
        raise IllegalMove(order, OrderStatus.PICKING)
    if order.ships_complete and any(line.backordered for line in order.lines.all()):
        raise WaitsForTheRest(order)
    wanted = to_pick(order, warehouse)
    if not wanted:
        raise NothingToPick(order, warehouse)
    shipment = Shipment.objects.create(
        order=order,
        company=order.company,
        warehouse=warehouse,
        picking_at=now,
        number=numbers.next_number(order.market, NumberSeries.Kind.SHIPMENT),
    )
    ShipmentLine.objects.bulk_create(
        ShipmentLine(shipment=shipment, line=allocation.line, quantity=pieces) for allocation, pieces in wanted
    )
    _step(shipment, order, EventKind.PICKING, by=by, now=now)
    return shipment


def to_pick(order: Order, warehouse: Warehouse) -> list[tuple[Allocation, int]]:
    """What a warehouse holds for an order and nobody is picking or packing yet."""
    gathered = dict(
        ShipmentLine.objects.filter(
            shipment__order=order, shipment__warehouse=warehouse, shipment__status__in=IN_THE_WAREHOUSE
        )
        .order_by()
        .values_list("line_id")
        .annotate(pieces=Sum("quantity"))
    )
    held = Allocation.objects.filter(line__order=order, warehouse=warehouse).select_related("line")
    left = ((allocation, allocation.quantity - gathered.get(allocation.line_id, 0)) for allocation in held)
    return [(allocation, pieces) for allocation, pieces in left if pieces > 0]


@tried_again
@transaction.atomic
def pack(shipment: Shipment, *, by: User, now: datetime) -> Shipment:
    """Close the parcel. Raises IllegalShipmentMove."""
    shipment = _locked(shipment, ShipmentStatus.PACKED)
    shipment.status, shipment.packed_at = ShipmentStatus.PACKED, now
    shipment.save(update_fields=["status", "packed_at"])
    _step(shipment, shipment.order, EventKind.PACKED, by=by, now=now)
    return shipment


@tried_again
@transaction.atomic
def ship(
    shipment: Shipment,
    *,
    carrier: str,
    tracking_number: str,
    serials: Mapping[int, Sequence[str]] | None = None,
    by: User,
    now: datetime,
) -> Shipment:
    """Hand a packed parcel to the carrier: stock leaves, the invoice is issued, credit moves, the buyer is told.

    `serials` are serial numbers by id of the shipment's line, needed where a product is tracked. The chemical tax is
    that of the day (LSKE 12 §). Raises IllegalShipmentMove, TrackingNumberMissing, SerialNumbersMissing.
    """
    shipment = _locked(shipment, ShipmentStatus.SHIPPED)
    order = shipment.order
    if not (carrier.strip() and tracking_number.strip()):
        raise TrackingNumberMissing
    shipment.carrier, shipment.tracking_number = carrier.strip(), tracking_number.strip()
    lines = list(shipment.lines.select_related("line__product"))
    _take_serials(lines, serials or {})
    _take_out(shipment, lines, now)
    shipment.freight = share_of_freight(order)
    shipment.invoice = issue_invoice(invoice_draft(shipment, lines, on=_today(order, now)), now=now)
    shipment.status, shipment.shipped_at = ShipmentStatus.SHIPPED, now
    shipment.estimated_on = calendar.add_business_days(
        order.market, None, _today(order, now), order.shipping_method.most_days
    )
    shipment.save()
    order.promised_on = Allocation.objects.filter(line__order=order).aggregate(day=Max("ships_on"))["day"]
    order.save(update_fields=["promised_on"])
    _step(shipment, order, EventKind.SHIPPED, by=by, now=now)
    reserve_anew(order)
    telling.shipped(shipment, now=now)
    return shipment


@tried_again
@transaction.atomic
def confirm_delivery(shipment: Shipment, *, by: User | None, now: datetime) -> Shipment:
    """Note that the parcel has arrived; with its last one the order is delivered. Raises IllegalShipmentMove."""
    shipment = _locked(shipment, ShipmentStatus.DELIVERED)
    shipment.status, shipment.delivered_at = ShipmentStatus.DELIVERED, now
    shipment.save(update_fields=["status", "delivered_at"])
    _step(shipment, shipment.order, EventKind.DELIVERED, by=by, now=now)
    return shipment


def _locked(shipment: Shipment, to: ShipmentStatus) -> Shipment:
    """The shipment under its order's lock, which every step of the order takes first. Raises IllegalShipmentMove."""
    order = Order.objects.locked().with_parties().get(pk=shipment.order_id)
    locked = Shipment.objects.select_related("warehouse").get(pk=shipment.pk)
    locked.order = order
    if not locked.can_become(to):
        raise IllegalShipmentMove(locked, to)
    return locked


def _step(shipment: Shipment, order: Order, kind: EventKind, *, by: User | None, now: datetime) -> None:
    recording.settle(order, now=now)
    pieces = shipment.lines.aggregate(pieces=Sum("quantity"))["pieces"]
    facts = {"shipment": shipment.number, "warehouse": shipment.warehouse.name, "pieces": pieces}
    if shipment.invoice:
        facts["invoice"] = shipment.invoice.number
    recording.note(order, kind, by=by, now=now, facts=facts)


def _take_serials(lines: Sequence[ShipmentLine], serials: Mapping[int, Sequence[str]]) -> None:
    for line in lines:
        given = [serial.strip() for serial in serials.get(line.pk, ()) if serial.strip()]
        is_enough = len(set(given)) == len(given) == line.quantity
        if (line.line.product.has_serial_numbers or given) and not is_enough:
            raise SerialNumbersMissing(line)
        line.serial_numbers = given
    ShipmentLine.objects.bulk_update(lines, ["serial_numbers"])


def _take_out(shipment: Shipment, lines: Sequence[ShipmentLine], now: datetime) -> None:
    """Stock, allocations and lines, each by what leaves; stock rows are locked in order of id."""
    products = {line.line.product_id for line in lines}
    rows = {row.product_id: row for row in lock_stock(products, [shipment.warehouse_id])}
    allocations = Allocation.objects.filter(line__shipment_lines__in=lines, warehouse=shipment.warehouse_id)
    held = {allocation.line_id: allocation for allocation in allocations}
    for line in lines:
        take_from_stock(rows[line.line.product_id], line.quantity, reference=shipment.number, now=now)
        allocation = held[line.line_id]
        allocation.quantity -= line.quantity
        if allocation.quantity:
            allocation.save(update_fields=["quantity"])
        else:
            allocation.delete()
        line.line.allocated -= line.quantity
        line.line.shipped += line.quantity
        line.line.save(update_fields=["allocated", "shipped"])


def _today(order: Order, now: datetime) -> date:
    return now.astimezone(order.market.zone).date()
