"""The statements that declare facets and number their values (CAT-11)."""

MOST_FACETS = 8
LEAST_PRODUCTS = 8  # a category with fewer needs no filters
SAMPLE = 2000  # products of a category that are looked at to declare its facets
LONGEST_VALUE = 100  # letters of a value's JSON; what is longer is a text to read
MOST_WORDS = 150  # different values of texts, more of which nobody ticks
MOST_FIGURES = 1000  # different numbers, for which a range is asked
MOST_VALUES = 32_000  # of an attribute in all categories: the slots are smallints

# Names and values of a product's attributes, those of an object inside by two names.
SAID = """
SELECT ARRAY[name.key] AS path, name.value FROM jsonb_each(product.attributes) name
UNION ALL
SELECT ARRAY[name.key, inside.key], inside.value FROM jsonb_each(product.attributes) name,
    jsonb_each(CASE WHEN jsonb_typeof(name.value) = 'object' THEN name.value ELSE '{}' END) inside
"""
KIND = """
CASE jsonb_typeof(value) WHEN 'number' THEN 'number' WHEN 'boolean' THEN 'truth' WHEN 'string' THEN 'text'
    WHEN 'array' THEN CASE WHEN jsonb_typeof(value -> 0) = 'string' THEN 'text' END END
"""
CATEGORIES_WITHOUT = """
SELECT DISTINCT row.c3 AS id FROM ready_product row
WHERE NOT EXISTS (SELECT FROM catalog_categoryfacet facet WHERE facet.category_id = row.c3)
"""
# What most products say, in words or figures few enough to choose from, and what tells them best apart.
PROPOSED = f"""
CREATE TEMPORARY TABLE proposed_facet ON COMMIT DROP AS
WITH sampled AS MATERIALIZED (
    SELECT product.category_id, product.attributes FROM ({CATEGORIES_WITHOUT}) lacking, LATERAL (
        SELECT category_id, attributes FROM catalog_product WHERE category_id = lacking.id ORDER BY id LIMIT {SAMPLE}
    ) product
), sizes AS (
    SELECT category_id, count(*) AS products FROM sampled GROUP BY 1 HAVING count(*) >= {LEAST_PRODUCTS}
), said AS (
    SELECT product.category_id, said.path, said.value, {KIND} AS kind FROM sampled product, LATERAL ({SAID}) said
    WHERE length(said.value::text) <= {LONGEST_VALUE}
), answer AS (
    SELECT category_id, path, kind, count(*) AS products FROM said WHERE kind IS NOT NULL GROUP BY 1, 2, 3, value
), told AS (
    SELECT category_id, path, kind, sum(products)::float AS products, count(*) AS differing, max(products) AS most
    FROM answer GROUP BY 1, 2, 3
), fit AS (
    SELECT told.*, told.products / sizes.products * sqrt(least(told.differing, 12)) * (1 - told.most / told.products)
        * CASE kind WHEN 'text' THEN 1.5 ELSE 1 END / sqrt(cardinality(path)) AS worth
    FROM told JOIN sizes USING (category_id)
    WHERE told.products >= 0.3 * sizes.products
      AND told.differing BETWEEN 2 AND CASE kind WHEN 'number' THEN {MOST_FIGURES} ELSE {MOST_WORDS} END
      AND told.differing <= CASE WHEN kind = 'text' THEN greatest(2, told.products / 3) ELSE told.products END
), best AS (
    SELECT *, row_number() OVER (PARTITION BY category_id ORDER BY worth DESC, path, kind) AS slot FROM fit
)
SELECT category_id, path, kind, slot FROM best WHERE slot <= {MOST_FACETS}
"""  # noqa: S608 - made of constants
NEW_ATTRIBUTES = """
SELECT DISTINCT path, kind FROM proposed_facet
WHERE NOT EXISTS (
    SELECT FROM catalog_attribute known WHERE known.path = proposed_facet.path::varchar[]
      AND known.kind = proposed_facet.kind
) ORDER BY 1, 2
"""
DECLARE = """
INSERT INTO catalog_categoryfacet (category_id, attribute_id, slot)
SELECT proposed.category_id, attribute.id, proposed.slot FROM proposed_facet proposed
JOIN catalog_attribute attribute ON attribute.path = proposed.path::varchar[] AND attribute.kind = proposed.kind
"""

# What the products of a query (of ids) say about the facets of their categories.
ANSWERS = f"""
CREATE TEMPORARY TABLE facet_answer ON COMMIT DROP AS
SELECT product.id AS product_id, facet.slot, facet.attribute_id, said.value
FROM ({{products}}) asked JOIN catalog_product product ON product.id = asked.id
JOIN catalog_categoryfacet facet ON facet.category_id = product.category_id
JOIN catalog_attribute attribute ON attribute.id = facet.attribute_id,
LATERAL (SELECT product.attributes #> attribute.path::text[] AS value) said
WHERE length(said.value::text) <= {LONGEST_VALUE} AND attribute.kind = {KIND}
"""  # noqa: S608 - made of constants and of callers' queries
NUMBER_VALUES = f"""
INSERT INTO catalog_facetvalue (attribute_id, number, value)
SELECT attribute_id, number, value FROM (
    SELECT new.attribute_id, new.value,
        coalesce((SELECT max(number) FROM catalog_facetvalue known WHERE known.attribute_id = new.attribute_id), 0)
            + row_number() OVER (PARTITION BY new.attribute_id ORDER BY new.value) AS number
    FROM (SELECT DISTINCT attribute_id, value FROM facet_answer) new
    WHERE NOT EXISTS (
        SELECT FROM catalog_facetvalue known WHERE known.attribute_id = new.attribute_id AND known.value = new.value
    )
) numbered WHERE number <= {MOST_VALUES}
"""  # noqa: S608 - made of constants
COLUMNS = tuple(f"a{slot}" for slot in range(1, MOST_FACETS + 1))
STAGE = f"""
CREATE TEMPORARY TABLE staged_slot ON COMMIT DROP AS
SELECT asked.id AS product_id, {
    ", ".join(f"min(value.number) FILTER (WHERE answer.slot = {slot}) AS a{slot}" for slot in range(1, MOST_FACETS + 1))
}
FROM ({{products}}) asked
LEFT JOIN facet_answer answer ON answer.product_id = asked.id
LEFT JOIN catalog_facetvalue value ON value.attribute_id = answer.attribute_id AND value.value = answer.value
GROUP BY asked.id
"""  # noqa: S608 - made of constants and of callers' queries
WRITE = f"""
UPDATE catalog_listing listing SET {", ".join(f"{column} = staged.{column}" for column in COLUMNS)}
FROM staged_slot staged
WHERE staged.product_id = listing.product_id
  AND ({", ".join(f"listing.{column}" for column in COLUMNS)}) IS DISTINCT FROM
      ({", ".join(f"staged.{column}" for column in COLUMNS)})
"""  # noqa: S608 - made of constants
