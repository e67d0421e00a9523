"""Which warehouse gives how many pieces of a line, and when the rest is expected (MKT-10, ORD-4). Pure reckoning."""

from collections.abc import Iterable, Sequence
from datetime import date

from catalog.offers import Delivery, WarehouseStock


def share_out(quantity: int, stock: Iterable[WarehouseStock]) -> list[tuple[int, int]]:
    """Warehouse and pieces, the preferred warehouse first, as far as there is stock."""
    shares: list[tuple[int, int]] = []
    for place in stock:
        pieces = min(quantity, place.available)
        if pieces > 0:
            shares.append((place.warehouse_id, pieces))
            quantity -= pieces
    return shares


def expected_on(missing: int, ahead: int, deliveries: Sequence[Delivery]) -> date | None:
    """The day on which the last missing piece is expected, after the `ahead` pieces of older backorders; None: unknown.

    `deliveries` are in order of their days.
    """
    needed = missing + ahead
    for delivery in deliveries:
        needed -= delivery.quantity
        if needed <= 0:
            return delivery.expected_on
    return None
