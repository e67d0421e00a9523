"""The statements of the product import; each writes only what differs."""

# ruff: noqa: S608  put together from texts of this file alone; values come from tables

from catalog.importing import facet_sql

# --- Rows that cannot stand beside others -------------------------------------------------------------------------

DROP_SAME_SKU = """
DELETE FROM staged_product late
USING (SELECT sku, min(line) AS line FROM staged_product GROUP BY sku HAVING count(*) > 1) early
WHERE late.sku = early.sku AND late.line > early.line
RETURNING late.line, late.sku, early.line::text
"""
DROP_SAME_SOURCE_ROW = """
DELETE FROM staged_product late
USING (
    SELECT source, source_id, min(line) AS line FROM staged_product WHERE source_id IS NOT NULL
    GROUP BY source, source_id HAVING count(*) > 1
) early
WHERE late.source IS NOT DISTINCT FROM early.source AND late.source_id = early.source_id AND late.line > early.line
RETURNING late.line, late.sku, late.source_id
"""
DROP_OTHERS_SOURCE_ROW = """
DELETE FROM staged_product late USING catalog_product other
WHERE other.source_id <> '' AND other.source_id = late.source_id AND other.source = coalesce(late.source, '')
  AND other.sku <> late.sku
RETURNING late.line, late.sku, other.sku
"""
SAME_MPNS = """
SELECT line, sku, spelling || ' ' || mpn, place FROM (
    SELECT line, sku, spelling, mpn, row_number() OVER (PARTITION BY maker.id, upper(mpn) ORDER BY line) AS place
    FROM staged_product row JOIN staged_maker maker ON maker.spelling = row.manufacturer WHERE mpn IS NOT NULL
) numbered WHERE place > 1 ORDER BY line
"""

# --- Products -----------------------------------------------------------------------------------------------------

GROUPS = """
INSERT INTO catalog_discountgroup (manufacturer_id, category_id)
SELECT DISTINCT maker.id, place.c1 FROM staged_product row
JOIN staged_maker maker ON maker.spelling = row.manufacturer
JOIN staged_category place ON place.names = row.category
WHERE NOT EXISTS (
    SELECT 1 FROM catalog_discountgroup known WHERE known.manufacturer_id = maker.id AND known.category_id = place.c1
)
"""
READY = """
CREATE TEMPORARY TABLE ready_product ON COMMIT DROP AS
SELECT row.*, maker.id AS manufacturer_id, place.c1, place.c2, place.c3, groups.id AS group_id,
       product.id AS id, product.id IS NULL AS is_new
FROM staged_product row
JOIN staged_maker maker ON maker.spelling = row.manufacturer
JOIN staged_category place ON place.names = row.category
JOIN catalog_discountgroup groups ON groups.manufacturer_id = maker.id AND groups.category_id = place.c1
LEFT JOIN catalog_product product ON product.sku = row.sku
"""
# Of each column: what a new product without it gets.
DEFAULTS = {
    "mpn": "''",
    "gtin": "''",
    "description": "''",
    "attributes": "'{}'::jsonb",
    "kind": "'goods'",
    "life_cycle": "'active'",
    "weight_grams": "NULL",
    "cn_code": "''",
    "chemical_reduction": "0",
    "license_program": "''",
    "warranty_months": "NULL",
    "is_returnable": "true",
    "has_serial_numbers": "false",
    "minimum_quantity": "1",
    "order_multiple": "1",
    "source": "''",
    "source_id": "''",
}
ALWAYS = {
    "name": "row.name",
    "manufacturer_id": "row.manufacturer_id",
    "category_id": "row.c3",
    "group_id": "row.group_id",
}
_KEPT = ALWAYS | {column: f"coalesce(row.{column}, product.{column})" for column in DEFAULTS}
_KEPT["needs_id"] = "CASE WHEN row.needs = 0 THEN NULL ELSE coalesce(row.needs, product.needs_id) END"
_KEPT["made"] = (
    "array_remove(array_remove(product.made, CASE WHEN row.weight_grams IS NOT NULL THEN 'weight' END),"
    " CASE WHEN row.base_minor IS NOT NULL THEN 'price' END)"
)
UPDATE_PRODUCTS = f"""
WITH changed AS (
    UPDATE catalog_product product SET {", ".join(f"{column} = {value}" for column, value in _KEPT.items())}
    FROM ready_product row
    WHERE product.id = row.id
      AND ({", ".join(f"product.{column}" for column in _KEPT)}) IS DISTINCT FROM ({", ".join(_KEPT.values())})
    RETURNING product.id
)
INSERT INTO changed_product SELECT id FROM changed
"""
_NEW = ALWAYS | {column: f"coalesce(row.{column}, {value})" for column, value in DEFAULTS.items()}
_NEW["needs_id"] = "nullif(row.needs, 0)"
INSERT_PRODUCTS = f"""
INSERT INTO catalog_product (sku, made, {", ".join(_NEW)})
SELECT row.sku, '{{}}', {", ".join(_NEW.values())} FROM ready_product row WHERE row.id IS NULL ORDER BY row.line
ON CONFLICT (sku) DO NOTHING
"""
KNOW_IDS = """
UPDATE ready_product row SET id = product.id FROM catalog_product product
WHERE row.id IS NULL AND product.sku = row.sku
"""
SET_SUCCESSORS = """
WITH changed AS (
    UPDATE catalog_product product SET successor_id = successor.id
    FROM ready_product row JOIN catalog_product successor ON successor.sku = row.successor
    WHERE product.id = row.id AND successor.id <> product.id AND product.successor_id IS DISTINCT FROM successor.id
    RETURNING product.id
)
INSERT INTO changed_product SELECT id FROM changed
"""
UNKNOWN_SUCCESSORS = """
SELECT row.line, row.sku, row.successor FROM ready_product row LEFT JOIN catalog_product successor
    ON successor.sku = row.successor AND successor.id <> row.id
WHERE row.successor IS NOT NULL AND successor.id IS NULL ORDER BY row.line
"""

# --- The numbers a product is found by ----------------------------------------------------------------------------

_NORM = "regexp_replace(upper({}), '[^A-Z0-9]', '', 'g')"
# A GTIN of 12 digits is one of 13 with a leading zero; both are found.
NUMBERS = f"""
SELECT row.id AS product_id, number.kind, {_NORM.format("number.text")} COLLATE "C" AS norm
FROM ready_product row JOIN catalog_product product ON product.id = row.id,
LATERAL (
    SELECT 1 AS kind, product.sku AS text
    UNION ALL SELECT 2, product.mpn
    UNION ALL SELECT 3, product.gtin
    UNION ALL SELECT 3, '0' || product.gtin WHERE length(product.gtin) = 12
    UNION ALL SELECT 3, substr(product.gtin, 2) WHERE length(product.gtin) = 13 AND left(product.gtin, 1) = '0'
    UNION ALL SELECT 4, unnest(row.others)
) number
"""
DROP_PART_NUMBERS = f"""
WITH gone AS (
    DELETE FROM catalog_partnumber known USING ready_product row
    WHERE known.product_id = row.id AND (known.kind < 4 OR row.others IS NOT NULL)
      AND NOT EXISTS (
          SELECT 1 FROM ({NUMBERS}) number
          WHERE number.product_id = known.product_id AND number.kind = known.kind AND number.norm = known.norm
      )
    RETURNING known.product_id
)
INSERT INTO changed_product SELECT product_id FROM gone
"""
INSERT_PART_NUMBERS = f"""
WITH added AS (
    INSERT INTO catalog_partnumber (product_id, kind, norm)
    SELECT DISTINCT product_id, kind, norm FROM ({NUMBERS}) number WHERE norm <> ''
    ON CONFLICT DO NOTHING RETURNING product_id
)
INSERT INTO changed_product SELECT product_id FROM added
"""

# --- The narrow copy that lists scan ------------------------------------------------------------------------------

WORDS = """
to_tsvector('simple', concat_ws(' ', product.name, maker.name, product.sku, product.mpn, (
    SELECT string_agg(norm, ' ' ORDER BY norm) FROM catalog_partnumber number WHERE number.product_id = product.id
)))
"""
_LISTED = {
    "c1": "row.c1",
    "c2": "row.c2",
    "c3": "row.c3",
    "manufacturer_id": "row.manufacturer_id",
    "group_id": "row.group_id",
    "is_listed": "product.life_cycle <> 'discontinued'",
    "doc": WORDS,
}
_JOINS = """
ready_product row JOIN catalog_product product ON product.id = row.id
JOIN catalog_manufacturer maker ON maker.id = row.manufacturer_id
"""
_SLOTS = facet_sql.COLUMNS
# Popularity is not known to any source: a number drawn from the SKU, always the same.
POPULARITY = "('x' || substr(md5(product.sku), 1, 7))::bit(28)::int"
UPDATE_LISTINGS = f"""
WITH wanted AS MATERIALIZED (
    SELECT product.id, row.base_minor, {", ".join(f"{value} AS {column}" for column, value in _LISTED.items())}
    FROM {_JOINS} JOIN catalog_listing known ON known.product_id = product.id
), changed AS (
    UPDATE catalog_listing listing
    SET base_minor = coalesce(wanted.base_minor, listing.base_minor),
        {", ".join(f"{column} = wanted.{column}" for column in _LISTED)}
    FROM wanted
    WHERE listing.product_id = wanted.id
      AND (listing.base_minor, {", ".join(f"listing.{column}" for column in _LISTED)}) IS DISTINCT FROM
          (coalesce(wanted.base_minor, listing.base_minor), {", ".join(f"wanted.{column}" for column in _LISTED)})
    RETURNING listing.product_id
)
INSERT INTO changed_product SELECT product_id FROM changed
"""
# Written in order of popularity: a search for words then meets the popular ones first.
INSERT_LISTINGS = f"""
INSERT INTO catalog_listing (product_id, in_stock, popularity, base_minor, {", ".join((*_LISTED, *_SLOTS))})
SELECT product.id, 0, {POPULARITY}, row.base_minor, {", ".join(_LISTED.values())},
    {", ".join(f"slot.{column}" for column in _SLOTS)}
FROM {_JOINS} LEFT JOIN staged_slot slot ON slot.product_id = product.id
WHERE NOT EXISTS (SELECT 1 FROM catalog_listing known WHERE known.product_id = product.id)
ORDER BY 3, 1
"""
CHANGED = """
SELECT DISTINCT changed.id FROM changed_product changed JOIN ready_product row ON row.id = changed.id
WHERE NOT row.is_new
"""
ADDED_ROWS = "SELECT line, sku FROM ready_product WHERE is_new ORDER BY line"
CHANGED_ROWS = """
SELECT line, sku FROM ready_product WHERE NOT is_new AND id IN (SELECT id FROM changed_product) ORDER BY line
"""
WRITTEN_DOCUMENTS = """
SELECT doc FROM catalog_listing WHERE is_listed AND product_id IN (
    SELECT id FROM changed_product UNION ALL SELECT id FROM ready_product WHERE is_new
)
"""
# Products whose slots are to be filled: those of the import, and all of categories that it gave facets.
TO_FACET = """
SELECT id FROM ready_product
UNION SELECT product.id FROM catalog_product product
WHERE product.category_id IN (SELECT category_id FROM proposed_facet)
"""
