"""One row of a file of BIDs turned into what is staged: a product of a BID, and what the row says of the BID itself."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from accounts.models import Company
from catalog.bid_form import MOST_PIECES
from catalog.importing import values
from catalog.importing.report import Reason, Report
from catalog.importing.tables import Row, Table
from catalog.part_numbers import normalized
from catalog.search import spellings_of
from common.money import decimals_of

NUMBERS = ("sku", "mpn", "gtin")  # the first one filled names the product
LONGEST = {"number": 40, "end_customer": 200, "terms": 100_000}


class Staged(NamedTuple):
    """A row of the staging table; None is "not said", which leaves what is on record."""

    line: int
    name: str
    company_id: int
    number: str
    end_customer: str | None
    valid_from: date | None
    valid_to: date | None
    terms: str | None
    sku: str | None
    norms: list[str] | None
    price_minor: int
    quantity: int
    product_id: int | None = None
    products: int | None = None


STAGING = """
    line bigint, name text, company_id bigint, number text, end_customer text, valid_from date, valid_to date,
    terms text, sku text, norms text[], price_minor bigint, quantity int, product_id int, products int
"""


class Refused(Exception):
    """A row is no product of a BID, for a reason that stands in a column."""

    def __init__(self, reason: Reason, column: str) -> None:
        super().__init__(reason)
        self.reason, self.column = reason, column


class Buyers:
    """Companies by customer number, each with the decimals of its market's currency."""

    def __init__(self) -> None:
        found = Company.objects.values_list("customer_number", "pk", "market__currency")
        self.by_number = {number.upper(): (pk, decimals_of(currency)) for number, pk, currency in found}


def staged(rows: Iterator[Row], table: Table, report: Report, buyers: Buyers) -> Iterator[Staged]:
    """Pass on the rows that can be products of a BID; the others are refused in the report."""
    for row in rows:
        name = next((row.cells[column] for column in NUMBERS if row.cells.get(column)), "")
        if row.problem is not None:
            report.refuse(row.line, name, row.problem, column=row.column)
            continue
        try:
            yield _staged(row, name, buyers, decimal_comma=table.decimal_comma)
        except Refused as refusal:
            report.refuse(row.line, name, refusal.reason, row.cells.get(refusal.column, ""), refusal.column)


def _staged(row: Row, name: str, buyers: Buyers, *, decimal_comma: bool) -> Staged:
    cells = {column: cell.replace("\x00", "") for column, cell in row.cells.items()}
    for column, longest in LONGEST.items():
        if len(cells.get(column, "")) > longest:
            raise Refused(Reason.LONG_TEXT, column)
    if not cells["number"]:
        raise Refused(Reason.NO_BID_NUMBER, "number")
    company_id, decimals = buyers.by_number.get(cells["company"].upper(), (0, 0))
    if not company_id:
        raise Refused(Reason.UNKNOWN_COMPANY, "company")
    price = values.minor_units(cells["price"], decimals, decimal_comma=decimal_comma)
    if price is None:
        raise Refused(Reason.NOT_A_PRICE, "price")
    quantity = values.whole(cells["quantity"], least=1, most=MOST_PIECES)
    if quantity is None:
        raise Refused(Reason.BAD_QUANTITY, "quantity")
    sku, norms = _product(cells)
    return Staged(
        line=row.line,
        name=name,
        company_id=company_id,
        number=cells["number"],
        end_customer=cells.get("end_customer") or None,
        valid_from=_day(cells, "valid_from"),
        valid_to=_day(cells, "valid_to"),
        terms=cells.get("terms", "").replace("\r\n", "\n") or None,
        sku=sku,
        norms=norms,
        price_minor=price,
        quantity=quantity,
    )


def _product(cells: dict[str, str]) -> tuple[str | None, list[str] | None]:
    """The SKU, else the MPN or GTIN in the spellings by which it may be kept."""
    for column in NUMBERS:
        text = cells.get(column, "")
        if values.is_power_of_ten(text):
            raise Refused(Reason.POWER_OF_TEN, column)
        if text:
            return (text, None) if column == "sku" else (None, list(spellings_of(normalized(text))))
    raise Refused(Reason.UNKNOWN_NUMBER, "sku")


def _day(cells: dict[str, str], column: str) -> date | None:
    text = cells.get(column, "")
    day = values.day_of(text) if text else None
    if text and day is None:
        raise Refused(Reason.BAD_DATE, column)
    return day
