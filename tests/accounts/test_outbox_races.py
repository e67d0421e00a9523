"""Many workers at one outbox, and a worker that is killed before its commit (ACC-26)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection, transaction

from accounts import mailing
from accounts.models import Notification
from tests.accounts.outbox import tell
from tests.cast import Cast, assemble
from tests.factories import NOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("probe")]
WORKERS = 10


@pytest.fixture
def everyone() -> Cast:
    return assemble()


@pytest.fixture
def waiting(everyone: Cast) -> Iterator[int]:
    """Nine mails that are due."""
    for number in range(3):
        tell(everyone.norrsken.admin, everyone.norrsken.buyer, everyone.norrsken.support, key=f"probe:{number}")
    yield 9
    assert Notification.objects.unsent().count() == 0


def drain(_worker: int) -> int:
    try:
        return mailing.send_due(now=NOON)
    finally:
        connection.close()


def test_ten_workers_at_once_send_each_mail_once(waiting: int) -> None:
    with ThreadPoolExecutor(WORKERS) as workers:
        sent = list(workers.map(drain, range(WORKERS)))

    assert sum(sent) == waiting
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(ids) == len(set(ids)) == waiting


def test_without_the_lock_this_test_would_see_doubles(waiting: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The race is real: taking the lock away sends something twice."""
    queryset = type(Notification.objects.all())
    monkeypatch.setattr(queryset, "select_for_update", lambda self, **options: self)

    with ThreadPoolExecutor(WORKERS) as workers:
        sent = list(workers.map(drain, range(WORKERS)))

    assert sum(sent) > waiting


def test_a_worker_killed_before_its_commit_leaves_the_mail_to_the_sweep(everyone: Cast) -> None:
    tell(everyone.norrsken.buyer)
    with transaction.atomic():
        mailing.send_next(now=NOON)
        transaction.set_rollback(True)

    assert mailing.send_due(now=NOON) == 1
    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == second
