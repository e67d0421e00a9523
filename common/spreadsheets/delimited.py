"""CSV as it comes in: which character parts the columns, and in which encoding the text is."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

DELIMITERS = ",;\t|"
QUOTED = re.compile(r'"[^"]*"')
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1b]")
OTHER_TEXTS = ("%PDF-", "<", "{\\rtf", "From ", "MIME-Version")


class QuoteLeftOpen(ValueError):
    """A cell begins with a quotation mark and nothing ends it; `row` says where."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def delimiter_of(heads: str) -> str:
    """The character that parts the columns of a line of heads: the most frequent outside quotation marks."""
    return max(DELIMITERS, key=QUOTED.sub("", heads).count)


def is_note_to_excel(line: str) -> bool:
    """Whether a first line is what Excel writes to itself, and shows nobody: `sep=;`."""
    return line.lower().startswith("sep=")


def decoded(content: bytes) -> str:
    """Text by its byte order mark, else as strict UTF-8, else as cp1252; guessing fails on small files.

    Raises ValueError where it is no text, or text of another kind.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252")
    if NO_TEXT.search(text) or text.lstrip().startswith(OTHER_TEXTS):
        raise ValueError("not a list")
    return text


def rows_of(text: str) -> Iterator[list[str]]:
    """Every row as a spreadsheet numbers them, empty ones too; a cell may hold line breaks.

    A quotation mark after the end of a quoted cell is forgiven. Raises QuoteLeftOpen, and csv.Error for a cell over
    the limit of the module.
    """
    first, _newline, rest = text.partition("\n")
    if is_note_to_excel(first):
        text = rest
    delimiter = delimiter_of(text.lstrip("\r\n").partition("\n")[0])
    _check_quotes(text, delimiter)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _check_quotes(text: str, delimiter: str) -> None:
    rows = 0
    try:
        for _cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows += 1
    except csv.Error as problem:
        if "end of data" in str(problem):
            raise QuoteLeftOpen(rows + 1) from problem
