"""Many who follow one link for a forgotten password at the same moment (ACC-7)."""

from functools import partial
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from accounts import challenging, forgotten
from accounts.models import PasswordLink, User
from accounts.private_links import LinkVoid
from tests.accounts.forgetting import link_for
from tests.cast import Cast, assemble
from tests.concurrency.race import at_once
from tests.factories import ANSWER, NOON, make_challenge

pytestmark = pytest.mark.django_db(transaction=True)
GUESSES = 10
BUYER = "buyer@norrsken-it.example"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cache.clear()
    return assemble()


@pytest.fixture
def link(cast: Cast) -> PasswordLink:
    make_challenge(cast.norrsken.buyer.user)
    return PasswordLink.objects.create(user=cast.norrsken.buyer.user, asked_at=NOON)


def test_of_ten_answers_at_once_five_are_looked_at(link: PasswordLink) -> None:
    with patch.object(challenging, "is_right", wraps=challenging.is_right) as looked_at:
        guesses = [partial(forgotten.answer, link, f"guess {number}") for number in range(GUESSES)]
        results = at_once(guesses, behind=PasswordLink.objects.filter(pk=link.pk))

    assert looked_at.call_count == settings.WRONG_ANSWERS
    assert {type(result) for result in results} <= {forgotten.WrongAnswer, LinkVoid}
    assert PasswordLink.objects.get().wrong_answers == settings.WRONG_ANSWERS
    with pytest.raises(LinkVoid):
        forgotten.answer(link, ANSWER)


def test_it_bites_where_one_counts_after_looking(link: PasswordLink) -> None:
    """Looking first and counting then lets more be looked at than are allowed: why a try is taken before."""
    looked_at = []

    def answer_and_count() -> None:
        found = PasswordLink.objects.get(pk=link.pk)
        if found.wrong_answers < settings.WRONG_ANSWERS:
            looked_at.append(challenging.is_right(found.user.challenge, "guess"))
            found.wrong_answers += 1
            found.save(update_fields=["wrong_answers"])

    at_once([answer_and_count] * GUESSES)

    assert len(looked_at) > settings.WRONG_ANSWERS


def test_ten_browsers_at_the_page_get_five_tries(cast: Cast) -> None:
    make_challenge(cast.norrsken.buyer.user)
    address = link_for(BUYER)
    browsers = [Client(REMOTE_ADDR=f"192.0.2.{number}") for number in range(GUESSES)]
    for browser in browsers:
        browser.get(address)

    with patch.object(challenging, "is_right", wraps=challenging.is_right) as looked_at:
        answers = at_once([partial(browser.post, "/password/question/", {"answer": "x"}) for browser in browsers])

    assert [answer.status_code for answer in answers if not isinstance(answer, Exception)] == [200] * GUESSES
    assert looked_at.call_count == settings.WRONG_ANSWERS


def test_of_two_who_set_a_password_at_once_one_does(cast: Cast) -> None:
    make_challenge(cast.norrsken.buyer.user)
    uid, key = link_for(BUYER).rstrip("/").split("/")[-2:]
    passwords = ["Winter-Light-26", "Summer-Night-26"]

    results = at_once([partial(forgotten.set_password, uid, key, password, now=NOON) for password in passwords])

    won = [isinstance(result, User) for result in results]
    assert sorted(won) == [False, True]
    assert isinstance(results[won.index(False)], LinkVoid)
    assert User.objects.get(email=BUYER).check_password(passwords[won.index(True)])
