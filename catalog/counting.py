"""How many products a list holds, by manufacturer, stock and facet (CAT-11); each filter counted with the others only.

Small lists are counted while they are asked for. Of a large category the counts stand ready (`importing.counts`), by
facets where nothing is filtered, by manufacturer and stock where nothing else is; they are some minutes old at most.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.facets import Facet, options_of
from catalog.finding import MOST_FOUND, Scope, Wanted
from catalog.models import Category, Dimension
from catalog.offers import Buyer
from catalog.pricing import Terms
from common.reading import rows_from

LARGE = 10_000  # products from which on a category's counts stand ready


@dataclass(frozen=True)
class ManufacturerCount:
    """How many products of a manufacturer the other filters leave."""

    id: int
    name: str
    slug: str
    products: int


@dataclass(frozen=True)
class Counts:
    """Counts of a scope: all of it, what all filters leave, what they leave in stock, and by each filter's choices."""

    all_products: int
    total: int
    in_stock: int
    manufacturers: tuple[ManufacturerCount, ...]
    facets: dict[int, list[tuple[Any, int]]] = field(default_factory=dict)

    @property
    def is_capped(self) -> bool:
        """Whether a search found more than is counted."""
        return self.all_products > MOST_FOUND


def counts_of(scope: Scope, wanted: Wanted, facets: Sequence[Facet], buyer: Buyer, terms: Terms) -> Counts:
    """Count a scope's products, in one query, or two where a category is not large."""
    params = wanted.params(scope, buyer, terms) | {
        "stock_bit": buyer.market.stock_bit,
        "slots": [facet.slot for facet in facets],
        "attributes": [facet.attribute_id for facet in facets],
    }
    ready = _ready(scope, wanted, facets)
    rows = rows_from(ready, params) if ready else []
    rows = rows or rows_from(_live(wanted, scope, facets), params)
    return _counts(rows)


def branches_of(category: Category, scope: Scope, wanted: Wanted, buyer: Buyer, terms: Terms) -> dict[int, int]:
    """How many products the filters leave in each category right below, by id; as many queries as `counts_of`."""
    params = wanted.params(scope, buyer, terms) | {"stock_bit": buyer.market.stock_bit, "category": category.pk}
    below = f"c{category.level + 1}"
    if not set(wanted.conditions) - {"manufacturer", "stock"} and (
        rows := rows_from(_ready_branches(category, wanted), params)
    ):
        return dict(rows)
    where = " AND ".join(wanted.conditions.values()) or "true"
    sql = f"SELECT l.{below}, count(*) FROM {scope.listing} {wanted.joins} WHERE {where} GROUP BY 1"  # noqa: S608
    return dict(rows_from(sql, params))


def _counts(rows: Sequence[tuple[Any, ...]]) -> Counts:
    """Of rows: dimension, value, name and slug of a manufacturer, a facet's value, products, those in stock, all."""
    total = in_stock = all_products = 0
    makers: dict[int, ManufacturerCount] = {}
    values: dict[int, list[tuple[Any, int]]] = {}
    for dimension, value, name, slug, said, products, stocked, everything in rows:
        if dimension == Dimension.ALL:
            total, in_stock, all_products = products, stocked, everything
        elif dimension == Dimension.MANUFACTURER:
            makers.setdefault(value, ManufacturerCount(value, name, slug, products))
        elif said is not None:
            values.setdefault(dimension, []).append((json.loads(said), products))
    ordered = sorted(makers.values(), key=lambda maker: (-maker.products, maker.name))
    return Counts(
        all_products, total, in_stock, tuple(ordered), {slot: options_of(rows) for slot, rows in values.items()}
    )


# --- While it is asked for ----------------------------------------------------------------------------------------

_NAMED = """
SELECT g.dimension, g.value, m.name, m.slug, v.value, g.products, g.in_stock, g.all_products
FROM ({counts}) g
LEFT JOIN catalog_manufacturer m ON g.dimension = -1 AND m.id = g.value
LEFT JOIN unnest(%(slots)s::int[], %(attributes)s::int[]) f(slot, attribute_id) ON f.slot = g.dimension
LEFT JOIN catalog_facetvalue v ON v.attribute_id = f.attribute_id AND v.number = g.value
"""
# A manufacturer that is chosen stands among the choices though the other filters leave none of it.
_CHOSEN = "UNION ALL SELECT -1, id, name, slug, NULL, 0, 0, 0 FROM catalog_manufacturer WHERE slug = ANY(%(makers)s)"


def _live(wanted: Wanted, scope: Scope, facets: Sequence[Facet]) -> str:
    """Rows that more than one filter leaves out count nowhere, and are dropped before anything is counted."""
    filters = {key: f"ok_{key}" for key in wanted.conditions}
    kept = ", ".join(f"{sql} AS ok_{key}" for key, sql in wanted.conditions.items())
    slots = [f"a{facet.slot}" for facet in facets]
    columns = ", ".join(
        ["l.manufacturer_id", "l.in_stock", *(f"l.{slot}" for slot in slots), *([kept] if kept else [])]
    )
    misses = " + ".join(f"(NOT {flag})::int" for flag in filters.values()) or "0"
    groups: list[tuple[int, int | str, str]] = [(Dimension.MANUFACTURER.value, "manufacturer", "manufacturer_id")]
    groups += [(facet.slot, facet.slot, f"a{facet.slot}") for facet in facets]
    by = " ".join(f"WHEN GROUPING({column}) = 0 THEN {dimension}" for dimension, _key, column in groups)
    products = " ".join(
        f"WHEN GROUPING({column}) = 0 THEN {_count(filters, without=key)}" for _dimension, key, column in groups
    )
    everything = f"(SELECT count(*) FROM {scope.listing})" if filters else "count(*)"  # noqa: S608 - made of constants
    counts = f"""
    SELECT CASE {by} ELSE 0 END AS dimension, coalesce({", ".join(["manufacturer_id", *slots])}) AS value,
      CASE {products} ELSE {_count(filters)} END AS products,
      {_count(filters, without="stock", also="in_stock & %(bit)s <> 0")} AS in_stock, {everything} AS all_products
    FROM (SELECT {columns} FROM {scope.listing} {wanted.joins}) r WHERE {misses} <= 1
    GROUP BY GROUPING SETS ((), (manufacturer_id){"".join(f", ({slot})" for slot in slots)})"""  # noqa: S608 - constants
    return _NAMED.format(counts=counts) + _CHOSEN


def _count(filters: dict[int | str, str], *, without: int | str = "", also: str = "") -> str:
    """The SQL of how many rows all filters but one leave."""
    conditions = [flag for key, flag in filters.items() if key != without] + ([also] if also else [])
    return f"count(*) FILTER (WHERE {' AND '.join(conditions)})" if conditions else "count(*)"


# --- Ready --------------------------------------------------------------------------------------------------------

_IS_LARGE = f"""EXISTS (SELECT FROM catalog_categorycount WHERE category_id = %(category)s
  AND dimension = {Dimension.ALL} AND products >= {LARGE})"""
_BY_FACETS = f"""
SELECT dimension, value, products, in_stock[%(stock_bit)s + 1] AS in_stock, products AS all_products
FROM catalog_categorycount WHERE category_id = %(category)s AND dimension <> {Dimension.BRANCH} AND {_IS_LARGE}
"""  # noqa: S608 - made of constants


def _ready(scope: Scope, wanted: Wanted, facets: Sequence[Facet]) -> str:
    """The query of counts that stand ready, empty where none do."""
    if scope.category is None:
        return ""
    if not wanted.conditions:
        return _NAMED.format(counts=_BY_FACETS)
    if facets or set(wanted.conditions) - {"manufacturer", "stock"}:
        return ""
    stocked = "in_stock & %(bit)s <> 0"
    stock = stocked if wanted.in_stock else "true"
    made = "manufacturer_id = ANY(ARRAY(SELECT id FROM catalog_manufacturer WHERE slug = ANY(%(makers)s)))"
    maker = made if wanted.manufacturers else "true"
    counts = f"""
    SELECT CASE WHEN GROUPING(manufacturer_id) = 0 THEN -1 ELSE 0 END AS dimension, manufacturer_id AS value,
      coalesce(CASE WHEN GROUPING(manufacturer_id) = 0 THEN sum(products) FILTER (WHERE {stock})
        ELSE sum(products) FILTER (WHERE {stock} AND {maker}) END, 0) AS products,
      coalesce(sum(products) FILTER (WHERE {stocked} AND {maker}), 0) AS in_stock, sum(products) AS all_products
    FROM catalog_makercount WHERE c{scope.category.level} = %(category)s AND {_IS_LARGE}
    GROUP BY GROUPING SETS ((), (manufacturer_id)) HAVING sum(products) > 0"""  # noqa: S608 - made of constants
    return _NAMED.format(counts=counts)


def _ready_branches(category: Category, wanted: Wanted) -> str:
    if not wanted.conditions:
        return f"""SELECT value, products FROM catalog_categorycount
        WHERE category_id = %(category)s AND dimension = {Dimension.BRANCH} AND {_IS_LARGE}"""  # noqa: S608
    conditions = " AND ".join(sql.replace("l.", "") for sql in wanted.conditions.values())
    return f"""SELECT c{category.level + 1}, sum(products) FROM catalog_makercount
    WHERE c{category.level} = %(category)s AND {_IS_LARGE} AND {conditions} GROUP BY 1"""  # noqa: S608
