"""Which markets have a product in stock, as bits on its listing row; a market has, if one of its warehouses has."""

from collections.abc import Collection

from django.db import connection, transaction

LOCK = "SELECT 1 FROM catalog_listing WHERE product_id = ANY(%(ids)s) ORDER BY product_id FOR NO KEY UPDATE"
MARK = """
UPDATE catalog_listing listing SET in_stock = now.bits
FROM (
    SELECT each.product_id,
           coalesce(bit_or(1 << market.stock_bit) FILTER (WHERE stock.on_hand > stock.allocated), 0)::smallint AS bits
    FROM catalog_listing each
    LEFT JOIN catalog_stock stock ON stock.product_id = each.product_id
    LEFT JOIN markets_marketwarehouse serves ON serves.warehouse_id = stock.warehouse_id
    LEFT JOIN markets_market market ON market.id = serves.market_id
    WHERE each.product_id = ANY(%(ids)s) OR %(all)s
    GROUP BY each.product_id
) now
WHERE now.product_id = listing.product_id AND listing.in_stock IS DISTINCT FROM now.bits
"""


@transaction.atomic
def mark_in_stock(product_ids: Collection[int]) -> int:
    """Set the bits of these products where they changed, and return of how many they did.

    The rows are locked by a statement of their own: the next one then sees what others committed before.
    """
    ids = list(product_ids)
    with connection.cursor() as cursor:
        cursor.execute(LOCK, {"ids": ids})
        cursor.execute(MARK, {"ids": ids, "all": False})
        return cursor.rowcount


def mark_all_in_stock() -> int:
    """Set the bits of the whole catalog where they changed, in one statement; for imports."""
    with connection.cursor() as cursor:
        cursor.execute(MARK, {"ids": [], "all": True})
        return cursor.rowcount
