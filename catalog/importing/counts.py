"""Counting the products of categories beforehand (CAT-16): after imports, and every few minutes for their stock."""

# ruff: noqa: S608  put together from texts of this file alone

from django.db.backends.utils import CursorWrapper

from catalog.importing.load import one_transaction, vacuum
from catalog.models import SLOTS, Dimension

WRITTEN = ("catalog_categorycount", "catalog_makercount")
BITS = 15  # of a smallint, one a market
_STOCKED = "coalesce(sum(products) FILTER (WHERE in_stock & {mask} <> 0), 0)"
_STOCK = f"ARRAY[{', '.join(_STOCKED.format(mask=1 << bit) for bit in range(BITS))}]"
MAKERS = """
CREATE TEMPORARY TABLE counted_maker ON COMMIT DROP AS
SELECT c1, c2, c3, manufacturer_id, in_stock, count(*)::int AS products
FROM catalog_listing WHERE is_listed GROUP BY 1, 2, 3, 4, 5
"""
# A lowest category may stand on a higher level and is then on all below it as well: it is counted once.
_LEVELS = "(SELECT DISTINCT unnest(ARRAY[c1, c2, c3]) AS category_id) level"
_BRANCHES = "(SELECT DISTINCT unnest(ARRAY[c1, c2]) AS category_id, unnest(ARRAY[c2, c3]) AS branch_id) level"
_FROM_MAKERS = f"""
SELECT level.category_id, {Dimension.MANUFACTURER}, manufacturer_id, products, in_stock
FROM counted_maker, LATERAL {_LEVELS}
UNION ALL SELECT level.category_id, {Dimension.ALL}, 0, products, in_stock FROM counted_maker, LATERAL {_LEVELS}
UNION ALL SELECT level.category_id, {Dimension.BRANCH}, level.branch_id, products, in_stock
FROM counted_maker, LATERAL {_BRANCHES} WHERE level.category_id <> level.branch_id
"""
_FROM_SLOTS = " ".join(
    f"""UNION ALL SELECT c3, {slot}, a{slot}, count(*)::int, in_stock FROM catalog_listing
    WHERE is_listed AND a{slot} IS NOT NULL GROUP BY c3, a{slot}, in_stock"""
    for slot in SLOTS
)
CATEGORIES = f"""
CREATE TEMPORARY TABLE counted_category ON COMMIT DROP AS
SELECT category_id, dimension, value, sum(products)::int AS products, {_STOCK}::int[] AS in_stock
FROM ({_FROM_MAKERS} {_FROM_SLOTS}) part (category_id, dimension, value, products, in_stock)
GROUP BY 1, 2, 3
"""
REPLACE = (
    "DELETE FROM catalog_makercount",
    """INSERT INTO catalog_makercount (c1, c2, c3, manufacturer_id, in_stock, products)
    SELECT c1, c2, c3, manufacturer_id, in_stock, products FROM counted_maker ORDER BY c1, c2, c3""",
    """DELETE FROM catalog_categorycount known WHERE NOT EXISTS (
        SELECT FROM counted_category new WHERE (new.category_id, new.dimension, new.value)
            = (known.category_id, known.dimension, known.value))""",
    """INSERT INTO catalog_categorycount AS known (category_id, dimension, value, products, in_stock)
    SELECT category_id, dimension, value, products, in_stock FROM counted_category
    ON CONFLICT (category_id, dimension, value) DO UPDATE
    SET products = excluded.products, in_stock = excluded.in_stock
    WHERE (known.products, known.in_stock) IS DISTINCT FROM (excluded.products, excluded.in_stock)""",
)


def count_anew(cursor: CursorWrapper) -> None:
    """Count every category by manufacturer, branch, facet and stock; readers see the old counts until it is done."""
    cursor.execute("DROP TABLE IF EXISTS counted_maker, counted_category")
    cursor.execute(MAKERS)
    cursor.execute(CATEGORIES)
    for statement in REPLACE:
        cursor.execute(statement)


def recount() -> None:
    """Count in a transaction of its own."""
    with one_transaction(is_dry_run=False) as cursor:
        count_anew(cursor)
    vacuum(*WRITTEN)
