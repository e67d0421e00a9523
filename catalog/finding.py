"""Which products of a category or a search are shown: filters, order, counts (CAT-11).

Everything works on the narrow listing and answers ids; their offers are fetched for one page afterwards. How many
queries that takes does not depend on how many products there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalog.models import Category
from catalog.offers import Buyer
from catalog.price_range import PriceRange
from catalog.pricing import OWN_ENTRY_FOR_ONE, OWN_JOINS, OWN_PRICE, Terms

MOST_MANUFACTURERS = 100
MOST_LOOKED_AT = 1000


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

    `first` are the ids that come first by relevance: products found by a part number.
    """

    condition: str
    params: Mapping[str, Any]
    is_search: bool = False
    first: Sequence[int] = ()


def of_category(category: Category) -> Scope:
    """The products of a category and of all below it."""
    return Scope(f"l.c{category.level} = %(category)s", {"category": category.pk})


@dataclass(frozen=True)
class Wanted:
    """What the address asks for: filters and order."""

    manufacturers: tuple[str, ...] = ()
    in_stock: bool = False
    sort: Sort = Sort.RELEVANCE
    prices: PriceRange = field(default_factory=PriceRange)

    @classmethod
    def from_query(cls, query: QueryDict, buyer: Buyer, prices: PriceRange) -> "Wanted":
        """Read the address; what the buyer may not see neither filters nor sorts, nonsense means nothing (ACC-13)."""
        asked = query.get("sort", "")
        sort = Sort(asked) if asked in Sort else Sort.RELEVANCE
        if (sort in BY_PRICE and not buyer.shows_prices) or (sort == Sort.STOCK and not buyer.shows_stock):
            sort = Sort.RELEVANCE
        slugs = dict.fromkeys(slug.replace("\0", "") for slug in query.getlist("m")[:MOST_MANUFACTURERS])
        return cls(tuple(slugs), buyer.shows_stock and query.get("stock") == "1", sort, prices)

    @property
    def has_filters(self) -> bool:
        return bool(self.in_stock or self.manufacturers or self.prices.is_set)


@dataclass(frozen=True)
class ManufacturerCount:
    """How many products of a manufacturer are in the scope, of them in the range of prices, of those in stock."""

    id: int
    name: str
    slug: str
    all_products: int
    products: int
    in_stock: int


@dataclass(frozen=True)
class Counts:
    """Counts of a scope; each filter is counted with the other filters only (CAT-11)."""

    manufacturers: tuple[ManufacturerCount, ...]
    wanted: Wanted
    chosen: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        chosen = (maker.id for maker in self.manufacturers if maker.slug in self.wanted.manufacturers)
        object.__setattr__(self, "chosen", frozenset(chosen))

    @property
    def all_products(self) -> int:
        return sum(maker.all_products for maker in self.manufacturers)

    @property
    def total(self) -> int:
        """Products that all filters leave."""
        return sum(self.of(maker) for maker in self._left())

    @property
    def in_stock(self) -> int:
        """Products in stock among the chosen manufacturers."""
        return sum(maker.in_stock for maker in self._left())

    def of(self, maker: ManufacturerCount) -> int:
        """Products of a manufacturer, in stock where that is asked for."""
        return maker.in_stock if self.wanted.in_stock else maker.products

    def _left(self) -> list[ManufacturerCount]:
        if not self.wanted.manufacturers:
            return list(self.manufacturers)
        return [maker for maker in self.manufacturers if maker.id in self.chosen]


def counts_of(scope: Scope, wanted: Wanted, buyer: Buyer, terms: Terms) -> Counts:
    """Count a scope's products by manufacturer and stock, in one query, the largest manufacturer first."""
    prices, joins = wanted.prices.condition, _joins_of(wanted)
    sql = f"""
    SELECT m.id, m.name, m.slug, g.all_products, g.products, g.in_stock
    FROM (SELECT l.manufacturer_id id, count(*) all_products, count(*) FILTER (WHERE {prices}) products,
            count(*) FILTER (WHERE {prices} AND l.in_stock & %(bit)s <> 0) in_stock
          FROM catalog_listing l {joins} WHERE l.is_listed AND {scope.condition} GROUP BY 1) g
    JOIN catalog_manufacturer m ON m.id = g.id
    ORDER BY g.products DESC, m.name"""  # noqa: S608 - made of constants
    params = {**scope.params, **terms.params, **wanted.prices.params(terms.currency), "bit": _bit(buyer)}
    return Counts(tuple(ManufacturerCount(*row) for row in _all(sql, params)), wanted)


def branches_of(category: Category, wanted: Wanted, counts: Counts, buyer: Buyer, terms: Terms) -> dict[int, int]:
    """How many products the filters leave in each category right below, by id, in one query."""
    conditions, params = _filters(of_category(category), wanted, counts.chosen, buyer, terms)
    below, joins = f"l.c{category.level + 1}", _joins_of(wanted)
    sql = f"SELECT {below}, count(*) FROM catalog_listing l {joins} WHERE {conditions} GROUP BY 1"  # noqa: S608 - constants
    return dict(_all(sql, params))


def page_of_ids(
    scope: Scope, wanted: Wanted, counts: Counts, buyer: Buyer, terms: Terms, *, offset: int, limit: int
) -> list[int]:
    """The ids of one page in the order asked for, in one query. Own price is the exact one of CAT-4."""
    conditions, params = _filters(scope, wanted, counts.chosen, buyer, terms)
    order_joins, order = _order(scope, wanted.sort, buyer)
    joins = " ".join({_joins_of(wanted): None, order_joins: None})  # the same ones once
    sql = f"""
    SELECT l.product_id FROM catalog_listing l {joins}
    WHERE {conditions} ORDER BY {order}, l.product_id OFFSET %(offset)s LIMIT %(limit)s"""  # noqa: S608 - constants
    params |= {"first": list(scope.first), "offset": offset, "limit": limit}
    return [row[0] for row in _all(sql, params)]


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
    params = {**scope.params, "first": list(scope.first), "bit": _bit(buyer), "limit": limit}
    return [row[0] for row in _all(sql, params)]


def _filters(
    scope: Scope, wanted: Wanted, chosen: frozenset[int], buyer: Buyer, terms: Terms
) -> tuple[str, dict[str, Any]]:
    conditions = ["l.is_listed", scope.condition, wanted.prices.condition]
    if wanted.manufacturers:
        conditions.append("l.manufacturer_id = ANY(%(manufacturers)s::int[])")
    if wanted.in_stock:
        conditions.append("l.in_stock & %(bit)s <> 0")
    params = {**scope.params, **terms.params, **wanted.prices.params(terms.currency)}
    return " AND ".join(conditions), {**params, "manufacturers": sorted(chosen), "bit": _bit(buyer)}


def _joins_of(wanted: Wanted) -> str:
    """What the filters ask beside the listing."""
    return _PRICE_JOINS if wanted.prices.is_set else ""


_PRICE_JOINS = OWN_JOINS.format(product="l.product_id", entry=OWN_ENTRY_FOR_ONE)
_NAME_JOIN = "JOIN catalog_product p ON p.id = l.product_id"
_STOCK_JOIN = """LEFT JOIN LATERAL (
  SELECT sum(on_hand - allocated) available FROM catalog_stock
  WHERE product_id = l.product_id AND warehouse_id = ANY(%(warehouses)s::bigint[])) s ON true"""
_ORDERS = {
    Sort.PRICE: (_PRICE_JOINS, f"{OWN_PRICE} NULLS LAST"),
    Sort.PRICE_DOWN: (_PRICE_JOINS, f"{OWN_PRICE} DESC NULLS LAST"),
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


def _bit(buyer: Buyer) -> int:
    return 1 << buyer.market.stock_bit


def _all(sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
