from argparse import ArgumentParser
from datetime import date
from typing import IO, Any

from catalog.importing.command import ImportCommand
from catalog.importing.prices import import_prices
from catalog.importing.reading import Table
from catalog.importing.report import Report, Tally


class Command(ImportCommand):
    help = "Import prices of price lists, with quantity breaks; what the file does not name stays as it is."
    columns = """
Columns:
  market, price_list    codes, like se and standard; the edition that is valid on the day gets the price
  sku
  min_quantity          the price holds from this quantity on; empty means 1
  price                 in the market's currency, without taxes (as the market's price lists are)
"""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="day of the edition (default: today)")

    def handle(self, **options: Any) -> None:
        self.on = options["on"] or date.today()  # noqa: DTZ011  an edition begins at midnight where the staff sits
        super().handle(**options)

    def importer(self, table: Table, report: Report, *, is_dry_run: bool, out: IO[str] | None) -> Tally:
        return import_prices(table, report, on=self.on, is_dry_run=is_dry_run, out=out)
