"""Many guesses at the same moment: each counts, one locks, one mail goes out (ACC-6)."""

from functools import partial

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import locking
from accounts.models import Notification, User
from tests.cast import Cast, assemble
from tests.concurrency.race import at_once
from tests.factories import NOON

pytestmark = pytest.mark.django_db(transaction=True)
GUESSES = 20


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cache.clear()
    return assemble()


def told() -> list[str]:
    return sorted(Notification.objects.values_list("user__email", flat=True))


def test_guesses_at_once_lock_once(cast: Cast) -> None:
    user = cast.norrsken.buyer.user

    results = at_once([partial(locking.note_wrong_password, user, now=NOON)] * GUESSES)

    assert sorted(results, key=bool) == [False] * (GUESSES - 1) + [True]
    user.refresh_from_db()
    assert (user.failed_logins, user.is_locked) == (5, True)
    assert told() == ["admin@norrsken-it.example", "buyer@norrsken-it.example"]


def test_fewer_guesses_at_once_are_all_counted(cast: Cast) -> None:
    user = cast.norrsken.buyer.user

    at_once([partial(locking.note_wrong_password, user, now=NOON)] * 4)

    user.refresh_from_db()
    assert (user.failed_logins, user.is_locked) == (4, False)


def test_the_race_bites_where_one_counts_by_hand(cast: Cast) -> None:
    """Reading, adding one and writing loses guesses: what the database's own counting prevents."""

    def count_by_hand() -> None:
        user = User.objects.get(pk=cast.norrsken.buyer.user_id)
        user.failed_logins += 1
        user.save(update_fields=["failed_logins"])

    at_once([count_by_hand] * GUESSES)

    assert User.objects.get(pk=cast.norrsken.buyer.user_id).failed_logins < GUESSES


def test_guesses_at_the_door_from_twenty_networks_lock_once(cast: Cast) -> None:
    login = {"login": "buyer@norrsken-it.example", "password": "wrong"}

    def guess(number: int) -> int:
        return Client(REMOTE_ADDR=f"192.0.2.{number}").post("/login/", login).status_code

    assert at_once([partial(guess, number) for number in range(GUESSES)]) == [200] * GUESSES
    assert User.objects.get(pk=cast.norrsken.buyer.user_id).failed_logins == 5
    assert told() == ["admin@norrsken-it.example", "buyer@norrsken-it.example"]


def test_two_who_unlock_at_once_are_told_apart(cast: Cast) -> None:
    locking.lock(cast.norrsken.buyer.user, now=NOON)
    user = User.objects.get(pk=cast.norrsken.buyer.user_id)

    results = at_once([partial(locking.unlock, user, by=cast.norrsken.admin, now=NOON)] * 2)

    assert [type(result) for result in results if result] == [locking.NotLocked]
