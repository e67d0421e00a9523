"""Import BIDs, a product a row; what the file does not name stays, and what orders took stays counted (CAT-6, CAT-15).

Quantities are pieces agreed in all: fewer than orders took are refused, so that what is left is never below zero.
"""

from typing import IO

from django.db.backends.utils import CursorWrapper

from catalog.importing import bid_sql as sql
from catalog.importing.bid_rows import STAGING, Buyers, staged
from catalog.importing.load import count, one_transaction, refuse, stage, tell, watched
from catalog.importing.report import Reason, Report, Result, Tally
from catalog.importing.tables import Table


def import_bids(table: Table, report: Report, *, is_dry_run: bool = False, out: IO[str] | None = None) -> Tally:
    """Add and change BIDs and their products; prices are in the currency of the company's market.

    Raises `Unreadable` where a column is missing.
    """
    table.require("number", "company", "price", "quantity")
    if not {"mpn", "gtin"} & set(table.columns):
        table.require("sku")
    buyers = Buyers()
    with one_transaction(is_dry_run=is_dry_run) as cursor:
        stage(cursor, "staged_bid", STAGING, staged(watched(table, out), table, report, buyers))
        _refuse_rows(cursor, report)
        _refuse_deals(cursor, report)
        tally = _write(cursor, report)
        cursor.execute("DROP TABLE staged_bid, staged_deal, touched_bid")
    return tally


def _refuse_rows(cursor: CursorWrapper, report: Report) -> None:
    cursor.execute(sql.KNOW_BY_SKU)
    cursor.execute(sql.KNOW_BY_NUMBER)
    refuse(cursor, sql.DROP_UNKNOWN_SKU, Reason.UNKNOWN_PRODUCT, report)
    refuse(cursor, sql.DROP_UNKNOWN, Reason.UNKNOWN_NUMBER, report)
    refuse(cursor, sql.DROP_UNCLEAR, Reason.SEVERAL_PRODUCTS, report)
    refuse(cursor, sql.DROP_SAME, Reason.SAME_KEY, report)
    cursor.execute(sql.LOCK)
    refuse(cursor, sql.DROP_BELOW_TAKEN, Reason.BELOW_TAKEN, report, "quantity")


def _refuse_deals(cursor: CursorWrapper, report: Report) -> None:
    refuse(cursor, sql.DROP_OTHER_WORDS, Reason.OTHER_WORDS, report)
    cursor.execute(sql.DEALS)
    refuse(cursor, sql.DROP_WITHOUT_DAYS, Reason.NO_DAYS, report)
    refuse(cursor, sql.DROP_BACKWARD, Reason.DAYS_BACKWARD, report)
    cursor.execute(sql.DROP_EMPTY)


def _write(cursor: CursorWrapper, report: Report) -> Tally:
    rows = count(cursor, "SELECT 1 FROM staged_bid")
    for statement in (sql.TOUCHED, sql.UPDATE_BIDS, sql.INSERT_BIDS, sql.UPDATE_PRICES, sql.INSERT_PRICES, sql.COUNT):
        cursor.execute(statement)
    added, changed = cursor.fetchone()
    tell(cursor, sql.ADDED_ROWS, Result.ADDED, report)
    tell(cursor, sql.CHANGED_ROWS, Result.CHANGED, report)
    refused = sum(report.refused.values())
    return Tally(rows + refused, added, changed, rows - added - changed, refused)
