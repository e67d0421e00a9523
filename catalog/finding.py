"""Which products of a category or a search are shown, and in what order (CAT-11).

Everything works on the narrow listing and answers ids; their offers are fetched for one page afterwards. How many
queries that takes does not depend on how many products there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalog.facets import Asked
from catalog.models import SLOTS, Category
from catalog.offers import Buyer
from catalog.price_range import PriceRange
from catalog.pricing import OWN_ENTRY_FOR_ONE, OWN_JOINS, OWN_PRICE, Terms
from common.reading import rows_from

MOST_MANUFACTURERS = 100
MOST_LOOKED_AT = 1000
MOST_FOUND = 10_000  # products of a search that are counted and ordered; more are "over 10,000"
COLUMNS = (
    *("product_id", "c1", "c2", "c3", "manufacturer_id", "group_id", "in_stock", "base_minor", "popularity"),
    *(f"a{slot}" for slot in SLOTS),
)


class Sort(TextChoices):
    """Orders of a list; the address names them."""

    RELEVANCE = "relevance", _("Relevance")
    PRICE = "price", _("Own price, lowest first")
    PRICE_DOWN = "-price", _("Own price, highest first")
    NAME = "name", _("Name")
    STOCK = "stock", _("Stock, most first")


BY_PRICE = frozenset({Sort.PRICE, Sort.PRICE_DOWN})
SORTS_OF_VISITORS = {Sort.PRICE: _("Price, lowest first"), Sort.PRICE_DOWN: _("Price, highest first")}


@dataclass(frozen=True)
class Scope:
    """The products that a page is about, before any filter: a condition on the listing `l` with its parameters.

    `first` are the ids that come first by relevance: products found by a part number. Of a search, `MOST_FOUND` are
    looked at, the popular ones, since the listing stands in their order.
    """

    condition: str
    params: Mapping[str, Any]
    is_search: bool = False
    first: Sequence[int] = ()
    category: Category | None = None

    @property
    def listing(self) -> str:
        """What stands after FROM: the listed products of the scope, as `l`."""
        columns = ", ".join(f"l.{column}" for column in COLUMNS)
        rows = f"SELECT {columns} FROM catalog_listing l WHERE l.is_listed AND {self.condition}"  # noqa: S608 - constants
        return f"({rows} LIMIT {MOST_FOUND + 1}) l" if self.is_search else f"({rows}) l"


def of_everything() -> Scope:
    """All that is sold."""
    return Scope("true", {})


def of_category(category: Category) -> Scope:
    """The products of a category and of all below it."""
    return Scope(f"l.c{category.level} = %(category)s", {"category": category.pk}, category=category)


@dataclass(frozen=True)
class Wanted:
    """What the address asks for: filters and order."""

    manufacturers: tuple[str, ...] = ()
    in_stock: bool = False
    sort: Sort = Sort.RELEVANCE
    prices: PriceRange = field(default_factory=PriceRange)
    facets: tuple[Asked, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict, buyer: Buyer, prices: PriceRange, facets: tuple[Asked, ...] = ()) -> "Wanted":
        """Read the address; what the buyer may not see neither filters nor sorts, nonsense means nothing (ACC-13)."""
        asked = query.get("sort", "")
        sort = Sort(asked) if asked in Sort else Sort.RELEVANCE
        if (sort in BY_PRICE and not buyer.shows_prices) or (sort == Sort.STOCK and not buyer.shows_stock):
            sort = Sort.RELEVANCE
        slugs = dict.fromkeys(slug.replace("\0", "") for slug in query.getlist("m")[:MOST_MANUFACTURERS])
        return cls(tuple(slugs), buyer.shows_stock and query.get("stock") == "1", sort, prices, facets)

    @property
    def has_filters(self) -> bool:
        return bool(self.conditions)

    @cached_property
    def conditions(self) -> dict[int | str, str]:
        """Each filter that is set as SQL on the listing `l`, by what it filters: a facet by its slot."""
        found: dict[int | str, str] = {}
        if self.manufacturers:
            makers = "SELECT id FROM catalog_manufacturer WHERE slug = ANY(%(makers)s)"
            found["manufacturer"] = f"l.manufacturer_id = ANY(ARRAY({makers}))"
        if self.in_stock:
            found["stock"] = "l.in_stock & %(bit)s <> 0"
        if self.prices.is_set:
            found["price"] = self.prices.condition
        for asked in self.facets:
            slot = asked.facet.slot
            found[slot] = f"coalesce(l.a{slot} = ANY(%(slot{slot})s::smallint[]), false)"
        return found

    @property
    def joins(self) -> str:
        """What the filters ask beside the listing."""
        return PRICE_JOINS if self.prices.is_set else ""

    def params(self, scope: Scope, buyer: Buyer, terms: Terms) -> dict[str, Any]:
        """The parameters of a scope, of these filters and of own prices."""
        slots = {f"slot{asked.facet.slot}": list(asked.numbers) for asked in self.facets}
        ours = {"makers": list(self.manufacturers), "bit": 1 << buyer.market.stock_bit, "first": list(scope.first)}
        return {**scope.params, **terms.params, **self.prices.params(terms.currency), **slots, **ours}


def page_of_ids(scope: Scope, wanted: Wanted, buyer: Buyer, terms: Terms, *, offset: int, limit: int) -> list[int]:
    """The ids of one page in the order asked for, in one query. Own price is the exact one of CAT-4."""
    sql, params = _in_order(scope, wanted, buyer, terms)
    asked = {"offset": offset, "limit": limit}
    return [row[0] for row in rows_from(f"{sql} OFFSET %(offset)s LIMIT %(limit)s", params | asked)]


def all_ids(scope: Scope, wanted: Wanted, buyer: Buyer, terms: Terms, *, at_a_time: int) -> Iterator[list[int]]:
    """The ids of all pages in the order asked for, so many at a time, of one query that the server keeps meanwhile."""
    sql, params = _in_order(scope, wanted, buyer, terms)
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(at_a_time):
            yield [row[0] for row in rows]


def _in_order(scope: Scope, wanted: Wanted, buyer: Buyer, terms: Terms) -> tuple[str, dict[str, Any]]:
    order_joins, order = _order(scope, wanted.sort, buyer)
    joins = " ".join({wanted.joins: None, order_joins: None})  # the same ones once
    where = " AND ".join(wanted.conditions.values()) or "true"
    sql = f"""
    SELECT l.product_id FROM {scope.listing} {joins}
    WHERE {where} ORDER BY {order}, l.product_id"""  # noqa: S608 - made of constants
    return sql, wanted.params(scope, buyer, terms)


def first_ids(scope: Scope, buyer: Buyer, *, limit: int) -> list[int]:
    """The first ids of a search by relevance, in one query that looks at a thousand hits of its words at most.

    The listing stands in order of popularity, so that these are the popular ones.
    """
    columns = "SELECT l.product_id, l.in_stock, l.popularity FROM catalog_listing l WHERE l.is_listed AND"
    joins, order = _order(scope, Sort.RELEVANCE, buyer)
    sql = f"""
    SELECT l.product_id FROM (
      ({columns} {scope.condition} LIMIT {MOST_LOOKED_AT})
      UNION ({columns} l.product_id = ANY(%(first)s::int[]))) l {joins}
    ORDER BY {order}, l.product_id LIMIT %(limit)s"""  # noqa: S608 - made of constants
    params = {**scope.params, "first": list(scope.first), "bit": 1 << buyer.market.stock_bit, "limit": limit}
    return [row[0] for row in rows_from(sql, params)]


PRICE_JOINS = OWN_JOINS.format(product="l.product_id", entry=OWN_ENTRY_FOR_ONE)
_NAME_JOIN = "JOIN catalog_product p ON p.id = l.product_id"
_STOCK_JOIN = """LEFT JOIN LATERAL (
  SELECT sum(on_hand - allocated) available FROM catalog_stock
  WHERE product_id = l.product_id AND warehouse_id = ANY(%(warehouses)s::bigint[])) s ON true"""
_ORDERS = {
    Sort.PRICE: (PRICE_JOINS, f"{OWN_PRICE} NULLS LAST"),
    Sort.PRICE_DOWN: (PRICE_JOINS, f"{OWN_PRICE} DESC NULLS LAST"),
    Sort.NAME: (_NAME_JOIN, "p.name"),
    Sort.STOCK: (_STOCK_JOIN, "coalesce(s.available, 0) DESC, l.popularity"),
}


def _order(scope: Scope, sort: Sort, buyer: Buyer) -> tuple[str, str]:
    """Joins and order; by relevance numbers come first, then what is in stock, then the popular (CAT-10)."""
    if sort != Sort.RELEVANCE:
        return _ORDERS[sort]
    if not scope.is_search:
        return "", "l.popularity"
    stock = "l.in_stock & %(bit)s = 0, " if buyer.shows_stock else ""
    return "", f"l.product_id <> ALL(%(first)s::int[]), {stock}l.popularity"
