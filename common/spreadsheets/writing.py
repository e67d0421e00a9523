"""Lists as CSV and XLSX, written row by row, so that a million rows take no more memory than ten.

What a cell holds says how it is written: numbers stay numbers, dates stay dates, and text never becomes a formula.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Cell = str | int | Decimal | date | datetime | None

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Spreadsheets of these languages part columns by semicolons, write decimals with a comma, and guess the encoding
# wrong without the mark at the start.
WITH_SEMICOLONS = frozenset({"sv", "nb", "fr", "es", "pt-br"})
BYTE_ORDER_MARK = "\ufeff"
XLSX_ROWS = 1_048_575  # as many as a sheet takes below its heads


@dataclass(frozen=True)
class Marks:
    """How the spreadsheets of a language expect CSV."""

    delimiter: str
    decimal: str
    begins_with: str

    @classmethod
    def of(cls, language: str) -> "Marks":
        return cls(";", ",", BYTE_ORDER_MARK) if language.lower() in WITH_SEMICOLONS else cls(",", ".", "")


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what looks like one."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def plain_text(text: str) -> str:
    """The text that `safe_text` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def write_csv(file: IO[bytes], heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, language: str) -> None:
    """Write a list as CSV in UTF-8, as the spreadsheets of the language open it; moments in the active time zone."""
    marks = Marks.of(language)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    text.write(marks.begins_with)
    writer = csv.writer(text, delimiter=marks.delimiter)
    writer.writerow([safe_text(head) for head in heads])
    writer.writerows([_in_csv(cell, marks.decimal) for cell in row] for row in rows)
    text.detach()


def write_xlsx(file: IO[bytes], heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> None:
    """Write a list as one sheet of an XLSX file with its heads kept in view; moments in the active time zone."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    sheet.append([safe_text(head) for head in heads])
    for row in rows:
        sheet.append([_in_xlsx(sheet, cell) for cell in row])
    book.save(file)


def _in_csv(cell: Cell, decimal_mark: str) -> str:
    match cell:
        case None:
            return ""
        case str():
            return safe_text(cell)
        case Decimal():
            return f"{cell:f}".replace(".", decimal_mark)
        case datetime():
            return f"{timezone.localtime(cell):%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
    return str(cell)


def _in_xlsx(sheet: Any, cell: Cell) -> Any:
    match cell:
        case str():
            return safe_text(ILLEGAL_CHARACTERS_RE.sub("", cell))
        case Decimal():
            return _formatted(sheet, cell, _number_format(cell))
        case datetime():
            return _formatted(sheet, timezone.localtime(cell).replace(tzinfo=None), "yyyy-mm-dd hh:mm")
        case date():
            return _formatted(sheet, cell, "yyyy-mm-dd")
    return cell


def _formatted(sheet: Any, value: Decimal | date, number_format: str) -> Any:
    written = WriteOnlyCell(sheet, value)
    written.number_format = number_format
    return written


def _number_format(value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "0." + "0" * decimals if decimals else "0"


def _sheet_name(title: str) -> str:
    # Excel allows 31 characters, without these.
    return "".join(letter for letter in title if letter not in "[]:*?/\\")[:31]
