"""Goods in the warehouses, as they stood before the history began, and what is on its way to them."""

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from catalog.listed_stock import mark_all_in_stock
from portal.demo.drawing import drawn
from portal.demo.price_lists import HISTORY

KEY = "product.sku || warehouse.code"
# Two in three warehouses carry a product; one product in ten is out everywhere, and what is discontinued mostly is.
STOCK = f"""
WITH counted AS (
    INSERT INTO catalog_stock (product_id, warehouse_id, on_hand, allocated, counted_at)
    SELECT product.id, warehouse.id, CASE
        WHEN {drawn("out", "product.sku")} < (CASE product.life_cycle WHEN 'discontinued' THEN 0.9 ELSE 0.1 END) THEN 0
        WHEN {drawn("empty", KEY)} < 0.33 THEN 0
        ELSE ceil(exp({drawn("on hand", KEY)} * 5.0) * (CASE WHEN listing.base_minor < 5000 THEN 5 ELSE 1 END))::int
    END, 0, %(at)s
    FROM catalog_product product
    JOIN catalog_listing listing ON listing.product_id = product.id
    CROSS JOIN markets_warehouse warehouse
    WHERE {drawn("carried", KEY)} < 0.66
    ORDER BY product.id, warehouse.id
    ON CONFLICT DO NOTHING
    RETURNING id, on_hand
)
INSERT INTO catalog_stockmovement (stock_id, kind, on_hand, allocated, reference, at)
SELECT id, 'counted', on_hand, 0, 'opening count', %(at)s FROM counted WHERE on_hand > 0
"""
EXPECTED = f"""
INSERT INTO catalog_expecteddelivery (product_id, warehouse_id, expected_on, quantity)
SELECT product_id, warehouse_id, day + (CASE extract(isodow FROM day) WHEN 6 THEN 2 WHEN 7 THEN 1 ELSE 0 END)::int,
       quantity
FROM (
    SELECT product.id AS product_id, warehouse.id AS warehouse_id,
           %(today)s::date + (2 + 30 * {drawn("expected on", KEY)})::int AS day,
           (10 + 90 * {drawn("expected", KEY)})::int AS quantity
    FROM catalog_stock stock
    JOIN catalog_product product ON product.id = stock.product_id
    JOIN markets_warehouse warehouse ON warehouse.id = stock.warehouse_id
    WHERE stock.on_hand = 0 AND product.life_cycle = 'active' AND {drawn("coming", KEY)} < 0.75
) coming
ORDER BY product_id, warehouse_id
ON CONFLICT DO NOTHING
"""


def fill_shelves(cursor: CursorWrapper, now: datetime) -> None:
    """Count the stock of every warehouse before the history, and expect deliveries after today."""
    cursor.execute(STOCK, {"at": now - HISTORY})
    cursor.execute(EXPECTED, {"today": now.date()})
    mark_all_in_stock()
