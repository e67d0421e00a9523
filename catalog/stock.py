"""The verbs of stock: each changes one row of `Stock` and notes the movement, so that the movements' sum is the row.

Nothing is ever allocated twice: every change is one UPDATE that holds its own condition, behind it stands the
constraint `stock_never_oversold` (CAT-13), and before it callers lock what they need with `lock_stock`.
"""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db import connection, transaction
from django.utils.translation import gettext as _

from catalog import watching
from catalog.listed_stock import mark_in_stock
from catalog.models import ExpectedDelivery, MovementKind, Product, Stock
from markets.models import Warehouse


class NotEnoughStock(Exception):
    """A warehouse holds less than was asked for."""

    def __init__(self, stock: Stock) -> None:
        super().__init__(stock)
        self.stock = stock

    def __str__(self) -> str:
        return _("There is not enough stock at %(warehouse)s.") % {"warehouse": self.stock.warehouse}


def lock_stock(product_ids: Collection[int], warehouse_ids: Collection[int]) -> list[Stock]:
    """Lock the stock of these products in these warehouses until the transaction ends, always in order of id."""
    stock = Stock.objects.filter(product_id__in=product_ids, warehouse_id__in=warehouse_ids)
    return list(stock.order_by("id").select_for_update(no_key=True))


@transaction.atomic
def allocate(stock: Stock, quantity: int, *, reference: str, now: datetime) -> None:
    """Keep `quantity` of what is available for an order. Raises `NotEnoughStock`."""
    _move(stock, MovementKind.ALLOCATED, allocated=_positive(quantity), reference=reference, now=now)


@transaction.atomic
def release(stock: Stock, quantity: int, *, reference: str, now: datetime) -> None:
    """Give allocated goods back to what is available. Raises `NotEnoughStock` where less is allocated."""
    _move(stock, MovementKind.RELEASED, allocated=-_positive(quantity), reference=reference, now=now)


@transaction.atomic
def ship(stock: Stock, quantity: int, *, reference: str, now: datetime) -> None:
    """Let allocated goods leave the warehouse. Raises `NotEnoughStock` where less is allocated."""
    left = -_positive(quantity)
    _move(stock, MovementKind.SHIPPED, on_hand=left, allocated=left, reference=reference, now=now)


@transaction.atomic
def receive(product: Product, warehouse: Warehouse, quantity: int, *, reference: str, now: datetime) -> Stock:
    """Take goods in; the earliest expected deliveries of the product to this warehouse are met by them.

    Who watches the product is told.
    """
    stock = _row(product, warehouse)
    _move(stock, MovementKind.RECEIVED, on_hand=_positive(quantity), reference=reference, now=now)
    _meet_expected(product, warehouse, quantity)
    watching.tell_of_stock(now=now, product_ids=[product.pk])
    return stock


@transaction.atomic
def set_on_hand(product: Product, warehouse: Warehouse, on_hand: int, *, reference: str, now: datetime) -> Stock:
    """Put the counted number on record and tell who watches. Raises `NotEnoughStock` where more is allocated."""
    _row(product, warehouse)
    [stock] = lock_stock([product.pk], [warehouse.pk])
    if stock.on_hand != on_hand:
        _move(stock, MovementKind.COUNTED, on_hand=on_hand - stock.on_hand, reference=reference, now=now)
    stock.counted_at = now
    stock.save(update_fields=["counted_at"])
    watching.tell_of_stock(now=now, product_ids=[product.pk])
    return stock


MOVE = """
WITH moved AS (
    UPDATE catalog_stock SET on_hand = on_hand + %(on_hand)s, allocated = allocated + %(allocated)s
    WHERE id = %(id)s AND allocated + %(allocated)s BETWEEN 0 AND on_hand + %(on_hand)s
    RETURNING id, on_hand, allocated
), noted AS (
    INSERT INTO catalog_stockmovement (stock_id, kind, on_hand, allocated, reference, at)
    SELECT id, %(kind)s, %(on_hand)s, %(allocated)s, %(reference)s, %(at)s FROM moved
)
SELECT on_hand, allocated FROM moved
"""


def _move(
    stock: Stock, kind: MovementKind, *, on_hand: int = 0, allocated: int = 0, reference: str, now: datetime
) -> None:
    change = {"on_hand": on_hand, "allocated": allocated}
    with connection.cursor() as cursor:
        cursor.execute(MOVE, change | {"id": stock.pk, "kind": kind.value, "reference": reference, "at": now})
        row = cursor.fetchone()
    if row is None:
        raise NotEnoughStock(stock)
    stock.on_hand, stock.allocated = row
    was_available = stock.available - on_hand + allocated
    if (stock.available > 0) != (was_available > 0):
        # After the commit: two orders that empty two warehouses would otherwise wait for each other's listing rows.
        transaction.on_commit(partial(mark_in_stock, [stock.product_id]), robust=True)


def _row(product: Product, warehouse: Warehouse) -> Stock:
    return Stock.objects.get_or_create(product=product, warehouse=warehouse)[0]


def _meet_expected(product: Product, warehouse: Warehouse, quantity: int) -> None:
    expected = ExpectedDelivery.objects.filter(product=product, warehouse=warehouse).order_by("expected_on")
    for delivery in expected.select_for_update():
        if quantity < delivery.quantity:
            delivery.quantity -= quantity
            delivery.save(update_fields=["quantity"])
            return
        quantity -= delivery.quantity
        delivery.delete()
        if not quantity:
            return


def _positive(quantity: int) -> int:
    if quantity <= 0:
        raise ValueError(f"A quantity of stock to move is positive, not {quantity}.")
    return quantity
