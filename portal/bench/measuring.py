"""Time, queries and time in SQL of requests, in this process; and what memory the process takes."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

WARM_UPS = 3


@dataclass(frozen=True)
class Measured:
    """Milliseconds of some requests of one kind, their queries and the time in these, and the goal for the median."""

    name: str
    goal: float
    times: Sequence[float]
    queries: Sequence[int]
    sql: Sequence[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * 0.95))]

    @property
    def sql_p50(self) -> float:
        return statistics.median(self.sql)

    @property
    def most_queries(self) -> int:
        return max(self.queries)


class _Watch:
    """Counts queries and adds up their time."""

    def __init__(self) -> None:
        self.count, self.seconds = 0, 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - started


def measure(name: str, goal: float, acts: Iterable[Callable[[], Any]]) -> Measured:
    """Do each act once, the first ones a time more before."""
    acts = list(acts)
    for act in acts[:WARM_UPS]:
        act()
    times, queries, sql = [], [], []
    for act in acts:
        watch = _Watch()
        with connection.execute_wrapper(watch):
            started = time.perf_counter()
            act()
            times.append((time.perf_counter() - started) * 1000)
        queries.append(watch.count)
        sql.append(watch.seconds * 1000)
    return Measured(name, goal, times, queries, sql)


def opening(browser: Client, address: str, *, status: int = 200) -> Callable[[], HttpResponse]:
    """Opening an address. Raises AssertionError where the answer is another than expected."""

    def act() -> Any:
        answer = browser.get(address)
        if answer.status_code != status:
            raise AssertionError(f"{address} answered {answer.status_code}")
        return answer

    return act


def bare(request: HttpRequest) -> HttpResponse:
    """What the framework itself costs: nothing but an answer."""
    return HttpResponse("bare")


def memory_mb() -> float:
    """Proportional set size of this process, in MB; what it shares counts in part."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024


def measure_bare() -> Measured:
    """An empty view through the same test client, without middleware of ours: what the framework itself takes."""
    browser = Client(SERVER_NAME="localhost")
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        return measure("bare view", 0, [opening(browser, "/bare/")] * 200)


urlpatterns = [path("bare/", bare)]
COPIED = ("catalog_product", "catalog_listing", "catalog_partnumber")


def plain_copy() -> tuple[float, str]:
    """Seconds that a plain COPY of the same rows into tables with the same indexes takes."""
    seconds, rows = 0.0, 0
    with connection.cursor() as cursor, tempfile.TemporaryFile() as file:
        for table in COPIED:
            file.seek(0)
            file.truncate()
            cursor.execute(f"CREATE TABLE bare_copy (LIKE {table} INCLUDING ALL)")
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as data:
                for block in data:
                    file.write(block)
            file.seek(0)
            started = time.perf_counter()
            with cursor.copy("COPY bare_copy FROM STDIN (FORMAT binary)") as target:
                while block := file.read(1 << 20):
                    target.write(block)
            seconds += time.perf_counter() - started
            rows += cursor.rowcount
            cursor.execute("DROP TABLE bare_copy")
    return seconds, f"{rows:,}"
