"""Tables are read whatever they come as."""

import gzip
import tracemalloc
from decimal import Decimal

import openpyxl
import pytest

from catalog.importing import values
from catalog.importing.reading import open_table
from common.spreadsheets.reading import Unreadable

NAME = "Alpenföhn Brocken – 4"


def read(path):
    with open_table(path) as table:
        return [row.cells for row in table.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiter_and_encoding_are_recognized(tmp_path, delimiter, encoding):
    path = tmp_path / "file.csv"
    path.write_bytes(f'SKU{delimiter}name\r\n007{delimiter}"{NAME}"\r\n'.encode(encoding))
    assert read(path) == [{"sku": "007", "name": NAME}]


def test_a_packed_file_and_the_line_that_excel_writes_to_itself(tmp_path):
    path = tmp_path / "file.csv.gz"
    path.write_bytes(gzip.compress(f"sep=;\nsku;name\n1;{NAME}\n\n;\n2;x\n".encode()))
    with open_table(path) as table:
        assert [(row.line, row.cells["sku"]) for row in table.rows] == [(3, "1"), (6, "2")]


def test_a_spreadsheet(tmp_path):
    path = tmp_path / "file.xlsx"
    book = openpyxl.Workbook()
    for row in (["SKU", "name", "weight_kg", None], ["007", NAME, 1.5], [None, None], [8, "x", 2.0]):
        book.active.append(row)
    book.save(path)
    assert read(path) == [
        {"sku": "007", "name": NAME, "weight_kg": "1.5"},
        {"sku": "8", "name": "x", "weight_kg": "2"},
    ]


def test_a_cell_may_hold_line_breaks_and_delimiters(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text('sku,name\n1,"a, ""b""\nc"\n2,d\n')
    with open_table(path) as table:
        rows = [(row.line, row.cells["name"]) for row in table.rows]
    assert rows == [(2, 'a, "b"\nc'), (4, "d")]


@pytest.mark.parametrize(
    "content", [b"", b"\n", gzip.compress(b"sku,name\n1,x\n" * 50, mtime=0)[:-12], b"PK\x03\x04rest"]
)
def test_what_is_no_table_is_refused(tmp_path, content):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        read(path)


def test_memory_does_not_grow_with_the_rows(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text("sku,name\n" + "1AB0001,a name of some length that repeats itself\n" * 200_000)
    tracemalloc.start()
    with open_table(path) as table:
        assert sum(1 for _ in table.rows) == 200_000
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("text", "comma", "number"),
    [
        ("1234.5", False, "1234.5"),
        ("1,234.50", False, "1234.50"),
        ("1.234,50", False, "1234.50"),
        ("1\u202f234,50", True, "1234.50"),
        ("1 234 567,5", True, "1234567.5"),
        ("1,234", False, "1234"),
        ("1,234", True, "1.234"),
        ("1,5", False, "1.5"),
        ("1.234.567", True, "1234567"),
        ("1,234,567", True, "1234567"),
        ("'12", False, "12"),
    ],
)
def test_numbers_are_read_with_either_mark(text, comma, number):
    assert values.decimal_of(text, decimal_comma=comma) == Decimal(number)


@pytest.mark.parametrize("text", ["", "x", "NaN", "Infinity", "1e", "1.2.3,4,5", "--1"])
def test_what_is_no_number_is_none(text):
    assert values.decimal_of(text, decimal_comma=False) is None


def test_a_price_has_no_more_decimals_than_its_currency():
    assert values.minor_units("19.90", 2, decimal_comma=False) == 1990
    assert values.minor_units("1990", 0, decimal_comma=False) == 1990
    assert values.minor_units("1.234", 2, decimal_comma=False) is None
    assert values.minor_units("0", 2, decimal_comma=False) is None
    assert values.minor_units("1e30", 2, decimal_comma=False) is None
