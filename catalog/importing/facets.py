"""Facets of categories: declared from what their products say, and the slots of listings filled (CAT-11).

A category without facets gets those that its products speak of most; staff choose others at the category.
"""

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from catalog.facets import in_words
from catalog.importing import facet_sql as sql
from catalog.importing.makers import free_slug
from catalog.models import Attribute, Category

# What the sources' names are measured in; they do not say so beside the figures.
UNITS = {
    "screen_size": "″",
    "refresh_rate": "Hz",
    "polling_rate": "Hz",
    "response_time": "ms",
    "max_brightness": "cd/m²",
    "wattage": "W",
    "tdp": "W",
    "max_tdp": "W",
    "length": "mm",
    "width": "mm",
    "height": "mm",
    "battery_capacity": "mAh",
    "battery_life": "h",
    "driver_size": "mm",
    "min_airflow": "CFM",
    "max_airflow": "CFM",
    "min_noise_level": "dB",
    "max_noise_level": "dB",
    "core_base_clock": "MHz",
    "core_boost_clock": "MHz",
    "effective_memory_clock": "MHz",
    "memory_bus": "bit",
}


def declare(cursor: CursorWrapper) -> None:
    """Declare facets for the categories of `ready_product` that have none."""
    cursor.execute("DROP TABLE IF EXISTS proposed_facet")
    cursor.execute(sql.PROPOSED)
    cursor.execute(sql.NEW_ATTRIBUTES)
    slugs = set(Attribute.objects.values_list("slug", flat=True))
    for path, kind in cursor.fetchall():
        unit = UNITS.get(path[-1], "") if kind == "number" else ""
        slug = free_slug(" ".join(path).replace("_", " "), slugs, "attribute")
        Attribute.objects.create(path=path, kind=kind, slug=slug, name=in_words(*path)[:100], unit=unit)
    cursor.execute(sql.DECLARE)


def stage_slots(cursor: CursorWrapper, products: str) -> None:
    """Fill `staged_slot` with the numbers of what the products say that a query of ids answers."""
    cursor.execute("DROP TABLE IF EXISTS facet_answer, staged_slot")
    cursor.execute(sql.ANSWERS.format(products=products))
    cursor.execute("ANALYZE facet_answer")
    cursor.execute(sql.NUMBER_VALUES)
    cursor.execute(sql.STAGE.format(products=products))
    cursor.execute("CREATE INDEX ON staged_slot (product_id); ANALYZE staged_slot")


def write_slots(cursor: CursorWrapper) -> None:
    """Write the staged numbers to the listings where they differ."""
    cursor.execute(sql.WRITE)


@transaction.atomic
def fill(category: Category) -> None:
    """Fill the slots of a category's products anew, after its facets were changed."""
    with connection.cursor() as cursor:
        stage_slots(cursor, f"SELECT id FROM catalog_product WHERE category_id = {category.pk:d}")  # noqa: S608 - a number
        write_slots(cursor)
