"""The world that every test of rights looks at, at noon of a Thursday."""

import copy
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from tests.authorization.world import World, build
from tests.common.files import a_pdf
from tests.factories import NOON


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def in_silence() -> Iterator[None]:
    """Refusals are logged with their traceback, which takes longer than answering."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of the world lie."""
    folder = tmp_path_factory.mktemp("files")
    document = folder / "product-documents" / "terms"
    document.parent.mkdir(parents=True)
    document.write_bytes(a_pdf())
    return folder


@pytest.fixture(autouse=True)
def files(settings: Settings, folder: Path) -> None:
    settings.MEDIA_ROOT = folder


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker, folder: Path) -> Iterator[World]:
    """Build it once for a file: that takes as long as walking through it. Each test's changes end with the test."""
    with override_settings(MEDIA_ROOT=folder), django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOON, tick=False):
            world = build()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World, db: None) -> World:
    return copy.deepcopy(built)


@pytest.fixture(autouse=True)
def only_what_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep no copy of what templates were drawn with: thousands of pages are read here, only as they are sent."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_args, **_kwargs: None)
