"""The statements of the BID import; each writes only what differs."""

KNOW_BY_SKU = (
    "UPDATE staged_bid row SET product_id = product.id, products = 1 FROM catalog_product product "
    "WHERE product.sku = row.sku"
)
# As on the desk: listed products alone, dashes and spaces forgiven, a GTIN with its leading zeros or without.
KNOW_BY_NUMBER = """
UPDATE staged_bid row SET product_id = found.product_id, products = found.products FROM (
    SELECT asked.line, min(number.product_id) AS product_id, count(DISTINCT number.product_id)::int AS products
    FROM staged_bid asked JOIN catalog_partnumber number ON number.norm = ANY (asked.norms)
    JOIN catalog_listing listing ON listing.product_id = number.product_id
    WHERE listing.is_listed GROUP BY 1
) found
WHERE found.line = row.line
"""
DROP_UNKNOWN_SKU = """
DELETE FROM staged_bid WHERE sku IS NOT NULL AND product_id IS NULL RETURNING line, name, sku, 'sku'
"""
DROP_UNKNOWN = "DELETE FROM staged_bid WHERE product_id IS NULL RETURNING line, name"
DROP_UNCLEAR = "DELETE FROM staged_bid WHERE products > 1 RETURNING line, name"
DROP_SAME = """
DELETE FROM staged_bid late USING (
    SELECT company_id, number, product_id, min(line) AS line FROM staged_bid GROUP BY 1, 2, 3 HAVING count(*) > 1
) early
WHERE (late.company_id, late.number, late.product_id) = (early.company_id, early.number, early.product_id)
  AND late.line > early.line
RETURNING late.line, late.name
"""
# In order of id, as every verb locks them.
LOCK = """
SELECT 1 FROM catalog_bidprice WHERE bid_id IN (
    SELECT bid.id FROM catalog_bid bid JOIN staged_bid row USING (company_id, number)
) ORDER BY id FOR NO KEY UPDATE
"""
DROP_BELOW_TAKEN = """
DELETE FROM staged_bid row USING catalog_bid bid, catalog_bidprice price
WHERE (bid.company_id, bid.number) = (row.company_id, row.number)
  AND (price.bid_id, price.product_id) = (bid.id, row.product_id) AND row.quantity < price.used
RETURNING row.line, row.name, row.quantity::text || ' < ' || price.used
"""
# What a BID's rows say of it: the first that says anything counts, the others say the same.
FACTS = ("end_customer", "valid_from", "valid_to", "terms")
_FIRST = ", ".join(
    f"(array_agg({fact} ORDER BY line) FILTER (WHERE {fact} IS NOT NULL))[1] AS {fact}" for fact in FACTS
)
_SAYS_OTHER = " ".join(f"WHEN row.{fact} <> said.{fact} THEN '{fact}'" for fact in FACTS)
DROP_OTHER_WORDS = f"""
DELETE FROM staged_bid row USING (SELECT company_id, number, {_FIRST} FROM staged_bid GROUP BY 1, 2) said
WHERE (said.company_id, said.number) = (row.company_id, row.number) AND CASE {_SAYS_OTHER} END IS NOT NULL
RETURNING row.line, row.name, '', CASE {_SAYS_OTHER} END
"""  # noqa: S608 - made of constants
DEALS = f"""
CREATE TEMPORARY TABLE staged_deal ON COMMIT DROP AS
SELECT said.company_id, said.number, said.line, bid.id AS bid_id,
    coalesce(said.end_customer, bid.end_customer, '') AS end_customer,
    coalesce(said.valid_from, bid.valid_from) AS valid_from, coalesce(said.valid_to, bid.valid_to) AS valid_to,
    coalesce(said.terms, bid.terms, '') AS terms
FROM (SELECT company_id, number, min(line) AS line, {_FIRST} FROM staged_bid GROUP BY 1, 2) said
LEFT JOIN catalog_bid bid USING (company_id, number)
"""  # noqa: S608 - made of constants
_OF_DEALS = """
DELETE FROM staged_bid row USING staged_deal deal
WHERE (deal.company_id, deal.number) = (row.company_id, row.number) AND {} RETURNING row.line, row.name, '', {}
"""
DROP_WITHOUT_DAYS = _OF_DEALS.format(
    "(deal.valid_from IS NULL OR deal.valid_to IS NULL)",
    "CASE WHEN deal.valid_from IS NULL THEN 'valid_from' ELSE 'valid_to' END",
)
DROP_BACKWARD = _OF_DEALS.format("deal.valid_to < deal.valid_from", "'valid_to'")
DROP_EMPTY = "DELETE FROM staged_deal WHERE valid_from IS NULL OR valid_to IS NULL OR valid_to < valid_from"
TOUCHED = "CREATE TEMPORARY TABLE touched_bid (line bigint, is_new bool) ON COMMIT DROP"
_SAID = ", ".join(FACTS)
_OF_BID, _OF_DEAL = (", ".join(f"{row}.{fact}" for fact in FACTS) for row in ("bid", "deal"))
UPDATE_BIDS = f"""
WITH changed AS (
    UPDATE catalog_bid bid SET ({_SAID}) = ROW ({_OF_DEAL})
    FROM staged_deal deal
    WHERE bid.id = deal.bid_id AND ({_OF_BID}) IS DISTINCT FROM ({_OF_DEAL})
    RETURNING deal.line
)
INSERT INTO touched_bid SELECT line, false FROM changed
"""  # noqa: S608 - made of constants
INSERT_BIDS = f"""
INSERT INTO catalog_bid (company_id, number, {_SAID})
SELECT company_id, number, {_SAID} FROM staged_deal WHERE bid_id IS NULL ORDER BY line
"""  # noqa: S608 - made of constants
UPDATE_PRICES = """
WITH changed AS (
    UPDATE catalog_bidprice price SET price_minor = row.price_minor, quantity = row.quantity
    FROM staged_bid row JOIN catalog_bid bid USING (company_id, number)
    WHERE (price.bid_id, price.product_id) = (bid.id, row.product_id)
      AND (price.price_minor, price.quantity) IS DISTINCT FROM (row.price_minor, row.quantity)
    RETURNING row.line
)
INSERT INTO touched_bid SELECT line, false FROM changed
"""
INSERT_PRICES = """
WITH added AS (
    INSERT INTO catalog_bidprice (bid_id, product_id, price_minor, quantity, used)
    SELECT bid.id, row.product_id, row.price_minor, row.quantity, 0
    FROM staged_bid row JOIN catalog_bid bid USING (company_id, number) ORDER BY row.line
    ON CONFLICT (bid_id, product_id) DO NOTHING RETURNING bid_id, product_id
)
INSERT INTO touched_bid SELECT row.line, true
FROM added JOIN catalog_bid bid ON bid.id = added.bid_id
JOIN staged_bid row ON (row.company_id, row.number, row.product_id) = (bid.company_id, bid.number, added.product_id)
"""
_ROWS = "SELECT line, bool_or(is_new) AS is_new FROM touched_bid GROUP BY line"
COUNT = f"SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM ({_ROWS}) row"  # noqa: S608
_TOLD = "SELECT row.line, row.name FROM ({}) touched JOIN staged_bid row USING (line) WHERE {} ORDER BY 1"
ADDED_ROWS, CHANGED_ROWS = _TOLD.format(_ROWS, "touched.is_new"), _TOLD.format(_ROWS, "NOT touched.is_new")
