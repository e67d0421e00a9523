"""What people send as a list is read as they see it, whatever program saved it; what is none is refused with a reason.

Nothing that is sent makes the portal use more memory, or time, than a list needs.
"""

import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook
from openpyxl.chartsheet import Chartsheet
from pytest_django.fixtures import Settings

from common import spreadsheets
from common.spreadsheets import reading
from tests.common.workbooks import compound, locked_xlsx, ods, ods_cell, ods_of, saved, xls, xlsx, zipped

NAME = "Alpenföhn Brocken – 4"


def rows_of(content: bytes) -> list[tuple[int, list[str]]]:
    return [(row.number, row.cells) for row in reading.read(io.BytesIO(content))]


def cells_of(content: bytes) -> list[list[str]]:
    return [cells for _number, cells in rows_of(content)]


def refusal_of(content: bytes) -> reading.Unreadable:
    with pytest.raises(reading.Unreadable) as refused:
        reading.read(io.BytesIO(content))
    return refused.value


@pytest.fixture
def small(settings: Settings) -> dict[str, int]:
    """Limits that a test can reach."""
    settings.SPREADSHEET_LIMITS = {**settings.SPREADSHEET_LIMITS, "rows": 3, "columns": 4, "cell": 10}
    return settings.SPREADSHEET_LIMITS


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_in_every_usual_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    content = f'SKU{delimiter}name\r\n007{delimiter}"{NAME}"\r\n'.encode(encoding)

    assert cells_of(content) == [["SKU", "name"], ["007", NAME]]


def test_a_small_file_of_western_europe_is_not_taken_for_japanese() -> None:
    assert cells_of("namn;ort\nÅsa;Växjö\nJörgen;Malmö\n".encode("cp1252"))[1:] == [
        ["Åsa", "Växjö"],
        ["Jörgen", "Malmö"],
    ]


def test_the_delimiter_is_counted_outside_quotation_marks() -> None:
    assert cells_of(b'"Name, first, last";Mail\nEk;x@y.example') == [
        ["Name, first, last", "Mail"],
        ["Ek", "x@y.example"],
    ]


def test_the_line_that_excel_writes_to_itself_is_no_row() -> None:
    assert rows_of(b"sep=;\nsku;name\n1;x\n") == [(1, ["sku", "name"]), (2, ["1", "x"])]


def test_a_cell_may_hold_line_breaks_delimiters_and_quotation_marks() -> None:
    assert rows_of(b'sku,name\n1,"a, ""b""\nc"\n2,d\n') == [
        (1, ["sku", "name"]),
        (2, ["1", 'a, "b"\nc']),
        (3, ["2", "d"]),
    ]


def test_an_inch_mark_is_no_quotation() -> None:
    assert cells_of(b'sku,name\n1,24" monitor\n2,"a"b\n')[1:] == [["1", '24" monitor'], ["2", "ab"]]


def test_a_quotation_that_never_ends_is_said_with_its_row() -> None:
    assert str(refusal_of(b'sku,name\n1,x\n2,"y\n3,z\n')) == "A quotation mark in row 3 is never closed."


def test_rows_of_an_old_mac() -> None:
    assert cells_of(b"a;b\r1;2\r") == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    "content",
    [b"a,b\n\n,\n  ,\n1,2\n", xlsx(["a", "b"], [], [None, None], ["  "], [1, 2]), ods("ab", [], [], [" "], "12")],
    ids=["csv", "xlsx", "ods"],
)
def test_empty_rows_are_skipped_and_counted(content: bytes) -> None:
    assert rows_of(content) == [(1, ["a", "b"]), (5, ["1", "2"])]


def test_xlsx_as_a_person_sees_it() -> None:
    row = [1, 1.5, 4e12, 0.1 + 0.2, "007", " x ", True, None, "last", 7350012345678]

    assert cells_of(xlsx(row)) == [
        ["1", "1.5", "4000000000000", "0.3", "007", "x", "TRUE", "", "last", "7350012345678"]
    ]


def test_days_and_times_as_iso_writes_them() -> None:
    row = [date(2026, 11, 5), datetime(2026, 11, 5, 13, 12), time(13, 5), timedelta(hours=26)]

    assert cells_of(xlsx(row)) == [["2026-11-05", "2026-11-05 13:12", "13:05", "26:00"]]


@pytest.mark.parametrize(
    ("number", "text"), [(1e-7, "0.0000001"), (-2.0, "-2"), (1200.0, "1200"), (1e20, "1" + "0" * 20)]
)
def test_no_number_is_written_with_a_power_of_ten(number: float, text: str) -> None:
    assert cells_of(xls([number, "x"])) == [[text, "x"]]


def test_an_old_xls() -> None:
    assert cells_of(xls(["SKU", "Pieces"], ["0012", 3.0])) == [["SKU", "Pieces"], ["0012", "3"]]


def test_an_ods() -> None:
    assert cells_of(ods(["SKU", "namn"], ["0012", NAME])) == [["SKU", "namn"], ["0012", NAME]]


def test_the_kind_is_told_by_what_is_inside() -> None:
    file = io.BytesIO(xlsx(["a"]))
    file.name = "list.csv"

    assert reading.read(file)[0].cells == ["a"]


def test_the_first_sheet_that_people_see() -> None:
    book = Workbook()
    book.active.append(["hidden"])
    book.active.sheet_state = "hidden"
    book._sheets.append(Chartsheet(parent=book, title="Chart"))
    book.create_sheet("Seen").append(["seen"])
    book.create_sheet("Later").append(["later"])
    book.active = 2

    assert cells_of(saved(book)) == [["seen"]]


def test_of_merged_cells_the_first_has_it() -> None:
    book = Workbook()
    for row in (["a", "b"], ["1", "x"], ["2", "y"]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")

    assert cells_of(saved(book)) == [["a", "b"], ["1", "x"], ["2"]]


def test_a_sheet_that_begins_further_down_keeps_its_numbers() -> None:
    book = Workbook()
    book.active["C4"], book.active["D4"], book.active["C6"] = "a", "b", "1"

    assert rows_of(saved(book)) == [(4, ["", "", "a", "b"]), (6, ["", "", "1"])]


@pytest.mark.parametrize("write", ["csv", "xlsx"])
def test_what_we_wrote_so_that_it_is_no_formula_is_read_as_it_was(write: str) -> None:
    file, texts = io.BytesIO(), ["=1+1", "+46 8 123", "-5", "@x", "'quoted'", "a;b", "x\ny", "007"]
    if write == "csv":
        spreadsheets.write_csv(file, ["a"] * 8, [texts], language="sv")
    else:
        spreadsheets.write_xlsx(file, ["a"] * 8, [texts], title="x")

    assert cells_of(file.getvalue())[1] == texts


def test_control_characters_are_dropped() -> None:
    assert cells_of(xlsx(["a_x0001_b", "c_x0000_d"])) == [["ab", "cd"]]


@pytest.mark.parametrize("content", [b"", b" \r\n\n", b";;\n;;", xlsx(), xlsx([None], [" "])])
def test_an_empty_file(content: bytes) -> None:
    assert isinstance(refusal_of(content), reading.Empty)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n1 0 obj",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"<html><table><tr><td>1",
        b"{\\rtf1 x}",
        b"MZ\x90\x00\x03",
        zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
        zipped({"people.csv": "a,b"}),
        compound({"WordDocument": b"x"}),
    ],
    ids=["pdf", "png", "html", "rtf", "exe", "docx", "zip", "doc"],
)
def test_what_is_no_spreadsheet(content: bytes) -> None:
    assert str(refusal_of(content)) == "This file is no spreadsheet. Choose a CSV, XLSX, XLS or ODS file."


@pytest.mark.parametrize(
    "content",
    [
        locked_xlsx(),
        xls(["a"], is_locked=True),
        ods("ab", manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
    ],
    ids=["xlsx", "xls", "ods"],
)
def test_a_file_behind_a_password(content: bytes) -> None:
    assert isinstance(refusal_of(content), reading.PasswordProtected)


def test_a_damaged_archive() -> None:
    whole = xlsx(["a", "b"])

    assert isinstance(refusal_of(whole[: len(whole) // 2]), reading.Damaged)
    assert isinstance(refusal_of(whole.replace(b"PK\x01\x02", b"PK\x01\x03", 1)), reading.Damaged)
    assert isinstance(refusal_of(zipped({"[Content_Types].xml": "<x", "xl/workbook.xml": "<x"})), reading.Damaged)


def test_the_limit_of_bytes_is_exact(settings: Settings) -> None:
    content = b"a,b\n1,2\n"
    settings.SPREADSHEET_LIMITS = {**settings.SPREADSHEET_LIMITS, "bytes": len(content)}

    assert len(rows_of(content)) == 2
    assert isinstance(refusal_of(content + b"\n"), reading.TooLarge)


@pytest.mark.parametrize("make", [lambda *rows: "\n".join(";".join(row) for row in rows).encode(), xlsx, ods, xls])
def test_rows_columns_and_cells_have_limits(small: dict[str, int], make) -> None:
    assert len(rows_of(make(["a"] * 4, [], ["x" * 10], ["c"]))) == 3
    assert str(refusal_of(make(["a"], ["b"], ["c"], ["d"]))) == "The file has more than 3 rows. Divide it into several."
    assert str(refusal_of(make(list("abcde")))) == "The file has more than 4 columns."
    assert str(refusal_of(make(["a"], ["x" * 11]))) == "A cell in row 2 holds more than 10 characters."


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": b"\0" * 40 * 2**20})

    assert isinstance(refusal_of(bomb), reading.TooMuchInside)


def test_many_files_in_one(settings: Settings) -> None:
    crowd = zipped({"[Content_Types].xml": "<Types/>"} | {f"xl/{number}": "x" for number in range(500)})

    assert isinstance(refusal_of(crowd), reading.TooMuchInside)


def test_an_archive_that_lies_about_its_size() -> None:
    honest = zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": b"ab" * 2**20})
    size = (2 * 2**20).to_bytes(4, "little")
    assert honest.count(size) == 2

    assert isinstance(refusal_of(honest.replace(size, (10).to_bytes(4, "little"))), reading.Damaged)


def test_two_cells_as_far_apart_as_a_sheet_goes_cost_no_memory() -> None:
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "a", "b"

    assert isinstance(refusal_of(saved(book)), reading.TooMuchInside)


def test_a_cell_said_to_repeat_a_billion_times_costs_no_memory() -> None:
    row = f"<table:table-row>{ods_cell('x', 'table:number-columns-repeated="1000000000"')}</table:table-row>"

    refusal = refusal_of(ods_of(f'<table:table table:name="One">{row}</table:table>'))

    assert isinstance(refusal, reading.TooMuchInside | reading.TooManyColumns)


def test_one_long_text_in_every_cell_costs_no_memory(settings: Settings) -> None:
    settings.SPREADSHEET_LIMITS = {**settings.SPREADSHEET_LIMITS, "characters": 100_000}

    assert isinstance(refusal_of(xlsx(*[["x" * 30_000]] * 4)), reading.TooMuchInside)


def test_an_archive_with_a_password_of_its_own() -> None:
    content = bytearray(xlsx(["a"]))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        assert archive.infolist()
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 1)

    assert isinstance(refusal_of(bytes(content)), reading.PasswordProtected)
