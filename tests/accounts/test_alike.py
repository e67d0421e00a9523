"""No form says whether an address exists: same answer, same hashes, same number of questions to the database.

ACC-6b. Answers are compared whole, tokens and nonces apart.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from unittest.mock import Mock, patch

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import locking
from accounts.models import Company, PasswordLink, User
from accounts.tasks import deliver
from tests.cast import Cast
from tests.factories import ANSWER, PASSWORD, make_challenge

KNOWN = "buyer@norrsken-it.example"
UNKNOWN = "xuyer@norrsken-it.example"
CHANGING = re.compile(r"(name=\"csrfmiddlewaretoken\" value|nonce)=\"[^\"]+\"|'nonce-[^']+'|[0-9a-f]{32}")


@dataclass(frozen=True)
class Told:
    """Everything that whoever sent a form can see of its answer, and what it cost to write."""

    status: int
    headers: dict[str, str]
    cookies: frozenset[str]
    page: str
    hashes: int
    queries: int
    woken: int


@pytest.fixture
def hashes() -> Iterator[Mock]:
    with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as encode:
        yield encode


@pytest.fixture(autouse=True)
def set_up(cast: Cast) -> None:
    make_challenge(cast.norrsken.buyer.user)
    User.objects.filter(pk=cast.norrsken.support.user_id).update(username="per.holm")
    User.objects.filter(pk=cast.norrsken.basic.user_id).update(is_active=False)
    locking.lock(cast.norrsken.admin.user, now=timezone.now())


@pytest.fixture
def tell(hashes: Mock, django_capture_on_commit_callbacks: Callable) -> Callable[..., Told]:
    """A function that sends a form from a fresh browser and gives what came back."""

    def told(address: str, typed: dict[str, str]) -> Told:
        cache.clear()
        browser = Client(headers={"accept-language": "en"})
        browser.cookies.load({"market": "se", "django_language": "en"})
        browser.get(address)
        hashes.reset_mock()
        with (
            patch.object(deliver, "delay") as woken,
            CaptureQueriesContext(connection) as queries,
            django_capture_on_commit_callbacks(execute=True),
        ):
            answer = browser.post(address, typed)
        page = answer.content.decode()
        for value in filter(None, typed.values()):
            page = page.replace(value, "…")
        return Told(
            answer.status_code,
            {
                name: CHANGING.sub("", value)
                for name, value in answer.headers.items()
                if name not in ("X-Request-ID", "Content-Length", "Expires")
            },
            frozenset(answer.cookies),
            CHANGING.sub("", page),
            hashes.call_count,
            len(queries),
            woken.call_count,
        )

    return told


# --- Signing in ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", ["admin@norrsken-it.example", "basic@norrsken-it.example", "per.holm", KNOWN])
def test_a_wrong_password_reads_as_an_unknown_user(tell: Callable[..., Told], login: str) -> None:
    known = tell("/login/", {"login": login, "password": "wrong-one"})
    unknown = tell("/login/", {"login": UNKNOWN, "password": "wrong-one"})

    assert known.hashes == unknown.hashes == 1
    assert (known.status, known.headers, known.cookies, known.page) == (
        unknown.status,
        unknown.headers,
        unknown.cookies,
        unknown.page,
    )


@pytest.mark.parametrize(
    ("login", "password"),
    [
        (KNOWN, PASSWORD),
        (KNOWN, "wrong-one"),
        (UNKNOWN, PASSWORD),
        ("per.holm", PASSWORD),
        ("per.holm", "wrong-one"),
        ("nobody.here", PASSWORD),
        ("admin@norrsken-it.example", PASSWORD),
        ("admin@norrsken-it.example", "wrong-one"),
        ("basic@norrsken-it.example", PASSWORD),
        ("basic@norrsken-it.example", "wrong-one"),
    ],
)
def test_one_hash_is_computed_per_attempt(tell: Callable[..., Told], login: str, password: str) -> None:
    assert tell("/login/", {"login": login, "password": password}).hashes == 1


def test_a_disabled_users_right_password_reads_as_an_unknown_user(tell: Callable[..., Told]) -> None:
    disabled = tell("/login/", {"login": "basic@norrsken-it.example", "password": PASSWORD})
    unknown = tell("/login/", {"login": UNKNOWN, "password": PASSWORD})

    assert (disabled.status, disabled.headers, disabled.page) == (unknown.status, unknown.headers, unknown.page)


# --- Forgotten password -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "username", "links"),
    [
        (KNOWN, "", 1),
        (KNOWN, "somebody.else", 0),
        ("support@norrsken-it.example", "per.holm", 1),
        ("support@norrsken-it.example", "", 0),
        ("admin@norrsken-it.example", "", 1),
        ("basic@norrsken-it.example", "", 0),
    ],
)
def test_asking_for_a_link_is_alike_to_the_last_query(
    tell: Callable[..., Told], email: str, username: str, links: int
) -> None:
    known = tell("/password/forgot/", {"email": email, "username": username})
    assert PasswordLink.objects.count() == links

    unknown = tell("/password/forgot/", {"email": UNKNOWN, "username": username})

    assert known == unknown
    assert (known.hashes, known.woken) == (0, 1)
    assert PasswordLink.objects.count() == links


def test_following_a_made_up_link_is_alike_whether_such_a_link_exists(tell: Callable[..., Told]) -> None:
    tell("/password/forgot/", {"email": KNOWN, "username": ""})
    there = PasswordLink.objects.get().pk

    answers = []
    for number in (there, there + 1000):
        browser = Client(headers={"accept-language": "en"})
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(f"/password/reset/{number}/d0abc-{'0' * 32}/")
        page = answer.content.decode().replace(str(number), "…")
        answers.append((answer.status_code, CHANGING.sub("", page), len(queries)))

    assert answers[0] == answers[1]


def test_the_question_is_asked_of_nobody_without_a_link(tell: Callable[..., Told]) -> None:
    answers = [tell("/password/question/", {"answer": text}) for text in (ANSWER, "Wrong")]

    assert answers[0] == answers[1]
    assert answers[0].hashes == 0


# --- Please unlock me ---------------------------------------------------------------------------------------------


def test_asking_to_be_unlocked_says_nothing_to_who_did_not_prove_who_they_are(tell: Callable[..., Told]) -> None:
    answers = [
        tell("/login/locked/", {"login": login, "email": login})
        for login in ("admin@norrsken-it.example", KNOWN, UNKNOWN)
    ]

    assert answers[0] == answers[1] == answers[2]
    assert answers[0].headers["Location"] == "/login/"


# --- Asking for access --------------------------------------------------------------------------------------------


def test_asking_for_access_is_alike_to_the_last_query(cast: Cast, tell: Callable[..., Told]) -> None:
    company = cast.norrsken.company
    Company.objects.filter(pk=company.pk).update(registered_email="office@norrsken-it.example")
    typed = {
        "customer_number": company.customer_number,
        "country": "SE",
        "email": "office@norrsken-it.example",
        "name": "Rolf Dahl",
    }

    known = tell("/request-access/", typed)
    others = [
        tell("/request-access/", typed | {"customer_number": "SE99999"}),
        tell("/request-access/", typed | {"email": KNOWN}),
        tell("/request-access/", typed | {"email": UNKNOWN}),
    ]

    assert known.headers["Location"] == "/request-access/sent/"
    assert known.hashes == 0
    assert others == [known] * 3
