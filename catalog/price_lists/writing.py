"""Writing a price list into a file, a few thousand rows at a time: memory does not grow with the rows (CAT-8)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.finding import all_ids
from catalog.lists import Selection
from catalog.price_lists.columns import Table, table_of
from common.spreadsheets import CSV_TYPE, XLSX_TYPE, Cell, Marks, copying, write_xlsx

AT_A_TIME = {"csv": 20_000, "xlsx": 5000}  # rows of CSV only pass through; those of XLSX are fetched first
TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}
Tell = Callable[[int], None]


def nobody(rows: int) -> None:
    """Is told nothing."""


def write(file: IO[bytes], kind: str, found: Selection, *, now: datetime, tell: Tell = nobody) -> int:
    """Write all pages of a list as CSV or XLSX in the active language; `tell` hears how many rows are written.

    Returns how many there are: a product that is deleted meanwhile is left out.
    """
    table = table_of(found, now=now)
    ids = all_ids(found.scope, found.wanted, found.buyer, found.terms, at_a_time=AT_A_TIME[kind])
    return (_write_xlsx if kind == "xlsx" else _write_csv)(file, table, ids, tell)


def _write_csv(file: IO[bytes], table: Table, ids: Iterator[list[int]], tell: Tell) -> int:
    marks = Marks.of(translation.get_language() or "en")
    query, params = table.csv_query(marks)
    copying.write_heads(file, table.heads, marks)
    done = 0
    for some in ids:
        with _looked_up():
            done += copying.copy_rows(file, query, {**params, "ids": some}, marks)
        tell(done)
    return done


def _write_xlsx(file: IO[bytes], table: Table, ids: Iterator[list[int]], tell: Tell) -> int:
    done = 0

    def rows() -> Iterator[list[Cell]]:
        nonlocal done
        for some in ids:
            for row in _rows_of(table, some):
                yield [column.in_sheet(value) for column, value in zip(table.columns, row, strict=True)]
                done += 1
            tell(done)

    write_xlsx(file, table.heads, rows(), title=_("Price list"))
    return done


def _rows_of(table: Table, ids: list[int]) -> list[tuple[object, ...]]:
    with _looked_up(), connection.cursor() as cursor:
        cursor.execute(table.query, {**table.params, "ids": ids})
        return cursor.fetchall()


@contextmanager
def _looked_up() -> Iterator[None]:
    """Join in the order that is written, and look rows up: some thousands are few beside whole tables.

    Planning so many joins for each batch anew would take as long as a third of the rows.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL join_collapse_limit = 1; SET LOCAL random_page_cost = 1.1; SET LOCAL jit = off")
        yield
