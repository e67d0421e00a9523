"""Many people at once: each in a thread with a connection of their own, all starting together."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def at_once[R](acts: Sequence[Callable[[], R]], *, behind: QuerySet[Any] | None = None) -> list[R | Exception]:
    """Run all acts at the same time; what one raises is its result.

    The rows `behind` are locked until every act waits for them: all have then read what was before any of them.
    """
    start = Barrier(len(acts), timeout=60)

    def run(act: Callable[[], R]) -> R | Exception:
        try:
            connection.ensure_connection()
            start.wait()
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as people:
        if behind is None:
            return list(people.map(run, acts))
        with transaction.atomic():
            list(behind.select_for_update())
            results = people.map(run, acts)
            _wait_until_waiting(len(acts))
        return list(results)


def _wait_until_waiting(count: int) -> None:
    """Return once so many wait for a lock of this database."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # within a transaction it would stay as first read
            cursor.execute(WAITING)
            if cursor.fetchone()[0] == count:
                return
        time.sleep(0.01)
    raise AssertionError(f"{count} should wait for the lock by now")


def pressing_again[R](act: Callable[[], R], busy: type[Exception], *, times: int = 30) -> R:
    """Do what a person does who reads that it is too busy: press the button again."""
    for _ in range(times):
        try:
            return act()
        except busy:
            continue
    return act()
