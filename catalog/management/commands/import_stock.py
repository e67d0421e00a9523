from typing import IO

from django.utils import timezone

from catalog.importing.command import ImportCommand
from catalog.importing.reading import Table
from catalog.importing.report import Report, Tally
from catalog.importing.stock import import_stock


class Command(ImportCommand):
    help = "Import what warehouses counted and what they expect; what the file does not name stays as it is."
    columns = """
Columns:
  sku, warehouse (its code, like STO)
  on_hand               pieces on the shelf, allocated ones among them; empty leaves the count
  expected_on           day of the next delivery, like 2026-12-31; several: one row each
  expected_quantity     pieces in that delivery; 0 takes back what was expected
"""

    def importer(self, table: Table, report: Report, *, is_dry_run: bool, out: IO[str] | None) -> Tally:
        return import_stock(table, report, now=timezone.now(), is_dry_run=is_dry_run, out=out)
