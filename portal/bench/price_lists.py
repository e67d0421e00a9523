"""The price list of everything: how many rows a second, and in how much memory (CAT-8, CAT-16)."""

import time
from tempfile import TemporaryFile

from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Member
from catalog.finding import of_everything
from catalog.lists import selection
from catalog.offers import Buyer
from catalog.price_lists.writing import write
from portal.bench.measuring import memory_mb

_BARE = """COPY (SELECT p.sku, p.mpn, p.name FROM catalog_listing l JOIN catalog_product p ON p.id = l.product_id
  WHERE l.is_listed ORDER BY l.popularity) TO STDOUT (FORMAT csv)"""


def lines(buyer: Member) -> list[tuple[str, float, str]]:
    """What was written, its seconds, and its rows: as CSV for a buyer, and three bare columns of the same products."""
    with TemporaryFile() as file:
        before, started = memory_mb(), time.perf_counter()
        found = selection(of_everything(), QueryDict(), Buyer.of(buyer), now=timezone.now())
        rows = write(file, "csv", found, now=timezone.now())
        seconds = time.perf_counter() - started
        more = memory_mb() - before
    told = f"{rows:,}, {rows / seconds:,.0f} a second, {more:+.0f} MB"
    bare = _bare_seconds()
    bare_told = f"{rows:,}, {rows / bare:,.0f} a second"
    return [("price list of everything, CSV", seconds, told), ("bare COPY of three of its columns", bare, bare_told)]


def _bare_seconds() -> float:
    started = time.perf_counter()
    with TemporaryFile() as file, connection.cursor() as cursor, cursor.copy(_BARE) as copied:
        for row in copied:
            file.write(row)
    return time.perf_counter() - started
