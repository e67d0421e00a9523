"""Prices and weights that the source of the products lacks: made up from their category, and marked as made."""

from django.db import connection
from django.db.backends.utils import CursorWrapper

from catalog.chemical_tax import chemical_class_of
from catalog.models import Product
from portal.demo.drawing import drawn
from portal.demo.products import ON_REQUEST

PRICES = f"""
WITH typical AS (
    SELECT c1, c2, c3, percentile_cont(0.5) WITHIN GROUP (ORDER BY base_minor) AS minor
    FROM catalog_listing WHERE base_minor IS NOT NULL GROUP BY ROLLUP (c1, c2, c3)
), priced AS (
    UPDATE catalog_listing listing
    SET base_minor = greatest(99, round(
        coalesce(leaf.minor, branch.minor, top.minor, every.minor, 9900)
        * exp(({drawn("price", "product.sku")} - 0.5) * 1.6) / 100
    ) * 100 - 1)::bigint
    FROM catalog_product product
    JOIN catalog_listing place ON place.product_id = product.id
    LEFT JOIN typical leaf ON leaf.c3 = place.c3 AND leaf.c2 = place.c2
    LEFT JOIN typical branch ON branch.c2 = place.c2 AND branch.c3 IS NULL
    LEFT JOIN typical top ON top.c1 = place.c1 AND top.c2 IS NULL
    LEFT JOIN typical every ON every.c1 IS NULL
    WHERE listing.product_id = product.id AND listing.base_minor IS NULL
      AND {drawn("on request", "product.sku")} >= {ON_REQUEST}
    RETURNING listing.product_id
)
UPDATE catalog_product SET made = array_append(made, 'price') FROM priced WHERE priced.product_id = id
"""
# Grams of what its CN code alone tells, where not one product of the category has a weight.
USUAL_GRAMS = {"847130": 1650, "851713": 190, "851762": 900, "852852": 4500}
WEIGHTLESS = 0.002
WEIGHTS = f"""
WITH typical AS (
    SELECT category_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY weight_grams) AS grams
    FROM catalog_product WHERE weight_grams IS NOT NULL GROUP BY 1
)
UPDATE catalog_product product
SET weight_grams = greatest(5, round(
        coalesce(typical.grams, (%(usual)s::jsonb ->> left(product.cn_code, 6))::float8, 1000)
        * exp(({drawn("weight", "product.sku")} - 0.5) * 0.9)
    ))::int, made = array_append(product.made, 'weight')
FROM catalog_product same LEFT JOIN typical ON typical.category_id = same.category_id
WHERE same.id = product.id AND product.weight_grams IS NULL AND product.kind = 'goods'
  AND product.cn_code = ANY (%(taxed)s)
  AND product.source <> 'demonstration' AND {drawn("weightless", "product.sku")} >= {WEIGHTLESS}
"""


def make_up_prices(cursor: CursorWrapper) -> int:
    """Give products without a base price one, but for a few that stay on request."""
    cursor.execute(PRICES)
    return int(cursor.rowcount)


def make_up_weights(cursor: CursorWrapper) -> int:
    """Give products that bear the chemical tax a weight, but for a handful that stay without."""
    codes = Product.objects.exclude(cn_code="").values_list("cn_code", flat=True).distinct().order_by("cn_code")
    taxed = [code for code in codes if chemical_class_of(code) is not None]
    cursor.execute(WEIGHTS, {"taxed": taxed, "usual": connection.ops.adapt_json_value(USUAL_GRAMS, None)})
    return int(cursor.rowcount)
