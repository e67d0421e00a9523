"""What every test may count on."""

import copy
import gc
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from django.db import transaction
from django.template import Context, Template
from django.test import Client
from django.test.signals import template_rendered
from pytest_django import DjangoDbBlocker

from accounts.models import Member, User
from portal.demo.markets import load_markets
from portal.translations import compile_all
from tests import database, machine
from tests.cast import Cast, assemble
from tests.staff import browser_of_staff


def pytest_configure() -> None:
    """Translate as the running portal does, and read its site map before a test says that this is the demonstration."""
    compile_all()
    import_module("portal.urls")


def pytest_collection_finish() -> None:
    """Leave what stays in memory until the end out of every search for rubbish, and search less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what this machine cannot run, with the reason; where `CI` is set it must run."""
    for marker in ("browser", "pdf"):
        if item.get_closest_marker(marker) and (reason := machine.missing(marker)):
            if machine.must_run():
                pytest.fail(reason)
            pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def django_test_environment(django_test_environment: None) -> None:
    """Keep for `response.context` what whole pages are drawn with, not what each of their hundreds of parts is."""
    Template._render = drawn  # type: ignore[attr-defined]  # Django puts its own back at the end


def drawn(template: Template, context: Context) -> str:
    if context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        database.say_what_to_copy()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the six markets once: every test needs them, and none changes what others see."""
    with django_db_blocker.unblock():
        load_markets()


@pytest.fixture(scope="module")
def assembled(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Cast | None]:
    """The cast, assembled once for a file; None where a test of the file works with transactions itself."""
    if any(item.path == request.path and is_transactional(item) for item in request.session.items):
        yield None
    else:
        with django_db_blocker.unblock(), transaction.atomic():
            yield assemble()
            transaction.set_rollback(True)


@pytest.fixture
def cast(assembled: Cast | None, db: None) -> Cast:
    """Norrsken IT, Lagerhuset Elektronik and Fjord Data with their people, as no other test has seen them."""
    return copy.deepcopy(assembled) or assemble()


def is_transactional(item: pytest.Item) -> bool:
    """Say whether a test's changes are committed, seen by other connections, and swept away by emptying all tables."""
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(fixtures & {"transactional_db", "live_server"})


@pytest.fixture
def sign_in(client: Client) -> Callable[[Member], Client]:
    """Return a function that gives the test's browser, signed in as a member."""

    def signed_in(member: Member) -> Client:
        client.force_login(member.user)
        return client

    return signed_in


@pytest.fixture
def admin_client(admin_user: User) -> Client:
    """The browser of a superuser; a password alone opens nothing to staff."""
    return browser_of_staff(admin_user)
