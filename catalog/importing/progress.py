"""How far an import is, told from beside it: what its own transaction writes nobody sees before it ends."""

import time
from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from catalog.models import Import

SECONDS_BETWEEN_SIGNS = 1.0
SAY = """
UPDATE catalog_import SET percent = %s, seen_at = %s WHERE id = %s AND state = 'running' AND attempt = %s
"""


STATE = "SELECT state, attempt FROM catalog_import WHERE id = %s"


class Superseded(Exception):
    """The import was canceled, or somebody else works on it by now: stop, and keep nothing."""


class Signs:
    """Signs of life of whoever works on an import, by a connection of their own, which quick ones never open."""

    def __init__(self, job: Import, clock: Callable[[], datetime]) -> None:
        self._job, self._clock = job, clock
        self._shown_at = time.monotonic()
        self._beside: BaseDatabaseWrapper | None = None

    def show(self, progress: Callable[[], float] | None) -> None:
        """Say so at most once a second. Raises Superseded."""
        if time.monotonic() - self._shown_at >= SECONDS_BETWEEN_SIGNS:
            self._say(round(min(progress() if progress else 0.0, 0.99) * 100))

    def all_read(self) -> None:
        """From here on the database works, and tells nothing before it is done."""
        if self._beside is not None:
            self._say(100)

    def close(self) -> None:
        if self._beside is not None:
            self._beside.close()

    def _say(self, percent: int) -> None:
        if self._beside is None:
            self._beside = connection.copy()
        with self._beside.cursor() as cursor:
            cursor.execute(SAY, [percent, self._clock(), self._job.pk, self._job.attempt])
            if not cursor.rowcount and cursor.execute(STATE, [self._job.pk]).fetchone():
                raise Superseded
        self._shown_at = time.monotonic()
