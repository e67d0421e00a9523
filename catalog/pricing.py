"""The SQL of an own price: the same for a page of offers and for the order of a list (CAT-4).

Own price = least(agreed price, promotion's price, the list's entry for the quantity or else base price x factor). All
in minor units; factors per million; half up by adding half before the whole division. No promotion lowers what visitors
see: theirs is the retail list's price.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from accounts.models import Company
from markets.models import Market

# Of a listing `l`; `product` and `entry` are filled in by the query. Parameters: Terms.params.
OWN_JOINS = """
LEFT JOIN catalog_pricefactor f ON f.edition_id = %(edition)s AND f.group_id = l.group_id
{entry}
LEFT JOIN catalog_agreedprice a ON a.company_id = %(company)s AND a.product_id = {product}
  AND %(on)s::date BETWEEN a.valid_from AND a.valid_to
LEFT JOIN catalog_promotionprice pc ON pc.company_id = %(company)s AND pc.product_id = {product}
  AND pc.market_id = %(market)s AND %(on)s::date BETWEEN pc.valid_from AND pc.valid_to
LEFT JOIN catalog_promotionprice pm ON pm.company_id IS NULL AND pm.product_id = {product}
  AND pm.market_id = %(market)s AND %(on)s::date BETWEEN pm.valid_from AND pm.valid_to
  AND %(company)s::bigint IS NOT NULL
"""
OWN_ENTRY = """LEFT JOIN LATERAL (
  SELECT price_minor FROM catalog_priceentry
  WHERE edition_id = %(edition)s AND product_id = {product} AND min_quantity <= {quantity}
  ORDER BY min_quantity DESC LIMIT 1) e ON true"""
OWN_ENTRY_FOR_ONE = """LEFT JOIN catalog_priceentry e
  ON e.edition_id = %(edition)s AND e.product_id = l.product_id AND e.min_quantity = 1"""
FACTOR_PRICE = "(l.base_minor * f.ppm + 500000) / 1000000"
OWN_LIST_PRICE = f"coalesce(e.price_minor, {FACTOR_PRICE})"
OWN_PRICE = f"least(a.price_minor, pc.price_minor, pm.price_minor, {OWN_LIST_PRICE})"


@dataclass(frozen=True)
class Terms:
    """By which lists someone buys on a day, and from which warehouses, the preferred one first."""

    currency: str
    on: date
    market_id: int
    company_id: int | None
    edition_id: int | None
    list_name: str
    valid_until: date | None
    retail_edition_id: int | None
    warehouses: tuple[tuple[int, str], ...]

    @property
    def params(self) -> dict[str, Any]:
        """The parameters of the SQL above."""
        return {
            "on": self.on,
            "market": self.market_id,
            "company": self.company_id,
            "edition": self.edition_id,
            "retail": self.retail_edition_id,
            "warehouses": [id_ for id_, _ in self.warehouses],
        }


_TERMS = """
SELECT o.edition_id, coalesce(o.name, ''), o.until, r.edition_id, w.ids, w.names
FROM (SELECT 1) one
LEFT JOIN LATERAL (
  SELECT e.id edition_id, p.name, upper(e.validity) - 1 until
  FROM catalog_pricelist p JOIN catalog_pricelistedition e ON e.price_list_id = p.id AND e.validity @> %(on)s::date
  WHERE CASE WHEN %(company)s::bigint IS NULL THEN p.market_id = %(market)s AND p.is_retail
    ELSE p.id = (SELECT price_list_id FROM catalog_companypricelist WHERE company_id = %(company)s) END) o ON true
LEFT JOIN LATERAL (
  SELECT e.id edition_id
  FROM catalog_pricelist p JOIN catalog_pricelistedition e ON e.price_list_id = p.id AND e.validity @> %(on)s::date
  WHERE p.market_id = %(market)s AND p.is_retail) r ON true
LEFT JOIN LATERAL (
  SELECT array_agg(h.id ORDER BY m.position, m.id) ids, array_agg(h.name ORDER BY m.position, m.id) names
  FROM markets_marketwarehouse m JOIN markets_warehouse h ON h.id = m.warehouse_id
  WHERE m.market_id = %(market)s) w ON true
"""


def terms_of(market: Market, company: Company | None, *, on: date) -> Terms:
    """By which lists a company buys on a day, in one query; a visitor by the market's retail list."""
    company_id = company.pk if company else None
    with connection.cursor() as cursor:
        cursor.execute(_TERMS, {"on": on, "company": company_id, "market": market.pk})
        edition, name, until, retail, ids, names = cursor.fetchone()
    warehouses = tuple(zip(ids or (), names or (), strict=True))
    return Terms(market.currency, on, market.pk, company_id, edition, name, until, retail, warehouses)


@dataclass(frozen=True)
class ListedPrice:
    """What a price list says of a product on a day, in minor units of the market's currency."""

    market: str
    price_list: str
    currency: str
    minor: int


_ON_LISTS = f"""
SELECT k.code, p.name, k.currency, {OWN_LIST_PRICE}
FROM catalog_listing l
CROSS JOIN catalog_pricelist p
JOIN markets_market k ON k.id = p.market_id
JOIN catalog_pricelistedition x ON x.price_list_id = p.id AND x.validity @> %(on)s::date
LEFT JOIN catalog_pricefactor f ON f.edition_id = x.id AND f.group_id = l.group_id
LEFT JOIN catalog_priceentry e ON e.edition_id = x.id AND e.product_id = l.product_id AND e.min_quantity = 1
WHERE l.product_id = %(product)s AND {OWN_LIST_PRICE} IS NOT NULL
ORDER BY k.position, k.code, p.name
LIMIT 100"""  # noqa: S608 - made of constants


def prices_on_lists(product_id: int, *, on: date) -> list[ListedPrice]:
    """The price of one item on each list that holds on a day, market by market, up to a hundred; for staff."""
    with connection.cursor() as cursor:
        cursor.execute(_ON_LISTS, {"product": product_id, "on": on})
        return [ListedPrice(*row) for row in cursor.fetchall()]
