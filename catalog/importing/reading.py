"""One way to read a table, whatever it comes as: CSV in any usual encoding and delimiter, packed or not, or XLSX.

A cell that a spreadsheet would not have as it stands, because it is a formula, an error or longer than any, makes its
row a problem with the column named; what leaves the rest of the file in doubt refuses all of it, with the row.
"""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol, Self, cast

from django.utils.translation import gettext as _

from catalog.importing.report import Reason
from catalog.importing.tables import FORMULA, LONGEST_CELL, Line, Row, Table, UnreadableTable
from catalog.importing.workbooks import workbook
from common.spreadsheets.delimited import NO_TEXT, OTHER_TEXTS, delimiter_of, is_note_to_excel
from common.spreadsheets.reading import OLE, ZIP, Damaged, NotASpreadsheet, QuoteLeftOpen
from common.spreadsheets.writing import plain_text

__all__ = ["Row", "Table", "UnreadableTable", "open_table", "rows_of"]

CHUNK = 1 << 20
LONGEST_LINE = 16 * LONGEST_CELL
MOST_UNPACKED = 4 << 30  # bytes of a packed CSV
GZIP = b"\x1f\x8b"
ONLY_TEXT = re.compile(r'="((?:[^"]|"")*)"')  # ="007", by which programs keep zeros in front
END = "\x1a"  # a line of ours behind the last: where a quotation is open it ends up inside a cell


class Lines(Protocol):
    """What `csv.reader` makes, whose own type has no name before Python 3.13."""

    line_num: int

    def __iter__(self) -> Self: ...
    def __next__(self) -> list[str]: ...


class LineTooLong(Exception):
    """A line of a file has no end within reason."""


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a file as a table: .xlsx, or .csv in UTF-8, UTF-16 or cp1252 with `,` `;` `|` or tab, packed by gzip or not.

    A comma inside numbers is the decimal mark where it is not the delimiter. Raises `Unreadable`, here or while the
    rows are read.
    """
    with path.open("rb") as raw:
        start = raw.read(len(OLE))
        raw.seek(0)
        if start.startswith(ZIP):
            yield workbook(raw)
            return
        if start.startswith(OLE):
            raise NotCsvOrXlsx
        size = max(path.stat().st_size, 1)
        stream = cast("IO[bytes]", gzip.open(raw) if start.startswith(GZIP) else raw)  # noqa: SIM115  `raw` is closed
        try:
            encoding = _encoding(stream)
        except (EOFError, OSError, zlib.error) as problem:
            raise Damaged from problem
        stream.seek(0)
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        yield _csv(text, lambda: raw.tell() / size)


def rows_of(dicts: Iterable[dict[str, str]], columns: list[str]) -> Table:
    """Make a table of rows that a program makes, numbered from 1."""
    return Table(columns, (Row(line, cells) for line, cells in enumerate(dicts, start=1)))


class NotCsvOrXlsx(NotASpreadsheet):
    def __str__(self) -> str:
        return _("The file is neither CSV nor XLSX. Save it as one of these and choose it again.")


class TooMuchPacked(UnreadableTable):
    def __str__(self) -> str:
        return _("The file unpacks to more than an import takes. Divide it into several.")


def _encoding(stream: IO[bytes]) -> str:
    """Tell the encoding by reading all of it once: UTF-8 unless more of its other letters are broken than whole."""
    start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    whole, broken, size, piece = 0, 0, 0, start
    while piece:
        text = decoder.decode(piece)
        if not text.isascii():
            bad = text.count("\ufffd")
            broken += bad
            whole += sum(letter > "\x7f" for letter in text) - bad
        piece = stream.read(CHUNK)
        size += len(piece)
        if size > MOST_UNPACKED:
            raise TooMuchPacked
    return "utf-8-sig" if broken <= whole else "cp1252"


def _csv(text: io.TextIOWrapper, progress: Callable[[], float]) -> Table:
    csv.field_size_limit(LONGEST_LINE)
    first = text.readline(LONGEST_LINE)
    if NO_TEXT.search(first) or first.lstrip().startswith(OTHER_TEXTS):
        raise NotCsvOrXlsx
    skipped = 1
    if is_note_to_excel(first):
        first = text.readline(LONGEST_LINE)
        skipped = 2
    delimiter = delimiter_of(first)
    heads = next(csv.reader([first], delimiter=delimiter), [])
    rows = _csv_rows(csv.reader(_lines(text), delimiter=delimiter), len(heads), skipped)
    return Table.under(heads, rows, decimal_comma=delimiter != ",", progress=progress)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise LineTooLong
        yield line
    yield END


def _csv_rows(reader: Lines, width: int, skipped: int) -> Iterator[Line]:
    while True:
        line = skipped + reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            raise QuoteLeftOpen(line) from None
        except LineTooLong as problem:
            raise UnreadableTable(_("Row %(row)s is longer than a row can be.") % {"row": line}) from problem
        except csv.Error as problem:
            if "field larger" in str(problem):  # a quotation that never ends, over many lines
                raise QuoteLeftOpen(line) from problem
            yield line, Reason.UNREADABLE
            continue
        if fields == [END]:
            return
        if fields and fields[-1].endswith(END):
            raise QuoteLeftOpen(line)
        if any(fields):
            yield line, [_plain(field) for field in fields] if len(fields) == width else Reason.WRONG_COLUMNS


def _plain(field: str) -> str:
    """Text that was saved so that it is no formula, as it was; a formula that is only a text is that text."""
    if not field.startswith(("=", "'")):
        return field
    if text := ONLY_TEXT.fullmatch(field):
        return text[1].replace('""', '"')
    return FORMULA if field.startswith("=") else plain_text(field)
