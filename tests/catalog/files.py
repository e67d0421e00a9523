"""Small files to import, written as people write them."""

import csv
import io
from pathlib import Path

from catalog.importing.products import import_products
from catalog.importing.reading import open_table
from catalog.importing.report import Report

PLAIN = {
    "sku": "1AB0001",
    "name": "Kestrel Hover 240 switch",
    "manufacturer": "Kestrel",
    "category_path": "Net > Switch",
}


def write_csv(path: Path, *rows: dict[str, str], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """A file with the columns that occur in the rows; each row has what PLAIN has, unless it says otherwise."""
    full = [PLAIN | row for row in rows]
    columns = list(dict.fromkeys(column for row in full for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(full)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def import_file(path: Path, *, is_dry_run: bool = False):
    """Import products, and return the tally, the refusals and the notes as dicts of counts."""
    with Report(path.with_suffix(".report.csv")) as report, open_table(path) as table:
        tally = import_products(table, report, is_dry_run=is_dry_run)
    return (
        tally,
        {reason.value: times for reason, times in report.refused.items()},
        {reason.value: times for reason, times in report.noted.items()},
    )


def report_of(path: Path) -> list[dict[str, str]]:
    with path.with_suffix(".report.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
