"""What every import stands on: one transaction, a staging table filled by COPY, progress, and tidying after."""

import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from catalog.importing.report import Reason, Report, Result
from catalog.importing.tables import Row, Table, UnreadableTable
from common.database import is_lock_timeout

EVERY_ROWS = 1000
LOCK_NUMBER = 20261121  # any number, the same for all imports: one at a time


class AnotherImportRuns(UnreadableTable):
    """Imports come one after the other, and another one took longer than this one waits."""

    def __str__(self) -> str:
        return _("Another import is running. Nothing was done; try again when it is finished.")


@contextmanager
def one_transaction(*, is_dry_run: bool) -> Iterator[CursorWrapper]:
    """Run an import whole or not at all; a dry run does the same and takes it back.

    Imports wait for each other, of whatever kind they are: prices and stock are of products that another one may just
    be writing. Raises AnotherImportRuns after `CATALOG_IMPORT_WAIT` seconds.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '{settings.CATALOG_IMPORT_WAIT}s'")
        try:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_NUMBER])
        except OperationalError as error:
            if is_lock_timeout(error):
                raise AnotherImportRuns from error
            raise
        cursor.execute("SET LOCAL lock_timeout = '30s'; SET LOCAL work_mem = '64MB'; SET LOCAL jit = off")
        yield cursor
        if is_dry_run:
            transaction.set_rollback(True)


def stage(cursor: CursorWrapper, table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Fill a temporary table, gone with the transaction, by COPY."""
    cursor.execute(f"DROP TABLE IF EXISTS {table}")
    cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP")
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute(f"ANALYZE {table}")


def count(cursor: CursorWrapper, sql: str, values: Mapping[str, Any] | None = None) -> int:
    """Run a statement and return how many rows it wrote."""
    cursor.execute(sql, values)
    return int(cursor.rowcount)


def refuse(cursor: CursorWrapper, statement: str, reason: Reason, report: Report, column: str = "") -> None:
    """Refuse the rows that a statement returns, each with its line, what it is about, and the value and column."""
    cursor.execute(statement)
    for line, name, *said in cursor.fetchall():
        value, where = said[0] if said else "", said[1] if len(said) > 1 else column
        report.refuse(line, name, reason, value or "", where)


def tell(cursor: CursorWrapper, query: str, result: Result, report: Report) -> None:
    """Say of each row that a query answers what it did; read as it comes, for they may be many."""
    with cursor.copy(f"COPY ({query}) TO STDOUT") as copied:
        copied.set_types(["int8", "text"])
        for line, name in copied.rows():
            report.tell(line, name or "", result)


def vacuum_later(*tables: str) -> None:
    """Do so once what was written is kept."""
    transaction.on_commit(partial(vacuum, *tables), robust=True)


def vacuum(*tables: str) -> None:
    """Let index-only scans see what an import wrote; does nothing inside a transaction, where it cannot."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for table in tables:
            cursor.execute(f"VACUUM (ANALYZE) {table}")
        cursor.execute("RESET statement_timeout")


def watched(table: Table, out: IO[str] | None) -> Iterator[Row]:
    """Pass the rows on and show how far they are: a bar on a terminal, a line each quarter elsewhere."""
    started, quarter, line = time.monotonic(), 0, 0
    is_terminal = out is not None and out.isatty()
    for line, row in enumerate(table.rows, start=1):
        yield row
        if out is None or line % EVERY_ROWS:
            continue
        share = min(table.progress(), 1.0) if table.progress else None
        if is_terminal:
            out.write("\r" + _bar(line, share, time.monotonic() - started))
            out.flush()
        elif share is not None and int(share * 4) > quarter:
            quarter = int(share * 4)
            out.write(f"{line:,} rows read ({share:.0%})\n")
    if out is not None:
        seconds = time.monotonic() - started
        out.write(("\r" + _bar(line, 1.0, seconds) if is_terminal else f"{line:,} rows read in {seconds:.1f} s") + "\n")
        out.flush()


def _bar(rows: int, share: float | None, seconds: float) -> str:
    width = 30
    done = round((share or 0) * width)
    bar = f"[{'█' * done}{'·' * (width - done)}] {share:4.0%} " if share is not None else ""
    return f"{bar}{rows:,} rows, {rows / max(seconds, 0.001):,.0f} rows/s"


def terminal() -> IO[str]:
    """Where progress is shown: beside the output, so that this can be piped."""
    return sys.stderr
