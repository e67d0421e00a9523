"""An absent cache is an empty cache, and one that returns tells nothing old (PLT-10, a quarter of a second)."""

import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import caches

from portal.cache import ForgivingClient, ForgivingRedisCache, Outage
from portal.embedded.account import home_for, outside, server_account, socket_directory
from portal.embedded.processes import stop
from portal.embedded.valkey import start_valkey
from portal.settings.reading import cache


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """No outage is remembered from another test."""
    monkeypatch.setattr(ForgivingClient, "outage", Outage())


class Valkey:
    """A server that a test can take away and bring back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.account = server_account()
        self.home = home_for(folder, self.account)
        self.sockets = socket_directory(self.home, self.account)
        self.come()

    def come(self) -> None:
        self.socket, self.process = start_valkey(self.folder, self.home, self.sockets, self.account)

    def pause(self, *, seconds: float) -> None:
        """Answer nobody for so long, as a server under load does."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.socket))
            line.sendall(f"CLIENT PAUSE {int(seconds * 1000)} ALL\r\n".encode())
            line.recv(16)

    def go(self) -> None:
        stop(self.process)


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    server = Valkey(tmp_path)
    yield server
    server.go()
    shutil.rmtree(outside(tmp_path), ignore_errors=True)


@pytest.fixture
def shelf(valkey: Valkey, settings) -> ForgivingRedisCache:
    settings.CACHES = {"default": cache(f"unix://{valkey.socket}")}
    shelf = caches["default"]
    assert isinstance(shelf, ForgivingRedisCache)
    return shelf


def test_it_keeps_what_it_is_given(shelf: ForgivingRedisCache):
    shelf.set("price", {"net": 12})
    assert shelf.get("price") == {"net": 12}
    assert shelf.add("price", 1) is False
    assert shelf.incr_version("price") == 2


def test_without_a_server_every_answer_is_that_of_an_empty_cache(shelf: ForgivingRedisCache, valkey: Valkey):
    valkey.go()
    shelf.set("price", 1)
    shelf.set_many({"a": 1})
    assert shelf.get("price") is None
    assert shelf.get("price", "dear") == "dear"
    assert shelf.get_many(["a", "b"]) == {}
    assert shelf.add("price", 1) is True
    assert shelf.has_key("price") is False
    assert shelf.get_or_set("price", 7) == 7
    assert shelf.delete("price") is False
    shelf.delete_many(["a"])
    shelf.clear()


def test_a_server_that_hangs_costs_a_quarter_of_a_second_once(shelf: ForgivingRedisCache, valkey: Valkey):
    shelf.set("price", 1)
    valkey.pause(seconds=2)
    began = time.monotonic()
    assert [shelf.get("price") for _ in range(50)] == [None] * 50
    assert 0.2 < time.monotonic() - began < 0.6


def test_what_changed_meanwhile_is_not_believed_when_it_is_back(shelf: ForgivingRedisCache, valkey: Valkey):
    shelf.set("kept", "same")
    shelf.set("price", "old")
    ForgivingClient.outage.until = time.monotonic() + 60
    shelf.delete("price")
    ForgivingClient.outage.until = 0.0
    assert shelf.get("price") is None
    assert shelf.get("kept") == "same"


def test_a_session_survives_the_server(shelf: ForgivingRedisCache, valkey: Valkey, db: None):
    assert configured.SESSION_ENGINE == "django.contrib.sessions.backends.cached_db"
    session = SessionStore()
    session["company"] = 5
    session.save()
    valkey.go()
    assert SessionStore(session.session_key)["company"] == 5
    again = SessionStore(session.session_key)
    again["company"] = 6
    again.save()
    assert SessionStore(session.session_key)["company"] == 6
    valkey.come()
