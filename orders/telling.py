"""Who is told of an order's steps, and what; amounts reach only those who may view prices (ORD-7, ACC-13, ACC-26)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.models import Member, NotificationKind
from accounts.notifying import tell
from accounts.privileges import Privilege
from orders.models import Order, OrderLine, Shipment
from orders.states import HoldReason


def placed(order: Order, *, holds: Sequence[HoldReason], now: datetime) -> None:
    """Confirm an order to whoever placed it."""
    facts = _facts(order) | {
        "lines": [_line_facts(line) for line in order.lines.all()],
        "holds": [reason.value for reason in holds],
        "method": order.shipping_method.name,
        "ship_to": order.ship_to,
        "end_customer": order.end_customer_name,
        "observations": order.observations,
    }
    _tell(order, "order_confirmation", facts=facts, prices=_price_facts(order), key="placed", now=now)


def released(order: Order, *, now: datetime) -> None:
    _tell(order, "hold_released", facts=_facts(order), key=f"released:{now.isoformat()}", now=now)


def refused(order: Order, *, reason: str, now: datetime) -> None:
    _tell(order, "hold_refused", facts=_facts(order) | {"reason": reason}, key="refused", now=now)


def shipped(shipment: Shipment, *, now: datetime) -> None:
    """Tell what left, with the tracking number; the invoice is told by its own app."""
    order = shipment.order
    facts = _facts(order) | {
        "shipment": shipment.number,
        "warehouse": shipment.warehouse.name,
        "carrier": shipment.carrier,
        "tracking_number": shipment.tracking_number,
        "tracking_url": shipment.tracking_url,
        "estimated_on": shipment.estimated_on,
        "lines": [
            {
                "sku": line.line.sku,
                "own_number": line.line.own_number,
                "name": line.line.name,
                "quantity": line.quantity,
                "serials": line.serial_numbers,
            }
            for line in shipment.lines.select_related("line")
        ],
    }
    key = f"shipped:{shipment.number}"
    _tell(order, "shipment", facts=facts, key=key, kind=NotificationKind.SHIPMENT, now=now)


def backorder_arrived(order: Order, arrived: Sequence[tuple[OrderLine, int]], *, now: datetime) -> None:
    facts = _facts(order) | {
        "lines": [_moved_facts(line, pieces) for line, pieces in arrived],
        "waits": order.promised_on is None,
    }
    key = f"arrived:{now.isoformat()}"
    _tell(order, "backorder_arrived", facts=facts, key=key, kind=NotificationKind.BACKORDER, now=now)


def backorders_canceled(order: Order, canceled: Sequence[tuple[OrderLine, int]], *, now: datetime) -> None:
    facts = _facts(order) | {
        "lines": [_moved_facts(line, pieces) for line, pieces in canceled],
        "until": order.backorders_until,
    }
    key = f"expired:{now.isoformat()}"
    _tell(order, "backorders_canceled", facts=facts, key=key, kind=NotificationKind.BACKORDER, now=now)


def receivers_of(order: Order) -> list[Member]:
    """Whoever placed it while they may still see orders; after that the company's administrators."""
    buyer = Member.objects.ready_to_ask().get(pk=order.placed_by_id)
    if buyer.has_access() and buyer.may(Privilege.VIEW_ORDERS):
        return [buyer]
    return list(Member.objects.administrators().filter(company_id=order.company_id).ready_to_ask())


def _tell(
    order: Order,
    template: str,
    *,
    facts: dict[str, Any],
    key: str,
    now: datetime,
    prices: dict[str, Any] | None = None,
    kind: NotificationKind = NotificationKind.ORDER_CONFIRMATION,
) -> None:
    tell(
        receivers_of(order),
        kind=kind,
        key=f"order:{order.number}:{key}",
        template=f"orders/{template}",
        facts=facts,
        prices=prices,
        link=order.get_absolute_url(),
        now=now,
    )


def _facts(order: Order) -> dict[str, Any]:
    return {
        "number": order.number,
        "po_number": order.po_number,
        "promised_on": order.promised_on,
        "ships_complete": order.ships_complete,
    }


def _moved_facts(line: OrderLine, pieces: int) -> dict[str, Any]:
    return {"sku": line.sku, "own_number": line.own_number, "name": line.name, "quantity": pieces}


def _line_facts(line: OrderLine) -> dict[str, Any]:
    return {
        "sku": line.sku,
        "mpn": line.mpn,
        "own_number": line.own_number,
        "name": line.name,
        "quantity": line.quantity,
        "backordered": line.backordered,
        "expected_on": line.expected_on,
        "promised_on": line.promised_on,
    }


def _price_facts(order: Order) -> dict[str, Any]:
    return {
        "currency": order.currency,
        "lines": [_line_facts(line) | {"each": line.unit_price, "amount": line.amount} for line in order.lines.all()],
        "goods": order.goods,
        "chemical_tax": order.chemical_tax or None,
        "freight": order.freight,
        "taxes": [{"name": tax.name, "rate": tax.rate, "amount": tax.amount} for tax in order.taxes.all()],
        "total": order.total,
    }
