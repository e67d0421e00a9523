"""Both health addresses tell the truth while servers are away (PLT-9, PLT-10)."""

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client


def test_a_living_process_says_so(client: Client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_ready_process_says_so(client: Client, db: None):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "cache": "ok"})


def test_without_its_database_a_process_lives_but_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch):
    def away(*args: object) -> None:
        raise OperationalError from psycopg.OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", away)
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "away")


def test_without_its_cache_a_process_is_ready(client: Client, db: None, settings):
    settings.CACHES = {"default": {"BACKEND": "portal.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["cache"]) == (200, "away")
