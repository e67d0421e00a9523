"""Files that people send, as rows of text: CSV, XLSX, XLS or ODS, told apart by what they hold and not by their name.

Every limit is a setting (`SPREADSHEET_LIMITS`) and holds before what it limits is in memory.
"""

import csv
import io
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple, Self

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from common.formats import whole
from common.spreadsheets import archives, delimited
from common.spreadsheets.writing import plain_text

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # XLS, and XLSX behind a password
# The stream of an XLSX behind a password; and in an XLS the record that says so, behind the one it begins with.
LOCKED = re.compile(
    re.escape("EncryptedPackage".encode("utf-16-le"))
    + rb"|\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00(?:.{4}|.{12})(?:\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)
PROGRAM = Path(__file__).with_name("unpacking.py")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
ENDED_BY_LIMIT = (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGXCPU, -signal.SIGSEGV)


class Row(NamedTuple):
    """A row with words in it: its number as a spreadsheet shows it, and its cells, those at the end left out."""

    number: int
    cells: list[str]


class Unreadable(Exception):
    """A file cannot be taken as a list; `str()` says why and what to do."""


class Empty(Unreadable):
    def __str__(self) -> str:
        return _("The file is empty.")


class NotASpreadsheet(Unreadable):
    def __str__(self) -> str:
        return _("This file is no spreadsheet. Choose a CSV, XLSX, XLS or ODS file.")


class PasswordProtected(Unreadable):
    def __str__(self) -> str:
        return _("The file is protected by a password. Save it without one and choose it again.")


class Damaged(Unreadable):
    def __str__(self) -> str:
        return _("The file is damaged. Open it in your spreadsheet program, save it again and choose it again.")


class QuoteLeftOpen(Unreadable):
    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row

    def __str__(self) -> str:
        return _("A quotation mark in row %(row)s is never closed.") % {"row": self.row}


class TooLarge(Unreadable):
    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def __str__(self) -> str:
        return _("The file is larger than %(size)s.") % {"size": filesizeformat(self.most)}


class TooMuchInside(Unreadable):
    def __str__(self) -> str:
        return _("The file unpacks to more than a list needs. Copy the rows into a new sheet and save that.")


class TooManyRows(Unreadable):
    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def __str__(self) -> str:
        return _("The file has more than %(most)s rows. Divide it into several.") % {"most": whole(self.most)}


class TooManyColumns(Unreadable):
    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def __str__(self) -> str:
        return _("The file has more than %(most)s columns.") % {"most": whole(self.most)}


class CellTooLong(Unreadable):
    def __init__(self, row: int, most: int) -> None:
        super().__init__(row, most)
        self.row, self.most = row, most

    def __str__(self) -> str:
        return _("A cell in row %(row)s holds more than %(most)s characters.") % {
            "row": self.row,
            "most": whole(self.most),
        }


@dataclass(frozen=True)
class Limits:
    """The most of everything that a file may have; bytes, characters, seconds."""

    bytes: int
    entries: int
    unpacked_bytes: int
    ratio: int
    rows: int
    columns: int
    cell: int
    characters: int
    memory: int
    seconds: int

    @classmethod
    def of_settings(cls) -> Self:
        return cls(**settings.SPREADSHEET_LIMITS)


def read(file: IO[bytes]) -> list[Row]:
    """The rows of a file, or of the first sheet of it that people see; the first one is usually the heads.

    Cells are text as a person sees it: 1 and not 1.0, 4000000000000 and not 4E+12, zeros in front kept, days as in
    ISO 8601; of merged cells the first one has it. Empty rows are left out and counted. Raises Unreadable in one of
    its kinds.
    """
    limits = Limits.of_settings()
    content = file.read(limits.bytes + 1)
    if len(content) > limits.bytes:
        raise TooLarge(limits.bytes)
    if not content.strip():
        raise Empty
    rows = list(_checked(_rows_in(content, limits), limits))
    if not rows:
        raise Empty
    return rows


def _rows_in(content: bytes, limits: Limits) -> Iterable[tuple[int, list[str]]]:
    if content.startswith(ZIP):
        _check_archive(content, limits)
        return _workbook(content, limits)
    if content.startswith(OLE):
        if LOCKED.search(content):
            raise PasswordProtected
        return _workbook(content, limits)
    return _text(content, limits)


def _checked(rows: Iterable[tuple[int, list[str]]], limits: Limits) -> Iterator[Row]:
    for count, (number, cells) in enumerate(rows, start=1):
        if count > limits.rows:
            raise TooManyRows(limits.rows)
        if len(cells) > limits.columns:
            raise TooManyColumns(limits.columns)
        if any(len(cell) > limits.cell for cell in cells):
            raise CellTooLong(number, limits.cell)
        yield Row(number, [plain_text(CONTROL.sub("", cell).strip()).strip() for cell in cells])


def _text(content: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, cells in enumerate(delimited.rows_of(delimited.decoded(content)), start=1):
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                yield number, cells
    except delimited.QuoteLeftOpen as problem:
        raise QuoteLeftOpen(problem.row) from problem
    except csv.Error as problem:
        raise CellTooLong(number + 1, limits.cell) from problem
    except ValueError as problem:
        raise NotASpreadsheet from problem


def _check_archive(content: bytes, limits: Limits) -> None:
    try:
        names = archives.check(
            io.BytesIO(content),
            entries=limits.entries,
            unpacked_bytes=limits.unpacked_bytes,
            ratio=limits.ratio,
        )
    except archives.TooDense as problem:
        raise TooMuchInside from problem
    except archives.Locked as problem:
        raise PasswordProtected from problem
    except archives.Broken as problem:
        raise Damaged from problem
    if not archives.is_spreadsheet(io.BytesIO(content), names):
        raise NotASpreadsheet


def _workbook(content: bytes, limits: Limits) -> list[tuple[int, list[str]]]:
    """Read a workbook in a process of its own, which may take so much memory and time and no more."""
    numbers = (limits.rows, limits.columns, limits.characters, limits.memory, limits.seconds)
    command = [sys.executable, "-I", str(PROGRAM), *map(str, numbers)]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, env={}, timeout=2 * limits.seconds, check=False
        )
    except subprocess.TimeoutExpired as problem:
        raise TooMuchInside from problem
    if done.returncode in ENDED_BY_LIMIT:
        raise TooMuchInside
    done.check_returncode()
    answer = json.loads(done.stdout)
    match answer.get("refused"):
        case None:
            return [(number, cells) for number, cells in answer["rows"]]
        case "password":
            raise PasswordProtected
        case "rows":
            raise TooManyRows(limits.rows)
        case "columns":
            raise TooManyColumns(limits.columns)
        case "memory":
            raise TooMuchInside
    raise Damaged if content.startswith(ZIP) else NotASpreadsheet
