from typing import IO

from catalog.importing.command import ImportCommand
from catalog.importing.products import import_products
from catalog.importing.reading import Table
from catalog.importing.report import Report, Tally


class Command(ImportCommand):
    help = "Import products: new ones are added, known ones (by SKU) changed where the file says something else."
    columns = """
Columns, all but the first two optional; an empty cell leaves what is on record:
  synthetic_sku or sku           our own number; where both are filled, sku becomes another number to search by
  name
  mpn, or derived_mpn            the manufacturer's part number
  ean or gtin                    8, 12, 13 or 14 digits
  manufacturer                   spellings that differ in case and blanks only are one
  derived_category_path or category_path    up to three levels: Computers > Notebooks > Business
  description, attributes_json (an object), release_year
  list_price, currency           in the base currency
  weight_kg                      net
  derived_cn_code or cn_code, chemical_reduction (0, 50, 95)
  alt_part_numbers               other numbers to search by, with | between
  kind (goods, license, cloud), license_program, life_cycle (active, ending, discontinued), successor_sku
  warranty_months, is_returnable, has_serial_numbers (yes, no), minimum_quantity, order_multiple
  source, source_id              where the row is from
"""

    def importer(self, table: Table, report: Report, *, is_dry_run: bool, out: IO[str] | None) -> Tally:
        return import_products(table, report, is_dry_run=is_dry_run, out=out)
