"""XLSX read row by row, and only after a look at what is packed in it: no sheet is ever whole in memory.

Of a formula the result counts that was saved with it; one that was saved without has none (CAT-15).
"""

from collections.abc import Iterator
from typing import IO, Any

import openpyxl
from django.conf import settings
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from catalog.importing.report import Reason
from catalog.importing.tables import FORMULA, Line, Table
from common.spreadsheets import archives, reading
from common.spreadsheets.unpacking import text_of
from common.spreadsheets.writing import plain_text

MOST_ROWS = 1_048_576  # of a sheet
MOST_COLUMNS = 1000


class _Parser(WorkSheetParser):
    """Tells a formula without a result from an empty cell."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell["value"] = FORMULA
        return cell


def workbook(raw: IO[bytes]) -> Table:
    """The first sheet that people see, as a table. Raises `Unreadable`, here or while the rows are read."""
    _check(raw)
    try:
        book = openpyxl.load_workbook(raw, read_only=True, data_only=True)
        sheet = next(each for each in book.worksheets if each.sheet_state == "visible")
        source = sheet._get_source()
        size = max(book._archive.getinfo(sheet._worksheet_path).file_size, 1)
    except Exception as problem:  # whatever the reader trips over, the file is what is wrong
        raise reading.Damaged from problem
    parser = _Parser(
        source,
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )
    rows = _rows(parser)
    heads = next(rows, (1, []))[1]
    return Table.under(heads, _lines(rows, len(heads)), progress=lambda: source.tell() / size)


def _check(raw: IO[bytes]) -> None:
    limits = settings.CATALOG_IMPORT_LIMITS
    try:
        names = archives.check(raw, **limits)
    except archives.TooDense as problem:
        raise reading.TooMuchInside from problem
    except archives.Locked as problem:
        raise reading.PasswordProtected from problem
    except archives.Broken as problem:
        raise reading.Damaged from problem
    if "xl/workbook.xml" not in names:
        raise reading.NotASpreadsheet
    raw.seek(0)


def _rows(parser: _Parser) -> Iterator[tuple[int, list[str]]]:
    """The rows with something in them; numbers as a spreadsheet shows them."""
    try:
        for number, cells in parser.parse():
            if number > MOST_ROWS:
                raise reading.TooManyRows(MOST_ROWS)
            fields = _fields(cells)
            if fields:
                yield number, fields
    except reading.Unreadable:
        raise
    except Exception as problem:  # as above
        raise reading.Damaged from problem


def _fields(cells: list[dict[str, Any]]) -> list[str]:
    fields: list[str] = []
    for cell in cells:
        if cell["value"] is None:
            continue
        place = cell["column"] - 1
        if place >= MOST_COLUMNS:
            raise reading.TooManyColumns(MOST_COLUMNS)
        fields += [""] * (place + 1 - len(fields))
        fields[place] = plain_text(text_of(cell["value"]).strip())
    while fields and not fields[-1]:
        fields.pop()
    return fields


def _lines(rows: Iterator[tuple[int, list[str]]], width: int) -> Iterator[Line]:
    """A sheet stores no empty cells at the end of a row."""
    for number, fields in rows:
        if len(fields) > width:
            yield number, Reason.WRONG_COLUMNS
        else:
            yield number, fields + [""] * (width - len(fields))
