"""Production starts only on what is safe, and sends what keeps browsers safe."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "SECRET_KEY": "q8Zr5vX2mK7wT4nB9cL1dF6gH3jP0sAyUeIoQxWvMbNzRkTy_-9876",
    "ALLOWED_HOSTS": "portal.distributor.example",
    "PUBLIC_ADDRESS": "https://portal.distributor.example",
    "DATABASE_URL": "postgres://tradecounter:secret@postgres:5432/tradecounter",
    "REDIS_URL": "redis://valkey:6379/0",
    "CELERY_BROKER_URL": "redis://valkey:6379/1",
    "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
}


def start(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> dict[str, Any]:
    """Read production's settings from exactly this environment."""
    for name in (*GOOD, "DEBUG", "DEMONSTRATION", "DATABASE_POOL_SIZE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_module("portal.settings.production")


def test_production_starts_on_a_whole_environment(monkeypatch: pytest.MonkeyPatch):
    settings = start(monkeypatch, GOOD)
    assert (settings["DEBUG"], settings["DEMONSTRATION"]) == (False, False)
    assert settings["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1  # the proxy of deploy/, or all visitors are one network


@pytest.mark.parametrize("name", sorted(GOOD))
def test_production_refuses_what_is_missing(monkeypatch: pytest.MonkeyPatch, name: str):
    with pytest.raises(ImproperlyConfigured, match=f"Set the {name} environment variable"):
        start(monkeypatch, {key: value for key, value in GOOD.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", "on", "neither with DEBUG"),
        ("DEBUG", "maybe", "say on or off"),
        ("DEMONSTRATION", "on", "nor as the DEMONSTRATION"),
        ("SECRET_KEY", "development-only-key-never-for-production-0123456789abcdef", "SECRET_KEY must be"),
        ("SECRET_KEY", "test-only-key-0123456789-0123456789-0123456789-abcdef", "SECRET_KEY must be"),
        ("SECRET_KEY", "too-short", "SECRET_KEY must be"),
        ("SECRET_KEY", "ab" * 40, "SECRET_KEY must be"),
        ("ALLOWED_HOSTS", "*", "without wildcards"),
        ("ALLOWED_HOSTS", "portal.example,*.example", "without wildcards"),
        ("ALLOWED_HOSTS", ".example", "without wildcards"),
        ("ALLOWED_HOSTS", "", "must name each host"),
        ("PUBLIC_ADDRESS", "http://portal.distributor.example", "https:// address"),
        ("DATABASE_URL", "sqlite:///tmp/x.sqlite3", "must name a PostgreSQL"),
        ("DATABASE_POOL_SIZE", "many", "invalid literal for int"),
    ],
)
def test_production_refuses_what_is_unsafe_or_malformed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
):
    with pytest.raises((ImproperlyConfigured, ValueError), match=sentence):
        start(monkeypatch, {**GOOD, name: value})


def test_connections_have_limits_and_no_age(monkeypatch: pytest.MonkeyPatch):
    database = start(monkeypatch, GOOD)["DATABASES"]["default"]
    assert database["CONN_MAX_AGE"] == 0
    assert database["OPTIONS"]["pool"]["max_size"] == 8
    for words in ("lock_timeout=2s", "statement_timeout=15s", "default_transaction_isolation=read\\ committed"):
        assert words in database["OPTIONS"]["options"]


def test_the_mail_server_is_read_from_one_address(monkeypatch: pytest.MonkeyPatch):
    options = start(monkeypatch, GOOD)["MAILERS"]["default"]["OPTIONS"]
    assert (options["host"], options["port"], options["use_tls"]) == ("mail.example", 587, True)


@pytest.mark.django_db
def test_the_database_holds_to_the_limits():
    with connection.cursor() as cursor:
        shown = [cursor.execute(f"SHOW {name}").fetchone()[0] for name in ("lock_timeout", "statement_timeout")]
        isolation = cursor.execute("SHOW transaction_isolation").fetchone()[0]
    assert (*shown, isolation) == ("2s", "15s", "read committed")


def test_checks_for_deployment_are_silent():
    answer = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.production", **GOOD},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
