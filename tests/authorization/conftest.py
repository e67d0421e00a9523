"""The world that every test of rights looks at, at noon of a Thursday."""

import logging
from collections.abc import Iterator

import pytest
import time_machine

from tests.authorization.world import World, build
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


@pytest.fixture
def world(db: None) -> World:
    return build()
