"""The first products of a large category by own price, without pricing all of them (CAT-4, CAT-16).

Within a discount group the order of factor prices is that of base prices, which an index holds. So the cheapest of each
group are looked at first: where as many as are wanted cost at most some price, no product that costs more can be among
them. What has a price of its own (an entry, an agreed price, a promotion) comes in beside, from its own table.
Downward, such products leave the groups altogether, because an agreed price and a promotion only lower.

The answer is exactly that of `finding.page_of_ids`; the groups are one top category's manufacturers.
"""

from typing import Any

from catalog.finding import Sort, Wanted, of_category, page_of_ids
from catalog.models import Category
from catalog.offers import Buyer
from catalog.pricing import OWN_ENTRY_FOR_ONE, OWN_JOINS, OWN_PRICE, Terms
from common.reading import rows_from

LEAST = 10_000  # products from which on it pays
MOST_WANTED = 1000  # deeper in the list all are priced


def is_streamed(wanted: Wanted, *, total: int, last: int) -> bool:
    """Whether a page ending at `last` of a category's `total` products is read so."""
    is_plain = not set(wanted.conditions) - {"manufacturer", "stock"}
    by_price = wanted.sort in (Sort.PRICE, Sort.PRICE_DOWN)
    return by_price and is_plain and total >= LEAST and last <= MOST_WANTED


def page_by_price(
    category: Category, wanted: Wanted, buyer: Buyer, terms: Terms, *, makers: int, offset: int, limit: int
) -> list[int]:
    """The ids of a page by own price; one query, and a second where the prices end before the page does."""
    scope = of_category(category)
    want = offset + limit
    params: dict[str, Any] = wanted.params(scope, buyer, terms) | {
        "top": _top_of(category),
        "want": want,
        "heads": 1 if makers * 0.6 > want else -(-3 * want // (2 * max(makers, 1))),
        "offset": offset,
        "limit": limit,
    }
    template = _DOWN if wanted.sort == Sort.PRICE_DOWN else _UP
    ids = [row[0] for row in rows_from(template.format(**_parts(category, wanted)), params)]
    return ids if len(ids) == limit else page_of_ids(scope, wanted, buyer, terms, offset=offset, limit=limit)


def _top_of(category: Category) -> int:
    while category.parent is not None:
        category = category.parent
    return category.pk


def _parts(category: Category, wanted: Wanted) -> dict[str, str]:
    filters = " ".join(f"AND {sql}" for sql in wanted.conditions.values())
    return {"here": f"l.c{category.level} = %(category)s AND l.is_listed {filters}", "own": OWN_PRICE}


_HAS_ENTRY = """EXISTS (SELECT FROM catalog_priceentry x
  WHERE x.edition_id = %(edition)s AND x.product_id = l.product_id AND x.min_quantity = 1)"""
_AGREED = """SELECT product_id, price_minor FROM catalog_agreedprice
  WHERE company_id = %(company)s AND %(on)s::date BETWEEN valid_from AND valid_to"""
_PROMOTED = """SELECT product_id, price_minor FROM catalog_promotionprice
  WHERE market_id = %(market)s AND (company_id = %(company)s OR company_id IS NULL AND %(company)s::bigint IS NOT NULL)
    AND %(on)s::date BETWEEN valid_from AND valid_to"""
_FACTORS = """factor AS MATERIALIZED (
  SELECT group_id, ppm FROM catalog_pricefactor WHERE edition_id = %(edition)s
    AND group_id = ANY(ARRAY(SELECT id FROM catalog_discountgroup WHERE category_id = %(top)s)))"""
# Half up: the largest base price that makes at most a price is ((price + 1) * 1000000 - 500001) / ppm.
_UP = f"""
WITH {_FACTORS},
head AS MATERIALIZED (
  SELECT factor.group_id, factor.ppm, (first.base_minor * factor.ppm + 500000) / 1000000 AS price
  FROM factor, LATERAL (
    SELECT l.base_minor FROM catalog_listing l
    WHERE {{here}} AND l.group_id = factor.group_id AND l.base_minor IS NOT NULL AND NOT {_HAS_ENTRY}
    ORDER BY l.base_minor, l.product_id LIMIT %(heads)s) first),
bound AS MATERIALIZED (
  SELECT coalesce((SELECT price FROM head ORDER BY price OFFSET %(want)s - 1 LIMIT 1), 90000000000) AS price),
near AS MATERIALIZED (
  SELECT DISTINCT head.group_id, head.ppm FROM head, bound WHERE head.price <= bound.price),
body AS MATERIALIZED (
  SELECT near.group_id, near.ppm, few.product_id, few.base_minor, (few.base_minor * near.ppm + 500000) / 1000000 AS own
  FROM near, bound, LATERAL (
    SELECT l.product_id, l.base_minor FROM catalog_listing l
    WHERE {{here}} AND l.group_id = near.group_id AND NOT {_HAS_ENTRY}
      AND l.base_minor <= ((bound.price + 1) * 1000000 - 500001) / near.ppm
    ORDER BY l.base_minor, l.product_id LIMIT %(want)s) few),
cut AS MATERIALIZED (
  SELECT group_id, ppm, max(own) AS own, max(base_minor) AS base_minor FROM body
  GROUP BY 1, 2 HAVING count(*) = %(want)s),
level_with_cut AS (
  SELECT few.product_id, cut.own FROM cut, LATERAL (
    SELECT l.product_id FROM catalog_listing l
    WHERE {{here}} AND l.group_id = cut.group_id AND NOT {_HAS_ENTRY}
      AND l.base_minor BETWEEN cut.base_minor AND ((cut.own + 1) * 1000000 - 500001) / cut.ppm) few),
apart AS MATERIALIZED (
  SELECT product_id, price_minor AS own FROM catalog_priceentry, bound
  WHERE edition_id = %(edition)s AND min_quantity = 1 AND price_minor <= bound.price
  UNION ALL
  SELECT known.product_id, known.price_minor FROM ({_AGREED} UNION ALL {_PROMOTED}) known, bound
  WHERE known.price_minor <= bound.price),
special AS (
  SELECT apart.product_id, apart.own FROM apart, LATERAL (
    SELECT FROM catalog_listing l WHERE l.product_id = apart.product_id AND {{here}} LIMIT 1) listed)
SELECT product_id, min(own) FROM (
  SELECT product_id, own FROM body UNION ALL SELECT product_id, own FROM level_with_cut
  UNION ALL SELECT product_id, own FROM special) priced
GROUP BY 1 ORDER BY 2, 1 OFFSET %(offset)s LIMIT %(limit)s
"""  # noqa: S608 - made of constants
_IS_APART = f"""({_HAS_ENTRY} OR EXISTS (SELECT FROM cheaper WHERE cheaper.product_id = l.product_id))"""
_DOWN = f"""
WITH {_FACTORS},
cheaper AS MATERIALIZED (SELECT product_id FROM ({_AGREED} UNION ALL {_PROMOTED}) known),
head AS MATERIALIZED (
  SELECT factor.group_id, factor.ppm, (first.base_minor * factor.ppm + 500000) / 1000000 AS price
  FROM factor, LATERAL (
    SELECT l.base_minor FROM catalog_listing l
    WHERE {{here}} AND l.group_id = factor.group_id AND l.base_minor IS NOT NULL AND NOT {_IS_APART}
    ORDER BY l.base_minor DESC, l.product_id DESC LIMIT %(heads)s) first),
bound AS MATERIALIZED (
  SELECT coalesce((SELECT price FROM head ORDER BY price DESC OFFSET %(want)s - 1 LIMIT 1), 0) AS price),
near AS MATERIALIZED (
  SELECT DISTINCT head.group_id, head.ppm FROM head, bound WHERE head.price >= bound.price),
body AS MATERIALIZED (
  SELECT near.group_id, near.ppm, few.product_id, few.base_minor, (few.base_minor * near.ppm + 500000) / 1000000 AS own
  FROM near, bound, LATERAL (
    SELECT l.product_id, l.base_minor FROM catalog_listing l
    WHERE {{here}} AND l.group_id = near.group_id AND NOT {_IS_APART}
      AND l.base_minor >= (bound.price * 1000000 - 500000) / near.ppm
    ORDER BY l.base_minor DESC, l.product_id DESC LIMIT %(want)s) few),
cut AS MATERIALIZED (
  SELECT group_id, ppm, min(own) AS own, min(base_minor) AS base_minor FROM body
  GROUP BY 1, 2 HAVING count(*) = %(want)s),
level_with_cut AS (
  SELECT few.product_id, cut.own FROM cut, LATERAL (
    SELECT l.product_id, l.base_minor FROM catalog_listing l
    WHERE {{here}} AND l.group_id = cut.group_id AND NOT {_IS_APART} AND l.base_minor <= cut.base_minor
      AND l.base_minor >= (cut.own * 1000000 - 500000) / cut.ppm) few
  WHERE (few.base_minor * cut.ppm + 500000) / 1000000 = cut.own),
apart AS MATERIALIZED (
  SELECT product_id FROM catalog_priceentry, bound
  WHERE edition_id = %(edition)s AND min_quantity = 1 AND price_minor >= bound.price
  UNION SELECT product_id FROM cheaper),
special AS (
  SELECT priced.product_id, priced.own FROM apart, LATERAL (
    SELECT l.product_id, {{own}} AS own FROM catalog_listing l
    {OWN_JOINS.format(product="l.product_id", entry=OWN_ENTRY_FOR_ONE)}
    WHERE l.product_id = apart.product_id AND {{here}} LIMIT 1) priced
  WHERE priced.own IS NOT NULL)
SELECT product_id, min(own) FROM (
  SELECT product_id, own FROM body UNION ALL SELECT product_id, own FROM level_with_cut
  UNION ALL SELECT product_id, own FROM special) priced
GROUP BY 1 ORDER BY 2 DESC, 1 OFFSET %(offset)s LIMIT %(limit)s
"""  # noqa: S608 - made of constants
