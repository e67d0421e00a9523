"""What every import stands on: one transaction, a staging table filled by COPY, progress, and tidying after."""

import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from catalog.importing.reading import Row, Table

EVERY_ROWS = 1000
LOCK_NUMBER = 20261121  # any number, the same for all imports: one at a time


@contextmanager
def one_transaction(*, is_dry_run: bool) -> Iterator[CursorWrapper]:
    """Run an import whole or not at all; a dry run does the same and takes it back. Imports wait for each other."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '5min'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_NUMBER])
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
