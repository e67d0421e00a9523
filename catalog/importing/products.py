"""Import products: staged by COPY, then one statement for each table and all rows together (CAT-15).

An absent column or an empty cell says nothing: it leaves what is on record. So a second run changes nothing, and a
price or weight that was made up stays until the source has one.
"""

from contextlib import nullcontext
from typing import IO

from django.db.backends.utils import CursorWrapper

from catalog.importing import facets
from catalog.importing import product_sql as sql
from catalog.importing.counts import count_anew
from catalog.importing.load import count, one_transaction, stage, tell, vacuum_later, watched
from catalog.importing.makers import stage_makers
from catalog.importing.product_rows import SKU, STAGING, staged
from catalog.importing.report import Reason, Report, Result, Tally
from catalog.importing.rewriting import rewriting_listing
from catalog.importing.tables import Table
from catalog.importing.tree import stage_categories
from catalog.importing.vocabulary import WRITTEN, learn

MANY = 5_000  # first rows from which on it pays to build the indexes after them
TABLES = ("catalog_product", "catalog_listing", "catalog_partnumber", "catalog_category", "catalog_manufacturer")


def import_products(table: Table, report: Report, *, is_dry_run: bool = False, out: IO[str] | None = None) -> Tally:
    """Add and change products as the table says, all or nothing; what is odd about a row goes to the report.

    Raises `UnreadableTable` where a column without which nothing can be done is missing.
    """
    if not any(column in table.columns for column in SKU):
        table.require("sku")
    table.require("name")
    with one_transaction(is_dry_run=is_dry_run) as cursor:
        stage(cursor, "staged_product", STAGING, staged(watched(table, out), table, report))
        tally = Tally()
        _refuse_what_occurs_twice(cursor, report)
        stage_makers(cursor)
        tally.same_mpns = _count_same_mpns(cursor, report)
        stage_categories(cursor)
        _write(cursor, tally, report)
        tally.refused = sum(report.refused.values())
        tally.rows += tally.refused
        if tally.added + tally.changed:
            vacuum_later(*TABLES, *WRITTEN)
    return tally


def _refuse_what_occurs_twice(cursor: CursorWrapper, report: Report) -> None:
    for statement, reason in (
        (sql.DROP_SAME_SKU, Reason.SAME_SKU),
        (sql.DROP_SAME_SOURCE_ROW, Reason.SAME_SOURCE_ROW),
        (sql.DROP_OTHERS_SOURCE_ROW, Reason.SAME_SOURCE_ROW),
    ):
        cursor.execute(statement)
        for line, sku, value in cursor.fetchall():
            report.refuse(line, sku, reason, value)


def _count_same_mpns(cursor: CursorWrapper, report: Report) -> int:
    """Note each row whose manufacturer and MPN an earlier one has, and return how many such pairs there are."""
    cursor.execute(sql.SAME_MPNS)
    pairs = 0
    for line, sku, value, place in cursor.fetchall():
        report.note(line, sku, Reason.SAME_MPN, value)
        pairs += place == 2
    return pairs


def _write(cursor: CursorWrapper, tally: Tally, report: Report) -> None:
    cursor.execute(sql.GROUPS)
    cursor.execute(sql.READY)
    cursor.execute("ANALYZE ready_product")
    tally.rows = count(cursor, "SELECT 1 FROM ready_product")
    cursor.execute("CREATE TEMPORARY TABLE changed_product (id int) ON COMMIT DROP")
    cursor.execute(sql.UPDATE_PRODUCTS)
    tally.added = count(cursor, sql.INSERT_PRODUCTS)
    cursor.execute(sql.KNOW_IDS)
    cursor.execute("CREATE INDEX ON ready_product (id); ANALYZE ready_product")
    cursor.execute(sql.SET_SUCCESSORS)
    cursor.execute(sql.UNKNOWN_SUCCESSORS)
    for line, sku, value in cursor.fetchall():
        report.note(line, sku, Reason.UNKNOWN_SUCCESSOR, value)
    for statement in (sql.DROP_PART_NUMBERS, sql.INSERT_PART_NUMBERS, sql.UPDATE_LISTINGS):
        cursor.execute(statement)
    facets.declare(cursor)
    facets.stage_slots(cursor, sql.TO_FACET)
    _add_listings(cursor, tally)
    learn(cursor, sql.WRITTEN_DOCUMENTS)
    facets.write_slots(cursor)
    count_anew(cursor)
    tally.changed = count(cursor, sql.CHANGED)
    tell(cursor, sql.ADDED_ROWS, Result.ADDED, report)
    tell(cursor, sql.CHANGED_ROWS, Result.CHANGED, report)
    tally.unchanged = tally.rows - tally.added - tally.changed
    cursor.execute("DROP TABLE ready_product, changed_product, staged_product, staged_maker, staged_category")


def _add_listings(cursor: CursorWrapper, tally: Tally) -> None:
    cursor.execute("SELECT EXISTS (SELECT FROM catalog_listing)")
    is_first = not cursor.fetchone()[0] and tally.added >= MANY
    with rewriting_listing(cursor) if is_first else nullcontext():
        cursor.execute(sql.INSERT_LISTINGS)
