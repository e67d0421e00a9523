"""Promotions of each market: one that runs, one for its companies of the demonstration alone, one over, one to come."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.backends.utils import CursorWrapper

from accounts.models import Company
from catalog.models import Promotion
from markets.models import Market
from portal.demo.drawing import drawn


class Run(NamedTuple):
    """A promotion: its names by market, days from today, share of the standard price, how many products."""

    names: dict[str, str]
    first: int
    last: int
    share: float
    products: int
    is_for_companies: bool = False


MONTH = {"se": "Månadens erbjudanden", "no": "Månedens tilbud", "br": "Ofertas do mês", "": "Offers of the month"}
PARTNERS = {"se": "Tack till våra kunder", "no": "Takk til våre kunder", "br": "Obrigado aos clientes", "": "Thank you"}
NEXT = {"se": "Nästa månad", "no": "Neste måned", "br": "Próximo mês", "": "Next month"}
RUNS = (
    Run(MONTH, -110, -80, 0.84, 40),
    Run(MONTH, -12, 18, 0.82, 40),
    Run(PARTNERS, -3, 11, 0.78, 12, is_for_companies=True),
    Run(NEXT, 19, 48, 0.82, 40),
)
# What is listed and there to be sold, drawn anew for each promotion.
PRICES = f"""
INSERT INTO catalog_promotionprice
  (promotion_id, product_id, market_id, company_id, price_minor, valid_from, valid_to)
SELECT %(promotion)s, product.id, %(market)s, company.id,
       greatest(1, round(product.base_minor * product.ppm / 1000000.0 * %(share)s))::bigint, %(first)s, %(last)s
FROM (
  SELECT product.id, listing.base_minor, factor.ppm
  FROM catalog_listing listing
  JOIN catalog_product product ON product.id = listing.product_id AND product.life_cycle = 'active'
  JOIN catalog_pricefactor factor ON factor.group_id = listing.group_id AND factor.edition_id = (
    SELECT edition.id FROM catalog_pricelistedition edition
    JOIN catalog_pricelist list ON list.id = edition.price_list_id
    WHERE list.market_id = %(market)s AND list.code = 'standard' AND edition.validity @> %(today)s::date)
  WHERE listing.base_minor > 2000 AND listing.is_listed
  ORDER BY {drawn("promotion", "%(topic)s::text || product.sku")} LIMIT %(products)s) product
CROSS JOIN unnest(%(companies)s::bigint[]) company (id)
ORDER BY product.id, company.id
"""


def load_promotions(cursor: CursorWrapper, today: date) -> None:
    """Give each market its promotions around a day; prices are shares of its standard list's."""
    for market in Market.objects.order_by("position"):
        companies = list(Company.objects.filter(market=market).order_by("pk").values_list("pk", flat=True))
        for run in RUNS:
            if companies or not run.is_for_companies:
                _load(cursor, run, market, list(companies) if run.is_for_companies else [None], today)


def _load(cursor: CursorWrapper, run: Run, market: Market, companies: list[int | None], today: date) -> None:
    first, last = today + timedelta(days=run.first), today + timedelta(days=run.last)
    name = run.names.get(market.code, run.names[""])
    promotion = Promotion.objects.create(market=market, name=name, valid_from=first, valid_to=last)
    values: dict[str, Any] = {"promotion": promotion.pk, "market": market.pk, "companies": companies, "today": today}
    values |= {"share": run.share, "first": first, "last": last, "products": run.products}
    cursor.execute(PRICES, values | {"topic": f"{market.code} {run.first} "})
