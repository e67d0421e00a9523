"""The statements of the stock import; each writes only what differs."""

STAGING = """
    line bigint, sku text, warehouse_id bigint, on_hand int, expected_on date, expected_quantity int, product_id int
"""
DROP_SAME = """
DELETE FROM staged_stock late USING (
    SELECT sku, warehouse_id, expected_on, min(line) AS line FROM staged_stock GROUP BY 1, 2, 3 HAVING count(*) > 1
) early
WHERE late.sku = early.sku AND late.warehouse_id = early.warehouse_id
  AND late.expected_on IS NOT DISTINCT FROM early.expected_on AND late.line > early.line
RETURNING late.line, late.sku
"""
DROP_SAME_COUNT = """
DELETE FROM staged_stock late USING (
    SELECT sku, warehouse_id, min(line) AS line FROM staged_stock WHERE on_hand IS NOT NULL
    GROUP BY 1, 2 HAVING count(*) > 1
) early
WHERE late.sku = early.sku AND late.warehouse_id = early.warehouse_id AND late.on_hand IS NOT NULL
  AND late.line > early.line
RETURNING late.line, late.sku
"""
DROP_UNKNOWN = """
DELETE FROM staged_stock row WHERE NOT EXISTS (SELECT 1 FROM catalog_product WHERE sku = row.sku)
RETURNING line, sku
"""
KNOW_IDS = (
    "UPDATE staged_stock row SET product_id = product.id FROM catalog_product product WHERE product.sku = row.sku"
)
# In order of id, as every verb locks stock.
LOCK = """
SELECT 1 FROM catalog_stock WHERE (product_id, warehouse_id) IN (
    SELECT product_id, warehouse_id FROM staged_stock WHERE on_hand IS NOT NULL
) ORDER BY id FOR NO KEY UPDATE
"""
DROP_BELOW_ALLOCATED = """
DELETE FROM staged_stock row USING catalog_stock stock
WHERE stock.product_id = row.product_id AND stock.warehouse_id = row.warehouse_id AND row.on_hand < stock.allocated
RETURNING row.line, row.sku
"""
ADD_COUNTS = """
WITH added AS (
    INSERT INTO catalog_stock (product_id, warehouse_id, on_hand, allocated, counted_at)
    SELECT product_id, warehouse_id, on_hand, 0, %(now)s FROM staged_stock WHERE on_hand IS NOT NULL
    ORDER BY product_id, warehouse_id
    ON CONFLICT (product_id, warehouse_id) DO NOTHING
    RETURNING id, product_id, warehouse_id, on_hand
), moved AS (
    INSERT INTO catalog_stockmovement (stock_id, kind, on_hand, allocated, reference, at)
    SELECT id, 'counted', on_hand, 0, %(reference)s, %(now)s FROM added WHERE on_hand > 0
)
INSERT INTO touched_stock
SELECT row.line, true FROM added JOIN staged_stock row USING (product_id, warehouse_id) WHERE row.on_hand IS NOT NULL
"""
CHANGE_COUNTS = """
WITH differing AS (
    SELECT stock.id, row.line, row.on_hand, row.on_hand - stock.on_hand AS change
    FROM catalog_stock stock JOIN staged_stock row USING (product_id, warehouse_id) WHERE row.on_hand <> stock.on_hand
), moved AS (
    INSERT INTO catalog_stockmovement (stock_id, kind, on_hand, allocated, reference, at)
    SELECT id, 'counted', change, 0, %(reference)s, %(now)s FROM differing
), changed AS (
    UPDATE catalog_stock stock SET on_hand = differing.on_hand, counted_at = %(now)s
    FROM differing WHERE differing.id = stock.id
)
INSERT INTO touched_stock SELECT line, false FROM differing
"""
# A delivery that the file names replaces what was expected of the product there; none of a quantity takes it away.
DROP_EXPECTED = """
WITH gone AS (
    DELETE FROM catalog_expecteddelivery known USING (
        SELECT product_id, warehouse_id, min(line) AS line,
               array_agg(expected_on) FILTER (WHERE expected_quantity > 0) AS days
        FROM staged_stock WHERE expected_on IS NOT NULL GROUP BY 1, 2
    ) row
    WHERE known.product_id = row.product_id AND known.warehouse_id = row.warehouse_id
      AND known.expected_on <> ALL (coalesce(row.days, '{}'))
    RETURNING row.line
)
INSERT INTO touched_stock SELECT line, false FROM gone
"""
CHANGE_EXPECTED = """
WITH changed AS (
    UPDATE catalog_expecteddelivery known SET quantity = row.expected_quantity FROM staged_stock row
    WHERE known.product_id = row.product_id AND known.warehouse_id = row.warehouse_id
      AND known.expected_on = row.expected_on AND known.quantity <> row.expected_quantity
    RETURNING row.line
)
INSERT INTO touched_stock SELECT line, false FROM changed
"""
ADD_EXPECTED = """
WITH added AS (
    INSERT INTO catalog_expecteddelivery (product_id, warehouse_id, expected_on, quantity)
    SELECT product_id, warehouse_id, expected_on, expected_quantity FROM staged_stock WHERE expected_quantity > 0
    ORDER BY product_id, warehouse_id
    ON CONFLICT DO NOTHING RETURNING product_id, warehouse_id, expected_on
)
INSERT INTO touched_stock
SELECT row.line, true FROM added JOIN staged_stock row USING (product_id, warehouse_id, expected_on)
"""
# A row counts once: as added where its count is new or all of it is.
TOUCHED = """
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM (
    SELECT line, bool_and(is_new) AS is_new FROM touched_stock GROUP BY line
) row
"""
_TOLD = """
SELECT row.line, row.sku FROM (
    SELECT line, bool_and(is_new) AS is_new FROM touched_stock GROUP BY line
) touched JOIN staged_stock row ON row.line = touched.line WHERE {} ORDER BY 1
"""
ADDED_ROWS, CHANGED_ROWS = _TOLD.format("touched.is_new"), _TOLD.format("NOT touched.is_new")
