"""Import what warehouses counted and what they expect; each difference becomes a movement (CAT-13, CAT-15)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import IO, Any

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from catalog import tasks
from catalog.importing import stock_sql as sql
from catalog.importing import values
from catalog.importing.load import count, one_transaction, stage, vacuum, watched
from catalog.importing.reading import Row, Table
from catalog.importing.report import Reason, Report, Tally
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
        for statement, reason in (
            (sql.DROP_SAME, Reason.SAME_KEY),
            (sql.DROP_SAME_COUNT, Reason.SAME_KEY),
            (sql.DROP_UNKNOWN, Reason.UNKNOWN_PRODUCT),
        ):
            _refuse(cursor, statement, reason, report)
        cursor.execute(sql.KNOW_IDS)
        cursor.execute(sql.LOCK)
        _refuse(cursor, sql.DROP_BELOW_ALLOCATED, Reason.BELOW_ALLOCATED, report)
        tally = _write(cursor, report, {"now": now, "reference": reference[:60]})
        cursor.execute("DROP TABLE staged_stock, touched_stock")
        transaction.on_commit(partial(tasks.wake, tasks.tell_of_stock), robust=True)
    if not is_dry_run and tally.added + tally.changed:
        vacuum("catalog_stock", "catalog_listing", "catalog_expecteddelivery")
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
    refused = sum(report.refused.values())
    return Tally(rows + refused, added, changed, rows - added - changed, refused)


def _staged(rows: Iterator[Row], report: Report, warehouses: dict[str, int]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        cells, sku = row.cells, row.cells.get("sku", "").replace("\x00", "")
        warehouse = warehouses.get(cells.get("warehouse", "").upper())
        on_hand, expected_quantity = _count(cells, "on_hand"), _count(cells, "expected_quantity")
        expected_on = _day(cells.get("expected_on", ""))
        reason = row.problem
        if reason is None and warehouse is None:
            reason = Reason.UNKNOWN_WAREHOUSE
        elif reason is None and -1 in (on_hand, expected_quantity):
            reason = Reason.BAD_QUANTITY
        elif reason is None and (expected_on is None) != (expected_quantity is None):
            reason = Reason.BAD_DATE
        if reason is None:
            yield row.line, sku, warehouse, on_hand, expected_on, expected_quantity, None
        else:
            report.refuse(row.line, sku, reason)


def _count(cells: dict[str, str], column: str) -> int | None:
    """The number in a cell; -1 where it is none, None where the cell is empty."""
    text = cells.get(column, "")
    if not text:
        return None
    number = values.whole(text, most=1_000_000_000)
    return -1 if number is None else number


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _refuse(cursor: CursorWrapper, statement: str, reason: Reason, report: Report) -> None:
    cursor.execute(statement)
    for line, sku in cursor.fetchall():
        report.refuse(line, sku, reason)
