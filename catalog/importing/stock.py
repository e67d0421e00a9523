"""Import what warehouses counted and what they expect; each difference becomes a movement (CAT-13, CAT-15)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import IO, Any

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from catalog import tasks
from catalog.importing import stock_sql as sql
from catalog.importing import values
from catalog.importing.load import count, one_transaction, refuse, stage, tell, vacuum_later, watched
from catalog.importing.report import Reason, Report, Result, Tally
from catalog.importing.tables import Row, Table
from catalog.listed_stock import mark_all_in_stock
from markets.models import Warehouse


def import_stock(
    table: Table,
    report: Report,
    *,
    now: datetime,
    reference: str = "stock import",
    is_dry_run: bool = False,
    out: IO[str] | None = None,
) -> Tally:
    """Put counts and expected deliveries on record; a count below what is allocated is refused.

    Raises `UnreadableTable` where a column is missing.
    """
    table.require("sku", "warehouse")
    warehouses = {code.upper(): pk for code, pk in Warehouse.objects.values_list("code", "pk")}
    with one_transaction(is_dry_run=is_dry_run) as cursor:
        stage(cursor, "staged_stock", sql.STAGING, _staged(watched(table, out), report, warehouses))
        refuse(cursor, sql.DROP_SAME, Reason.SAME_KEY, report)
        refuse(cursor, sql.DROP_SAME_COUNT, Reason.SAME_KEY, report, "on_hand")
        refuse(cursor, sql.DROP_UNKNOWN, Reason.UNKNOWN_PRODUCT, report, "sku")
        cursor.execute(sql.KNOW_IDS)
        cursor.execute(sql.LOCK)
        refuse(cursor, sql.DROP_BELOW_ALLOCATED, Reason.BELOW_ALLOCATED, report, "on_hand")
        tally = _write(cursor, report, {"now": now, "reference": reference[:60]})
        cursor.execute("DROP TABLE staged_stock, touched_stock")
        transaction.on_commit(partial(tasks.wake, tasks.tell_of_stock), robust=True)
        if tally.added + tally.changed:
            vacuum_later("catalog_stock", "catalog_listing", "catalog_expecteddelivery")
    return tally


def _write(cursor: CursorWrapper, report: Report, facts: Mapping[str, Any]) -> Tally:
    rows = count(cursor, "SELECT 1 FROM staged_stock")
    cursor.execute("CREATE TEMPORARY TABLE touched_stock (line bigint, is_new bool) ON COMMIT DROP")
    cursor.execute(sql.ADD_COUNTS, facts)
    cursor.execute(sql.CHANGE_COUNTS, facts)
    cursor.execute(sql.DROP_EXPECTED)
    cursor.execute(sql.CHANGE_EXPECTED)
    cursor.execute(sql.ADD_EXPECTED)
    mark_all_in_stock()
    cursor.execute(sql.TOUCHED)
    added, changed = cursor.fetchone()
    tell(cursor, sql.ADDED_ROWS, Result.ADDED, report)
    tell(cursor, sql.CHANGED_ROWS, Result.CHANGED, report)
    refused = sum(report.refused.values())
    return Tally(rows + refused, added, changed, rows - added - changed, refused)


def _staged(rows: Iterator[Row], report: Report, warehouses: dict[str, int]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        cells, sku = row.cells, row.cells.get("sku", "").replace("\x00", "")
        warehouse = warehouses.get(cells.get("warehouse", "").upper())
        on_hand, expected_quantity = _count(cells, "on_hand"), _count(cells, "expected_quantity")
        expected_on = values.day_of(cells.get("expected_on", ""))
        reason, column = row.problem, row.column
        if reason is None and warehouse is None:
            reason, column = Reason.UNKNOWN_WAREHOUSE, "warehouse"
        elif reason is None and values.is_power_of_ten(sku):
            reason, column = Reason.POWER_OF_TEN, "sku"
        elif reason is None and -1 in (on_hand, expected_quantity):
            reason, column = Reason.BAD_QUANTITY, "on_hand" if on_hand == -1 else "expected_quantity"
        elif reason is None and (expected_on is None) != (expected_quantity is None):
            reason, column = Reason.BAD_DATE, "expected_on"
        if reason is None:
            yield row.line, sku, warehouse, on_hand, expected_on, expected_quantity, None
        else:
            report.refuse(row.line, sku, reason, cells.get(column, ""), column)


def _count(cells: dict[str, str], column: str) -> int | None:
    """The number in a cell; -1 where it is none, None where the cell is empty."""
    text = cells.get(column, "")
    if not text:
        return None
    number = values.whole(text, most=1_000_000_000)
    return -1 if number is None else number
