"""Many people at once: each in a thread with a connection of their own, all starting together."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once[R](acts: Sequence[Callable[[], R]]) -> list[R | Exception]:
    """Run all acts at the same time; what one raises is its result."""
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
        return list(people.map(run, acts))


def pressing_again[R](act: Callable[[], R], busy: type[Exception], *, times: int = 30) -> R:
    """Do what a person does who reads that it is too busy: press the button again."""
    for _ in range(times):
        try:
            return act()
        except busy:
            continue
    return act()
