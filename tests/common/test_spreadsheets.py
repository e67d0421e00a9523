"""Files that a spreadsheet opens: numbers stay numbers, text never becomes a formula."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from common import spreadsheets

HEADS = ["Number", "Amount", "Pieces", "Day", "At", "Nothing"]
ROW = ["A-1", Decimal("-1234.50"), -3, date(2026, 11, 5), datetime(2026, 11, 5, 13, 12, tzinfo=UTC), None]
ATTACKS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']


def csv_of(rows, language="en"):
    file = io.BytesIO()
    spreadsheets.write_csv(file, HEADS, rows, language=language)
    return file.getvalue().decode()


def cells_of(rows):
    file = io.BytesIO()
    spreadsheets.write_xlsx(file, HEADS, rows, title="Invoices: 2026/11")
    sheet = load_workbook(file).active
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_english_csv_has_commas_and_points():
    assert csv_of([ROW]) == ("Number,Amount,Pieces,Day,At,Nothing\r\nA-1,-1234.50,-3,2026-11-05,2026-11-05 13:12,\r\n")


@pytest.mark.parametrize("language", ["sv", "nb", "fr", "es", "pt-br"])
def test_csv_opens_right_where_the_comma_is_the_decimal_mark(language):
    assert csv_of([ROW], language) == (
        "\ufeffNumber;Amount;Pieces;Day;At;Nothing\r\nA-1;-1234,50;-3;2026-11-05;2026-11-05 13:12;\r\n"
    )


def test_xlsx_keeps_numbers_and_dates():
    assert cells_of([ROW]) == [["A-1", -1234.5, -3, datetime(2026, 11, 5), datetime(2026, 11, 5, 13, 12), None]]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_becomes_a_formula(attack):
    assert f"'{attack}" in csv_of([[attack]]).replace('""', '"')
    assert cells_of([[attack]])[0][0].startswith("'")


def test_control_characters_do_not_break_the_sheet():
    assert cells_of([["a\x0bb"]])[0][0] == "ab"


def test_a_part_number_keeps_its_zeros():
    assert cells_of([["0012"]])[0][0] == "0012"
