"""One way to read a table, whatever it comes as: CSV in any usual encoding and delimiter, packed or not, or XLSX."""

import codecs
import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple, Protocol, Self, cast

import openpyxl
from django.utils.translation import gettext as _

from catalog.importing.report import Reason
from common.spreadsheets.delimited import delimiter_of, is_note_to_excel

CHUNK = 1 << 20
LONGEST_CELL = 1 << 20
GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"


class Lines(Protocol):
    """What `csv.reader` makes, whose own type has no name before Python 3.13."""

    line_num: int

    def __iter__(self) -> Self: ...
    def __next__(self) -> list[str]: ...


class UnreadableTable(Exception):
    """A file is no table that can be read; its text says what is missing."""


class Row(NamedTuple):
    """A row's cells by column, trimmed; with a `problem` it could not be taken apart and has none."""

    line: int
    cells: dict[str, str]
    problem: Reason | None = None


@dataclass
class Table:
    """Rows to import, read as they are asked for; `progress` tells the share of the source read so far."""

    columns: list[str]
    rows: Iterable[Row]
    decimal_comma: bool = False
    progress: Callable[[], float] | None = None

    def require(self, *columns: str) -> None:
        """Raise `UnreadableTable` where a column is missing."""
        missing = [column for column in columns if column not in self.columns]
        if missing:
            raise UnreadableTable(_("Columns are missing: %(columns)s") % {"columns": ", ".join(missing)})


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a file as a table: .xlsx, or .csv in UTF-8, UTF-16 or cp1252 with `,` `;` `|` or tab, packed by gzip or not.

    A comma inside numbers is the decimal mark where it is not the delimiter. Raises `UnreadableTable`.
    """
    with path.open("rb") as raw:
        start = raw.read(4)
        raw.seek(0)
        if start == ZIP:
            yield _spreadsheet(raw)
            return
        size = max(path.stat().st_size, 1)
        stream = cast("IO[bytes]", gzip.open(raw) if start.startswith(GZIP) else raw)  # noqa: SIM115  `raw` is closed
        try:
            encoding = _encoding(stream)
        except (EOFError, OSError, zlib.error) as problem:
            raise UnreadableTable(_("The file is damaged: %(problem)s") % {"problem": problem}) from problem
        stream.seek(0)
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        yield _csv(text, lambda: raw.tell() / size)


def rows_of(dicts: Iterable[dict[str, str]], columns: list[str]) -> Table:
    """Make a table of rows that a program makes, numbered from 1."""
    return Table(columns, (Row(line, cells) for line, cells in enumerate(dicts, start=1)))


def _encoding(stream: IO[bytes]) -> str:
    """Tell the encoding by reading all of it once: UTF-8 unless more of its other letters are broken than whole."""
    start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    whole, broken, piece = 0, 0, start
    while piece:
        text = decoder.decode(piece)
        if not text.isascii():
            bad = text.count("\ufffd")
            broken += bad
            whole += sum(letter > "\x7f" for letter in text) - bad
        piece = stream.read(CHUNK)
    return "utf-8-sig" if broken <= whole else "cp1252"


def _csv(text: io.TextIOWrapper, progress: Callable[[], float]) -> Table:
    csv.field_size_limit(LONGEST_CELL)
    first = text.readline()
    skipped = 1
    if is_note_to_excel(first):
        first = text.readline()
        skipped = 2
    delimiter = delimiter_of(first)
    columns = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
    if not any(columns):
        raise UnreadableTable(_("The file is empty."))
    if len(set(columns)) < len(columns):
        raise UnreadableTable(_("A column occurs twice."))
    rows = _csv_rows(csv.reader(text, delimiter=delimiter), columns, skipped)
    return Table(columns, rows, decimal_comma=delimiter != ",", progress=progress)


def _csv_rows(reader: Lines, columns: list[str], skipped: int) -> Iterator[Row]:
    while True:
        line = skipped + reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(line, {}, Reason.UNREADABLE)
            continue
        row = _row(line, fields, columns)
        if row is not None:
            yield row


def _row(line: int, fields: list[str], columns: list[str]) -> Row | None:
    if not any(fields):
        return None
    if len(fields) != len(columns):
        return Row(line, {}, Reason.WRONG_COLUMNS)
    return Row(line, {name: field.strip() for name, field in zip(columns, fields, strict=True)})


def _spreadsheet(raw: IO[bytes]) -> Table:
    try:
        sheet = openpyxl.load_workbook(raw, read_only=True, data_only=True).worksheets[0]
    except (KeyError, ValueError, IndexError, zipfile.BadZipFile) as problem:
        raise UnreadableTable(_("The file is damaged: %(problem)s") % {"problem": problem}) from problem
    lines = sheet.iter_rows(values_only=True)
    columns = [_text(value).lower() for value in next(lines, ())]
    while columns and not columns[-1]:
        columns.pop()
    if not columns:
        raise UnreadableTable(_("The file is empty."))
    return Table(columns, _sheet_rows(lines, columns))


def _sheet_rows(lines: Iterator[tuple[object, ...]], columns: list[str]) -> Iterator[Row]:
    width = len(columns)
    for line, values in enumerate(lines, start=2):
        fields = [_text(value) for value in values[:width]]
        fields += [""] * (width - len(fields))  # a sheet stores no empty cells at the end of a row
        row = _row(line, fields, columns)
        if row is not None:
            yield row


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value).strip()
