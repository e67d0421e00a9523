"""Prices, companies and stock beside the made products, in a few large statements.

500 price lists with a factor a discount group and 2 entries in 100 products, 10,000 companies with 200 agreed prices
each, 3 promotions in 1,000 products, two warehouses. Fewer agreed prices where there are few products.
"""

# ruff: noqa: S608  put together from texts of this file alone

from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

from accounts.models import Company, Member, User
from accounts.privileges import Role
from catalog.importing.counts import recount
from catalog.importing.load import vacuum
from catalog.listed_stock import mark_all_in_stock
from catalog.models import Promotion
from markets.models import Market
from portal.demo.markets import load_markets

PRICE_LISTS, COMPANIES, BUYERS = 500, 10_000, 20
AGREED = 200
WRITTEN = (
    *("catalog_listing", "catalog_stock", "catalog_pricefactor", "catalog_priceentry", "catalog_agreedprice"),
    *("catalog_promotionprice", "accounts_company", "catalog_companypricelist", "catalog_product"),
)
# A number from 0 to 2,147,483,647 drawn from two others.
DRAW = "(hashint8({}::bigint * 1000003 + {}::bigint) & 2147483647)"
PRODUCTS = "(SELECT min(id) AS first, count(*)::int AS count FROM catalog_product)"
LISTS = """
INSERT INTO catalog_pricelist (market_id, code, name, is_retail)
SELECT %(market)s, 'list-' || n, 'List ' || n, n = 1 FROM generate_series(1, %(lists)s) n
"""
EDITIONS = """
INSERT INTO catalog_pricelistedition (price_list_id, validity)
SELECT id, daterange(%(on)s::date - 300, %(on)s::date + 300) FROM catalog_pricelist WHERE market_id = %(market)s
"""
FACTORS = f"""
INSERT INTO catalog_pricefactor (edition_id, group_id, ppm)
SELECT edition.id, groups.id, 7500000 + {DRAW.format("edition.id", "groups.id")} %% 2000000
FROM catalog_pricelistedition edition, catalog_discountgroup groups ORDER BY 1, 2
"""
ENTRIES = f"""
INSERT INTO catalog_priceentry (edition_id, product_id, min_quantity, price_minor)
SELECT edition.id, listing.product_id, step.quantity,
       greatest(1, listing.base_minor * (700 + {DRAW.format("edition.id", "listing.product_id")} %% 250)
           / 100 * step.share / 100)
FROM {PRODUCTS} products, catalog_pricelistedition edition
CROSS JOIN LATERAL (
    SELECT DISTINCT products.first + {DRAW.format("edition.id", "n")} %% products.count AS id
    FROM generate_series(1, products.count / 50) n
) drawn
CROSS JOIN (VALUES (1, 100), (10, 95), (50, 90)) step (quantity, share)
JOIN catalog_listing listing ON listing.product_id = drawn.id
WHERE step.quantity = 1 OR listing.product_id %% 20 = 0 ORDER BY 1, 2, 3
"""
COMPANY_ROWS = """
INSERT INTO catalog_companypricelist (company_id, price_list_id)
SELECT company.id, list.id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM accounts_company) company
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM catalog_pricelist) list
    ON list.place = company.place %% %(lists)s
"""
AGREE = f"""
INSERT INTO catalog_agreedprice (company_id, product_id, price_minor, valid_from, valid_to)
SELECT company.id, listing.product_id, greatest(1, listing.base_minor * 8), %(on)s::date - 100, %(on)s::date + 100
FROM {PRODUCTS} products, accounts_company company
CROSS JOIN LATERAL (
    SELECT DISTINCT products.first + {DRAW.format("company.id", "n")} %% products.count AS id
    FROM generate_series(1, least(%(agreed)s, products.count / 100)) n
) drawn
JOIN catalog_listing listing ON listing.product_id = drawn.id ORDER BY 1, 2
"""
PROMOTE = """
INSERT INTO catalog_promotionprice (promotion_id, product_id, market_id, valid_from, valid_to, price_minor)
SELECT %(promotion)s, product_id, %(market)s, %(on)s::date - 10, %(on)s::date + 10, greatest(1, base_minor * 7)
FROM catalog_listing WHERE product_id %% 330 = 0
"""
STOCK = f"""
INSERT INTO catalog_stock (product_id, warehouse_id, on_hand, allocated)
SELECT listing.product_id, serves.warehouse_id,
       greatest(0, {DRAW.format("listing.product_id", "serves.warehouse_id")} %% 300 - 150), 0
FROM catalog_listing listing, markets_marketwarehouse serves WHERE serves.market_id = %(market)s
"""


def load_trade() -> list[Member]:
    """Fill prices, companies and stock around the products there are, and return buyers of different companies."""
    market = load_markets()["se"]
    today = timezone.localdate()
    values: dict[str, Any] = {"market": market.pk, "on": today, "lists": PRICE_LISTS, "agreed": AGREED}
    made = _people(market)
    promotion = Promotion.objects.create(
        name="Autumn",
        market=market,
        valid_from=today - timedelta(days=10),
        valid_to=today + timedelta(days=10),
    )
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET session_replication_role = replica")  # no check of each key
        for statement in (LISTS, EDITIONS, FACTORS, ENTRIES, COMPANY_ROWS, AGREE, PROMOTE, STOCK):
            cursor.execute(statement, values | {"promotion": promotion.pk})
        cursor.execute("RESET session_replication_role")
    vacuum(*WRITTEN)
    mark_all_in_stock()
    recount()
    vacuum(*WRITTEN)
    return made


def buyers() -> list[Member]:
    """The buyers that `load_trade` made."""
    return list(Member.objects.ready_to_ask().order_by("pk")[:BUYERS])


def _people(market: Market) -> list[Member]:
    Company.objects.bulk_create(
        (
            Company(market=market, name=f"Firma {n}", slug=f"firma-{n}", customer_number=f"B{n:07d}", country="SE")
            for n in range(COMPANIES)
        ),
        batch_size=2000,
    )
    for company in Company.objects.order_by("pk")[:BUYERS]:
        user = User.objects.create(
            email=f"buyer@{company.slug}.example",
            name="Buyer",
            language="en",
            set_up_at=timezone.now(),
            password=make_password(None),
        )
        member = Member(user=user, company=company)
        member.take_role(Role.BUYER)
        member.save()
    return buyers()
