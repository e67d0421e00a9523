"""Locks that are not free and deadlocks: what PostgreSQL refuses for a moment only, tried again or said plainly."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

LOCK_NOT_AVAILABLE = "55P03"
SERIALIZATION_FAILURE = "40001"
DEADLOCK_DETECTED = "40P01"
TIMES = 3


class Busy(OperationalError):
    """Others held what a verb needs for longer than anyone should wait; nothing was changed."""

    def __str__(self) -> str:
        return _("Somebody else is changing this right now. Nothing was done; please try again.")


def sqlstate_of(error: OperationalError) -> str:
    """PostgreSQL's code of an error, empty where it has none."""
    return getattr(error.__cause__, "sqlstate", None) or ""


def is_lock_timeout(error: OperationalError) -> bool:
    """Whether a lock was not free within `lock_timeout` (2 s)."""
    return sqlstate_of(error) == LOCK_NOT_AVAILABLE


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything inside the block as it was at one moment; nothing can be written.

    Within another transaction the rows are read as that one reads them: its isolation cannot be changed any more.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def tried_again[**P, R](verb: Callable[P, R]) -> Callable[P, R]:
    """Run a whole verb again after a deadlock or serialization failure, three times in all.

    The verb is one transaction. Inside another one it is not repeated: only the outermost can begin afresh. A lock
    that is not free in time is not waited for again: raises Busy.
    """

    @wraps(verb)
    def trying(*args: P.args, **kwargs: P.kwargs) -> R:
        for times_left in reversed(range(TIMES)):
            try:
                return verb(*args, **kwargs)
            except OperationalError as error:
                if is_lock_timeout(error):
                    raise Busy from error.__cause__
                may_repeat = sqlstate_of(error) in (SERIALIZATION_FAILURE, DEADLOCK_DETECTED)
                if not may_repeat or not times_left or connection.in_atomic_block:
                    raise
        raise AssertionError("a verb returns or raises")

    return trying
