"""Price lists of each market, what companies buy by, and a few prices agreed with them."""

from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.backends.utils import CursorWrapper

from accounts.models import Company
from catalog.models import CompanyPriceList, PriceList, PriceListEdition
from common.money import decimals_of
from markets.models import Market
from portal.demo.drawing import drawn

HISTORY = timedelta(days=200)
# What a US dollar costs; made up, near the rates of November 2026.
RATES = {"USD": 1.0, "CAD": 1.38, "SEK": 10.40, "NOK": 10.90, "NZD": 1.68, "BRL": 5.40, "CLP": 940.0}
TAXES_INSIDE = 1.35  # prices that include taxes are that much higher
NEXT_YEAR = 1.03
GOLD = {"lagerhuset-elektronik", "maple-systems", "biscayne-components"}
AGREED = 60


class Level(NamedTuple):
    """A list of a market: its share of the retail price, between two bounds by group."""

    code: str
    name: str
    least: float
    most: float


LEVELS = (
    Level("retail", "Retail prices", 1.0, 1.0),
    Level("standard", "Standard", 0.86, 0.95),
    Level("gold", "Gold", 0.80, 0.89),
)
GROUP = "maker.name || '/' || top.path"
FACTORS = f"""
INSERT INTO catalog_pricefactor (edition_id, group_id, ppm)
SELECT %(edition)s, groups.id,
       round(%(rate)s * 1000000 * (%(least)s + (%(most)s - %(least)s) * {drawn("factor", GROUP)}))::int
FROM catalog_discountgroup groups
JOIN catalog_manufacturer maker ON maker.id = groups.manufacturer_id
JOIN catalog_category top ON top.id = groups.category_id
ORDER BY groups.id
ON CONFLICT DO NOTHING
"""
# A few products in a hundred have a price of their own, and lower ones from ten and from fifty pieces on.
SPECIAL = f"""
CREATE TEMPORARY TABLE special_product ON COMMIT DROP AS
SELECT listing.product_id, listing.group_id, listing.base_minor
FROM catalog_listing listing JOIN catalog_product product ON product.id = listing.product_id
WHERE listing.base_minor IS NOT NULL AND {drawn("entry", "product.sku")} < 0.04
"""
ENTRIES = """
INSERT INTO catalog_priceentry (edition_id, product_id, min_quantity, price_minor)
SELECT factor.edition_id, special.product_id, step.quantity,
       greatest(1, round(special.base_minor * factor.ppm / 1000000.0 * step.share))::bigint
FROM special_product special
JOIN catalog_pricefactor factor ON factor.group_id = special.group_id AND factor.edition_id = %(edition)s
CROSS JOIN (VALUES (1, 0.98), (10, 0.94), (50, 0.89)) step (quantity, share)
ORDER BY 1, 2, 3
ON CONFLICT DO NOTHING
"""
AGREE = f"""
INSERT INTO catalog_agreedprice (company_id, product_id, price_minor, valid_from, valid_to)
SELECT %(company)s, listing.product_id, greatest(1, round(listing.base_minor * factor.ppm / 1000000.0 * 0.9))::bigint,
       %(first)s, %(last)s
FROM catalog_listing listing
JOIN catalog_product product ON product.id = listing.product_id
JOIN catalog_pricefactor factor ON factor.group_id = listing.group_id AND factor.edition_id = %(edition)s
WHERE listing.base_minor IS NOT NULL AND listing.is_listed
ORDER BY {drawn("agreed", "%(slug)s::text || product.sku")} LIMIT {AGREED}
ON CONFLICT DO NOTHING
"""


def load_price_lists(cursor: CursorWrapper, today: date) -> None:
    """Give each market its lists: an edition from before the history to the end of the year, and the next year's."""
    cursor.execute(SPECIAL)
    for market in Market.objects.order_by("position"):
        for level in LEVELS:
            price_list, _ = PriceList.objects.get_or_create(
                market=market, code=level.code, defaults={"name": level.name, "is_retail": level.code == "retail"}
            )
            for first, last, dearer in _editions(today):
                edition, _ = PriceListEdition.objects.get_or_create(
                    price_list=price_list, validity=DateRange(first, last)
                )
                _fill(cursor, edition, market, level, dearer)
    cursor.execute("DROP TABLE special_product")


def agree_prices(cursor: CursorWrapper, companies: list[Company], today: date) -> None:
    """Let each company buy by a list of its market, and agree some prices with it until the end of the year."""
    first, after, _ = _editions(today)[0]
    for company in companies:
        code = "gold" if company.slug in GOLD else "standard"
        price_list = PriceList.objects.get(market=company.market, code=code)
        CompanyPriceList.objects.get_or_create(company=company, defaults={"price_list": price_list})
        edition = price_list.editions.get(validity__contains=today)
        cursor.execute(
            AGREE,
            {
                "company": company.pk,
                "slug": company.slug,
                "edition": edition.pk,
                "first": first,
                "last": after - timedelta(days=1),
            },
        )


def _editions(today: date) -> list[tuple[date, date, float]]:
    """First day, the day after the last, and how much dearer, of this edition and the next."""
    next_year = date(today.year + 1, 1, 1)
    return [
        (date((today - HISTORY).year, 1, 1), next_year, 1.0),
        (next_year, date(today.year + 2, 1, 1), NEXT_YEAR),
    ]


def _fill(cursor: CursorWrapper, edition: PriceListEdition, market: Market, level: Level, dearer: float) -> None:
    rate = RATES[market.currency] / RATES[settings.BASE_CURRENCY] * dearer
    rate *= 10.0 ** (decimals_of(market.currency) - decimals_of(settings.BASE_CURRENCY))
    if market.taxes_included:
        rate *= TAXES_INSIDE
    values = {"edition": edition.pk, "rate": rate, "least": level.least, "most": level.most}
    cursor.execute(FACTORS, values)
    if level.code != "retail":
        cursor.execute(ENTRIES, values)
