"""Deadlocks are tried again, the whole verb, three times in all; everything else is raised at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import InternalError, OperationalError, connection, transaction

from common.database import is_lock_timeout, snapshot, tried_again
from markets.models import Market
from portal.demo.markets import load_markets


class Refused(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def error(sqlstate: str) -> OperationalError:
    wrapped = OperationalError(sqlstate)
    wrapped.__cause__ = Refused(sqlstate)
    return wrapped


def verb_that_fails(times: int, sqlstate: str) -> tuple[list[int], object]:
    tries: list[int] = []

    @tried_again
    def verb() -> str:
        tries.append(1)
        if len(tries) <= times:
            raise error(sqlstate)
        return "done"

    return tries, verb


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
def test_what_failed_twice_is_done_the_third_time(sqlstate: str) -> None:
    tries, verb = verb_that_fails(2, sqlstate)

    assert verb() == "done"  # type: ignore[operator]
    assert len(tries) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("sqlstate", "tried"), [("40P01", 3), ("55P03", 1), ("", 1)])
def test_what_fails_for_good_is_raised(sqlstate: str, tried: int) -> None:
    tries, verb = verb_that_fails(9, sqlstate)

    with pytest.raises(OperationalError):
        verb()  # type: ignore[operator]
    assert len(tries) == tried


@pytest.mark.django_db
def test_inside_a_transaction_nothing_is_repeated() -> None:
    tries, verb = verb_that_fails(1, "40P01")

    with pytest.raises(OperationalError), transaction.atomic():
        verb()  # type: ignore[operator]
    assert len(tries) == 1


def test_a_lock_that_was_not_free_is_told_apart() -> None:
    assert is_lock_timeout(error("55P03"))
    assert not is_lock_timeout(error("40P01"))


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_sees_one_moment_and_writes_nothing() -> None:
    load_markets()

    def rename() -> None:
        Market.objects.filter(code="se").update(name="Sverige")
        connection.close()

    with ThreadPoolExecutor(1) as elsewhere, snapshot():
        before = Market.objects.get(code="se").name
        elsewhere.submit(rename).result()
        assert Market.objects.get(code="se").name == before
        with pytest.raises(InternalError):
            Market.objects.filter(code="se").update(name="Norge")
    assert Market.objects.get(code="se").name == "Sverige"
