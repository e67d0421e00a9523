"""Locks that are not free and deadlocks: what PostgreSQL refuses for a moment only, tried again or said plainly."""

from collections.abc import Callable
from functools import wraps

from django.db import OperationalError, connection

LOCK_NOT_AVAILABLE = "55P03"
SERIALIZATION_FAILURE = "40001"
DEADLOCK_DETECTED = "40P01"
TIMES = 3


def sqlstate_of(error: OperationalError) -> str:
    """PostgreSQL's code of an error, empty where it has none."""
    return getattr(error.__cause__, "sqlstate", None) or ""


def is_lock_timeout(error: OperationalError) -> bool:
    """Whether a lock was not free within `lock_timeout` (2 s)."""
    return sqlstate_of(error) == LOCK_NOT_AVAILABLE


def tried_again[**P, R](verb: Callable[P, R]) -> Callable[P, R]:
    """Run a whole verb again after a deadlock or serialization failure, three times in all.

    The verb is one transaction. Inside another one it is not repeated: only the outermost can begin afresh.
    """

    @wraps(verb)
    def trying(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(TIMES - 1):
            try:
                return verb(*args, **kwargs)
            except OperationalError as error:
                may_repeat = sqlstate_of(error) in (SERIALIZATION_FAILURE, DEADLOCK_DETECTED)
                if not may_repeat or connection.in_atomic_block:
                    raise
        return verb(*args, **kwargs)

    return trying
