"""The real file, as it is: 53,633 products, none lost, and a second import changes nothing."""

import os
from pathlib import Path

import pytest
from django.db.models.functions import Length

from catalog.importing.products import import_products
from catalog.importing.reading import open_table
from catalog.importing.report import Reason, Report
from catalog.models import Product

DEFAULT = Path(__file__).parents[3] / "shared/data/catalogue.csv.gz"
FILE = Path(os.environ.get("TRADECOUNTER_CATALOG", DEFAULT))

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not FILE.is_file(),
        reason=f"THE REAL CATALOG WAS NOT TRIED: there is no {FILE}. Name one by TRADECOUNTER_CATALOG=FILE",
    ),
]


def take():
    with Report() as report, open_table(FILE) as table:
        return import_products(table, report), report


def test_the_real_catalog_is_imported_whole_and_again_without_a_change():
    tally, report = take()
    assert (tally.rows, tally.added, tally.refused) == (53_633, 53_633, 0)
    # 1,301 by the file's own numbers; more where the MPN was derived from the name.
    assert tally.same_mpns >= 1_301
    assert report.noted[Reason.SAME_MPN] > tally.same_mpns
    assert report.noted[Reason.NO_MPN] == 5_121
    products = Product.objects.annotate(length=Length("mpn"), long=Length("name"))
    assert products.count() == 53_633
    assert products.order_by("-length").first().length == 160
    assert products.order_by("-long").first().long == 276
    assert set(Product.objects.filter(mpn__in=["24E40", "27E40", "24E3"]).values_list("mpn", flat=True)) >= {"24E40"}

    tally, again = take()
    assert (tally.added, tally.changed, tally.unchanged, tally.refused) == (0, 0, 53_633, 0)
    assert again.noted == report.noted
