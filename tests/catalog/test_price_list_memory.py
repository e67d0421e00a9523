"""Memory does not grow with the rows of a price list (CAT-8): a little here, a million rows in the long tests."""

import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone

from catalog.finding import of_everything
from catalog.lists import Selection, selection
from catalog.offers import Buyer
from catalog.price_lists import writing
from tests.cast import Cast, assemble
from tests.catalog.wholesale import fill

FEW, MANY = 60, 900
KILOBYTES = 1024


def everything_for(cast: Cast) -> Selection:
    return selection(of_everything(), QueryDict(), Buyer.of(cast.norrsken.buyer), now=timezone.now())


def peak_of(found: Selection, kind: str) -> int:
    """Bytes of Python's that writing takes at most."""
    tracemalloc.start()
    try:
        with TemporaryFile() as file:
            writing.write(file, kind, found, now=timezone.now())
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_it_takes_the_same_for_fifteen_times_as_many_rows(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "AT_A_TIME", {"csv": 30})
    fill(cast, FEW)
    few = everything_for(cast)
    peak_of(few, "csv")
    before = peak_of(few, "csv")
    fill_on(cast)
    assert peak_of(everything_for(cast), "csv") < before + 64 * KILOBYTES


def fill_on(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_product SET source = 'before', sku = 'B' || sku WHERE source = 'wholesale'")
    fill(cast, MANY)


PROGRAM = """
import django; django.setup()
import json, resource, sys, time
from django.http import QueryDict
from django.utils import timezone
from tempfile import TemporaryFile
from accounts.models import Member
from catalog.finding import of_everything
from catalog.lists import selection
from catalog.offers import Buyer
from catalog.price_lists import writing
member = Member.objects.ready_to_ask().get(pk={member})
began = time.perf_counter()
found = selection(of_everything(), QueryDict(), Buyer.of(member), now=timezone.now())
with TemporaryFile() as file:
    rows = writing.write(file, "{kind}", found, now=timezone.now())
    size = file.tell()
seconds = time.perf_counter() - began
print(json.dumps([rows, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, size]))
"""


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_million_rows_take_no_more_than_ten_thousand(capsys: pytest.CaptureFixture[str]) -> None:
    """In a process of its own, C's memory counted too; prints rows a second, for the figures of the long tests."""
    cast, peaks = assemble(), {}
    for products in (10_000, 1_000_000):
        with transaction.atomic():
            empty()
            fill(cast, products)
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM (ANALYZE)")
        for kind in ("csv", "xlsx"):
            rows, seconds, peak, size = measured(cast.norrsken.buyer.pk, kind)
            assert rows == products + 1
            peaks[kind, products] = peak
            with capsys.disabled():
                print(f"\n{kind}: {rows:,} rows, {rows / seconds:,.0f} rows/s, {peak // 1024} MB, {size:,} B")  # noqa: T201
    for kind in ("csv", "xlsx"):
        assert peaks[kind, 1_000_000] < peaks[kind, 10_000] + 16 * KILOBYTES


def empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE catalog_product CASCADE")


def measured(member: int, kind: str) -> tuple[int, float, int, int]:
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(member=member, kind=kind)],
        cwd=Path(settings.BASE_DIR),
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": database},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    rows, seconds, peak, size = json.loads(ran.stdout)
    return rows, seconds, peak, size
