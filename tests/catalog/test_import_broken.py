"""Broken files of every kind are refused, or read with row and column named, and nothing is half done (CAT-15)."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import Workbook

from catalog.importing.kinds import BIDS, PRICES, PRODUCTS, STOCK, Kind, Run
from catalog.importing.reading import LONGEST_LINE, open_table
from catalog.importing.recognizing import recognized, take_recognized
from catalog.importing.report import Report
from catalog.importing.tables import LONGEST_CELL
from catalog.models import Bid, BidPrice, PriceEntry, Product, Stock
from common.spreadsheets.reading import Unreadable
from tests.cast import Cast
from tests.common.workbooks import saved, zipped
from tests.factories import NOON, make_product


class File(NamedTuple):
    """A kind of file with a row that is good for each SKU, and what a table holds of it afterwards."""

    kind: Kind
    heads: tuple[str, ...]
    row: tuple[str, ...]  # {} stands for the SKU
    number: str  # a column in which Excel's habits do harm

    def good(self, sku: str) -> list[str]:
        return [cell.format(sku) for cell in self.row]


FILES = {
    "products": File(PRODUCTS, ("sku", "name", "manufacturer", "ean"), ("{}", "Växel {}", "Kestrel", ""), "ean"),
    "prices": File(PRICES, ("market", "price_list", "sku", "price"), ("se", "standard", "{}", "7"), "sku"),
    "stock": File(STOCK, ("sku", "warehouse", "on_hand"), ("{}", "STO", "3"), "sku"),
    "bids": File(
        BIDS,
        ("number", "company", "sku", "price", "quantity", "valid_from", "valid_to", "end_customer"),
        ("B-1", "SE-1", "{}", "5", "9", "2026-11-01", "2026-12-31", "Växjö"),
        "sku",
    ),
}
Taken = Callable[[bytes], Report]


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest, cast: Cast) -> File:
    cast.norrsken.company.customer_number = "SE-1"
    cast.norrsken.company.save()
    if request.param != "products":
        make_product(sku="A1")
        make_product(sku="A2")
    return FILES[request.param]


@pytest.fixture
def take(file: File, tmp_path: Path) -> Taken:
    def taken(content: bytes) -> Report:
        path = tmp_path / "file"
        path.write_bytes(content)
        with Report(tmp_path / "report.csv") as report, open_table(path) as table:
            report.heads = take_recognized(table, file.kind).heads_by_column()
            file.kind.take(table, report, Run(on=NOON.date(), now=NOON))
        return report

    return taken


def csv_of(file: File, *rows: list[str], delimiter: str = ",") -> bytes:
    return "\n".join(delimiter.join(row) for row in [list(file.heads), *rows]).encode()


def kept() -> set[str]:
    """SKUs of which something was imported."""
    skus = [model.objects.values_list("product__sku", flat=True) for model in (PriceEntry, Stock, BidPrice)]
    return {sku for each in skus for sku in each if sku in ("A1", "A2")} | set(
        Product.objects.filter(name__startswith="Växel").values_list("sku", flat=True)
    )


def refusals(report: Report) -> list[tuple[int, str, str]]:
    return [(found.line, found.column, found.reason) for found in report.samples.get("refused", [])]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8-sig", "utf-16"])
def test_any_usual_encoding_is_read(file: File, take: Taken, encoding: str) -> None:
    content = csv_of(file, file.good("A1"), delimiter=";").decode()

    assert refusals(take(content.encode(encoding))) == []
    assert kept() == {"A1"}
    assert set(Bid.objects.values_list("end_customer", flat=True)) <= {"Växjö"}


def test_rows_with_another_delimiter_than_the_heads_are_refused_one_by_one(file: File, take: Taken) -> None:
    content = csv_of(file) + b"\n" + ";".join(file.good("A1")).encode()

    assert refusals(take(content)) == [(2, "", "The row has more or fewer cells than the header.")]
    assert kept() == set()


@pytest.mark.parametrize("missing", [0, -1], ids=["first", "all"])
def test_a_missing_column_is_named(file: File, take: Taken, missing: int) -> None:
    heads = list(file.heads)
    content = (":".join(heads) if missing else ",".join(heads[1:])).encode() + b"\n1\n"

    with pytest.raises(Unreadable, match=f"Columns are missing: {heads[0]}"):
        take(content)


def test_the_same_column_twice_is_refused(file: File, take: Taken) -> None:
    heads = [*file.heads, file.heads[0].upper()]

    with pytest.raises(Unreadable, match=f"has the column “{heads[-1]}” twice"):
        take(",".join(heads).encode() + b"\n")


def test_of_duplicate_rows_the_first_counts(file: File, take: Taken) -> None:
    report = take(csv_of(file, file.good("A1"), file.good("A2"), file.good("A1")))

    assert [line for line, _column, _reason in refusals(report)] == [4]
    assert kept() == {"A1", "A2"}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("=A1*2", "The cell holds a formula and not its result."),
        ("#N/A", "The cell holds the error of a formula."),
        ("7,31235E+12", "The number was written as a power of ten, and its last digits are lost."),
        ("x" * (LONGEST_CELL + 1), "A cell is longer than a cell can be."),
    ],
    ids=["formula", "error", "power", "long"],
)
def test_a_cell_that_excel_spoilt_is_refused_with_row_and_column(
    file: File, take: Taken, cell: str, reason: str
) -> None:
    bad = file.good("A2")
    bad[file.heads.index(file.number)] = cell

    report = take(csv_of(file, file.good("A1"), bad, delimiter=";"))

    (line, column, said) = refusals(report)[0]
    assert (line, column) == (3, file.number)
    assert said.startswith(reason)
    assert kept() == {"A1"}


def test_a_formula_that_was_saved_without_its_result_is_refused(file: File, take: Taken) -> None:
    book = Workbook()
    for row in (file.heads, file.good("A1"), file.good("A2")):
        book.active.append(row)
    book.active.cell(3, file.heads.index(file.number) + 1).value = "=1+1"

    report = take(saved(book))

    assert refusals(report) == [(3, file.number, "The cell holds a formula and not its result.")]
    assert kept() == {"A1"}


def test_a_zip_bomb_is_not_unpacked(file: File, take: Taken) -> None:
    bomb = zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": b"\0" * 40 * 2**20})

    with pytest.raises(Unreadable, match="unpacks to more"):
        take(bomb)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n1 0 obj",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"\x89PNG\r\n\x1a\n\0\0",
        b"PK\x03\x04",
        b"",
    ],
    ids=["pdf", "xls", "png", "zip", "empty"],
)
def test_what_is_no_table_is_refused(file: File, take: Taken, content: bytes) -> None:
    with pytest.raises(Unreadable):
        take(content)


@pytest.mark.parametrize("tail", ["", "\n" + "x" * 40], ids=["short", "long"])
def test_a_quotation_that_never_ends_leaves_nothing_half_done(file: File, take: Taken, tail: str) -> None:
    rows = [file.good("A1"), ['"' + file.good("A2")[0], *file.good("A2")[1:]], file.good("A2")]

    with pytest.raises(Unreadable, match="A quotation mark in row 3 is never closed"):
        take(csv_of(file, *rows) + tail.encode())
    assert kept() == set()


# --- What is the same for every kind ------------------------------------------------------------------------------


def table_of(path: Path, content: bytes) -> list[tuple[int, dict[str, str]]]:
    path.write_bytes(content)
    with open_table(path) as table:
        return [(row.line, row.cells) for row in table.rows]


def test_a_line_of_ten_megabytes_names_its_row_and_one_without_end_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    rows = table_of(path, b"sku,name\n1," + b"x" * (10 << 20) + b"\n2,y\n")
    assert rows == [(2, {}), (3, {"sku": "2", "name": "y"})]
    packed = gzip.compress(b"sku,name\n1," + b"x" * (LONGEST_LINE + 1), 1)
    with pytest.raises(Unreadable, match="Row 2 is longer"):
        table_of(path, packed)


def test_texts_that_look_like_formulas_are_read_as_they_were_saved(tmp_path: Path) -> None:
    rows = table_of(tmp_path / "file.csv", b'sku,name\n"=""0012""",\'-5 mm\n\'12,#1 fan\n')
    assert rows == [(2, {"sku": "0012", "name": "-5 mm"}), (3, {"sku": "'12", "name": "#1 fan"})]


def test_a_workbook_is_read_as_people_see_it(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Hidden", 0).append(["hidden"])
    book.worksheets[0].sheet_state = "hidden"
    sheet = book.worksheets[1]
    for row in ([], ["sku", "price", "gtin", None], [7, 0.1 + 0.2, 7350012345678], [], ["8", 1, "", "", "beside"]):
        sheet.append(row)
    assert table_of(tmp_path / "file.xlsx", saved(book)) == [
        (3, {"sku": "7", "price": "0.3", "gtin": "7350012345678"}),
        (5, {}),
    ]


def test_heads_are_recognized_in_every_language_and_our_own_names_first() -> None:
    heads = ["Title", "Benämning", "name", "Artikelnummer", "Gewicht", "GTIN", "vikt  KG"]
    assert recognized(PRODUCTS, heads) == ["", "", "name", "sku", "", "gtin", "weight_kg"]


def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path, db: None) -> None:
    path = tmp_path / "file.csv"
    path.write_text("number,price\n1,2\n")
    with pytest.raises(CommandError, match="Columns are missing: company, sku, quantity"):
        call_command("import_bids", path, report=tmp_path / "report.csv", verbosity=0)
    assert ",failed,The import failed; nothing was changed." in (tmp_path / "report.csv").read_text()


def test_a_letter_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}))
    with pytest.raises(Unreadable, match="no spreadsheet"), open_table(path):
        pass
