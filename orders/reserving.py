"""What an order takes of its company's credit: everything neither invoiced nor canceled, with taxes (ACC-23)."""

from decimal import Decimal

from common.money import round_money
from invoices import credit
from orders.models import Order

ZERO = Decimal(0)


def reserved_by(order: Order) -> Decimal:
    """The order's open pieces with their chemical tax, the freight not invoiced yet, and taxes at the order's rates."""
    lines = list(order.lines.all())
    if not any(line.open for line in lines):
        return ZERO
    net = sum((line.open * (line.unit_price + line.chemical_tax_each) for line in lines), ZERO)
    net += order.freight - freight_charged(order)
    taxes = (round_money(net * tax.rate / 100, order.currency) for tax in order.taxes.all())
    return net + sum(taxes, ZERO)


def freight_charged(order: Order) -> Decimal:
    """How much of the order's freight its shipments have been invoiced."""
    return sum((shipment.freight or ZERO for shipment in order.shipments.all()), ZERO)


def reserve_anew(order: Order) -> None:
    """Reckon a locked order's part of the credit again and move the credit by the difference.

    Locks the credit account, so every stock row is locked before.
    """
    wanted = reserved_by(order)
    change = wanted - order.reserved
    if change:
        credit.reserve(credit.locked_account(order.company), change)
        order.reserved = wanted
        order.save(update_fields=["reserved"])
