"""Reading the environment strictly: a malformed value stops the start, it never means "off"."""

import os
from pathlib import Path
from typing import Any

import environ
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

PREPARED_AFTER = 3  # times that a connection was asked a query, from when on the server keeps its plan
TRUE = {"1", "on", "true", "yes"}
FALSE = {"0", "off", "false", "no"}


def flag(name: str, *, default: bool) -> bool:
    """Return an on/off variable. Raises `ImproperlyConfigured` for anything that is neither."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}; say on or off.")
    return value in TRUE


def database(url: str, *, pool: bool) -> dict[str, Any]:
    """Return Django's description of the PostgreSQL at `url`: 2 s for a lock, 15 s for a statement, READ COMMITTED.

    Values are sent apart from the query, so that the server plans what pages ask again and again but once.
    `DATABASE_STATEMENT_TIMEOUT` (like `30s`, `0` for none) is for long commands. With a pool every process has its own.
    """
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if config.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL: postgres://user:password@host:port/name")
    options = config.setdefault("OPTIONS", {})
    timeout = env.str("DATABASE_STATEMENT_TIMEOUT", default="15s")
    options["options"] = (
        f"-c lock_timeout=2s -c statement_timeout={timeout} -c default_transaction_isolation=read\\ committed"
    )
    options |= {"server_side_binding": True, "prepare_threshold": PREPARED_AFTER}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", default=8), "timeout": 5}
    return config | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}


def made_key(path: Path) -> str:
    """Return the RSA key in PEM that is kept at `path`, made on first use; for development and tests."""
    if not path.exists():
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(f".{os.getpid()}")
        made.write_bytes(pem)
        made.replace(path)  # whole, or not there: several processes may start at once
    return path.read_text()


def mailer(url: str) -> dict[str, Any]:
    """Return Django's description of the mail server at `url`, like `smtp+tls://user:password@mail.example:587`."""
    config = environ.Env.email_url_config(url)
    options = {
        "host": config["EMAIL_HOST"],
        "port": config["EMAIL_PORT"],
        "username": config["EMAIL_HOST_USER"] or "",
        "password": config["EMAIL_HOST_PASSWORD"] or "",
        "use_tls": config.get("EMAIL_USE_TLS", False),
        "use_ssl": config.get("EMAIL_USE_SSL", False),
        "timeout": 10,
    }
    return {"BACKEND": config["EMAIL_BACKEND"], "OPTIONS": options}


def cache(url: str) -> dict[str, Any]:
    """Return Django's description of the Valkey or Redis at `url`: a quarter of a second, and an outage is a miss."""
    return {
        "BACKEND": "portal.cache.ForgivingRedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "tradecounter",
        "OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
    }
