"""Writing a price list into a file, a few thousand rows at a time: memory does not grow with the rows (CAT-8)."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.finding import all_ids
from catalog.lists import Selection
from catalog.price_lists.columns import Table, table_of
from common.spreadsheets import CSV_TYPE, XLSX_TYPE, Cell, Marks, copying, write_xlsx

AT_A_TIME = 5000
TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}
Tell = Callable[[int], None]


def nobody(rows: int) -> None:
    """Is told nothing."""


def write(file: IO[bytes], kind: str, found: Selection, *, now: datetime, tell: Tell = nobody) -> int:
    """Write all pages of a list as CSV or XLSX in the active language; `tell` hears how many rows are written.

    Returns how many there are: a product that is deleted meanwhile is left out.
    """
    table = table_of(found, now=now)
    return (_write_xlsx if kind == "xlsx" else _write_csv)(file, table, _ids(found), tell)


def _ids(found: Selection) -> Iterator[list[int]]:
    return all_ids(found.scope, found.wanted, found.buyer, found.terms, at_a_time=AT_A_TIME)


def _write_csv(file: IO[bytes], table: Table, ids: Iterator[list[int]], tell: Tell) -> int:
    marks = Marks.of(translation.get_language() or "en")
    query, params = table.csv_query(marks)
    copying.write_heads(file, table.heads, marks)
    done = 0
    for some in ids:
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
    with connection.cursor() as cursor:
        cursor.execute(table.query, {**table.params, "ids": ids})
        return cursor.fetchall()
