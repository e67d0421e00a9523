"""Whatever stands in a table, it is read as it was written; whatever is no table is refused in words (CAT-15)."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.importing.reading import Row, UnreadableTable, open_table
from common.spreadsheets.reading import Unreadable

QUICK_AND_LONG = [25, pytest.param(1000, marks=pytest.mark.long)]
COLUMNS = ("sku", "name", "note")
UNICODE = st.characters(exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffd\ufeff")
LETTERS = st.sampled_from('åäöéüñçABC 012,;|."-')  # of Western Europe, none of which is UTF-8 by chance
BREAKS = st.sampled_from(["\n", "\r\n", '"', ",", ";", "\t", " "])
ENCODINGS = {"utf-8": UNICODE, "utf-8-sig": UNICODE, "utf-16": UNICODE, "cp1252": LETTERS}


def cells_of(letters: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Text with delimiters, quotation marks and line breaks, none of it a formula or a mark of a spreadsheet."""
    text = st.lists(letters | BREAKS, max_size=12).map("".join)
    return text.filter(lambda cell: not cell.strip().startswith(("=", "'", "#", "+", "-", "@")))


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[list[str]]]:
    """A file as some program would have saved it, and its rows."""
    encoding = draw(st.sampled_from(sorted(ENCODINGS)))
    cell = cells_of(ENCODINGS[encoding])
    rows = draw(st.lists(st.lists(cell, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=5))
    delimiter, end = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(["\n", "\r\n"]))
    text = io.StringIO()
    if draw(st.booleans()):
        text.write(f"sep={delimiter}{end}")
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([COLUMNS, *rows])
    return text.getvalue().encode(encoding), rows


def read(path: Path, content: bytes) -> list[Row]:
    path.write_bytes(content)
    with open_table(path) as table:
        return list(table.rows)


def read_or_refused(path: Path, content: bytes) -> list[Row] | str:
    """Its rows, or why there are none."""
    try:
        return read(path, content)
    except (UnreadableTable, Unreadable) as refusal:
        return str(refusal)


@pytest.mark.parametrize("examples", QUICK_AND_LONG)
def test_what_was_written_is_read_whatever_the_encoding_delimiter_and_marks(tmp_path: Path, examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(file=files())
    def holds(file: tuple[bytes, list[list[str]]]) -> None:
        content, rows = file
        found = read(tmp_path / "file.csv", content)
        assert [list(row.cells.values()) for row in found] == [
            [cell.strip() for cell in row] for row in rows if any(row)
        ]
        lines = [row.line for row in found]
        assert lines == sorted(set(lines))

    holds()


@pytest.mark.parametrize("examples", QUICK_AND_LONG)
def test_any_bytes_are_read_or_refused_in_words(tmp_path: Path, examples: int) -> None:
    pieces = st.sampled_from(
        [b"sku", b'"', b",", b";", b"\n", b"\r", b"\x00", b"\xff\xfe", b"\x1f\x8b", b"PK\x03\x04", b"\xe5"]
    )

    @settings(max_examples=examples, deadline=None)
    @given(content=st.binary(max_size=60) | st.lists(pieces, max_size=20).map(b"".join))
    def holds(content: bytes) -> None:
        found = read_or_refused(tmp_path / "file", content)
        assert found != ""
        assert isinstance(found, str) or all(row.problem or row.cells for row in found)

    holds()
