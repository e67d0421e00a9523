"""How an order's freight is spread over its invoices: by weight, so that the shares sum to it exactly (INV-2)."""

from collections.abc import Iterable
from decimal import Decimal

from common.money import round_money
from orders.models import Order, OrderLine
from orders.reserving import freight_charged


def share_of_freight(order: Order) -> Decimal:
    """The freight on the invoice of what leaves now, before taxes; the last shipment takes the rest.

    The order's lines already count what leaves as shipped. What all shipments so far weigh of the whole order decides
    what they have been charged in all; where nothing has a weight, pieces count.
    """
    lines = list(order.lines.all())
    charged = freight_charged(order)
    if not any(line.open for line in lines):
        return order.freight - charged
    so_far, whole = _weighed(lines)
    return max(round_money(order.freight * so_far / whole, order.currency) - charged, Decimal(0))


def _weighed(lines: Iterable[OrderLine]) -> tuple[Decimal, Decimal]:
    """What has shipped and what was ordered, by weight, or by pieces where nothing has a weight."""
    lines = list(lines)
    has_weight = any(line.weight_grams for line in lines)
    weights = [line.weight_grams if has_weight else 1 for line in lines]
    shipped = sum(weight * line.shipped for weight, line in zip(weights, lines, strict=True))
    whole = sum(weight * line.quantity for weight, line in zip(weights, lines, strict=True))
    return Decimal(shipped), Decimal(whole)
