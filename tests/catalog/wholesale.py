"""Catalogs of any size for measuring: made by the database itself, a million products in a minute or two."""

from django.db import connection

from catalog.models import Product
from tests.cast import Cast, a_switch
from tests.factories import standard_edition

_PRODUCTS = """
INSERT INTO catalog_product (sku, mpn, gtin, manufacturer_id, category_id, group_id, name, description, attributes,
  kind, life_cycle, weight_grams, cn_code, chemical_reduction, license_program, warranty_months, is_returnable,
  has_serial_numbers, minimum_quantity, order_multiple, source, source_id, made)
SELECT 'W' || n, 'WM-' || n, '', p.manufacturer_id, p.category_id, p.group_id,
  'Wholesale switch ' || n || ' with 24 ports', '',
  jsonb_build_object('series', 'W' || n %% 90, 'ports', n %% 48, 'poe', n %% 2 = 0), p.kind, p.life_cycle,
  n %% 5000, p.cn_code, 0, '', NULL, true, false, 1, 1, 'wholesale', n::text, '{}'
FROM generate_series(1, %(products)s) n, catalog_product p WHERE p.id = %(like)s"""
_LISTINGS = """
INSERT INTO catalog_listing (product_id, c1, c2, c3, manufacturer_id, group_id, in_stock, base_minor, popularity,
  is_listed, doc)
SELECT p.id, l.c1, l.c2, l.c3, l.manufacturer_id, l.group_id, l.in_stock, 100 + p.id %% 90000, p.id, true, ''
FROM catalog_product p, catalog_listing l WHERE p.source = 'wholesale' AND l.product_id = %(like)s"""
_PRICES = """
INSERT INTO catalog_priceentry (edition_id, product_id, min_quantity, price_minor)
SELECT %(edition)s, id, 1, 100 + id %% 90000 FROM catalog_product WHERE source = 'wholesale' AND id %% 5 > 0"""
_STOCK = """
INSERT INTO catalog_stock (product_id, warehouse_id, on_hand, allocated)
SELECT id, %(warehouse)s, id %% 700, 0 FROM catalog_product WHERE source = 'wholesale' AND id %% 3 = 0"""


def fill(cast: Cast, products: int) -> Product:
    """So many switches with prices, stock and attributes; returns the one that they are like."""
    like = a_switch(cast, stockholm=4)
    values = {
        "products": products,
        "like": like.pk,
        "edition": standard_edition(cast.se).pk,
        "warehouse": cast.stockholm.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for statement in (_PRODUCTS, _LISTINGS, _PRICES, _STOCK):
            cursor.execute(statement, values)
    return like
