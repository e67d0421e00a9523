"""The database of tests: migrated once, kept, and copied for each process that runs tests."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

ROOT = Path(settings.BASE_DIR)
ENDING = "_migrated_"


def say_what_to_copy() -> None:
    """Let Django copy this process's database from one that is migrated; `migrate` then finds nothing left to do."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated()


def migrated() -> str:
    """Return the name of a migrated database, made where a migration or a library changed since the last was made.

    Migrating takes a quarter of a minute; a process that finds another at it waits.
    """
    beginning = f"test_{connection.settings_dict['NAME']}{ENDING}"[:50]
    name = f"{beginning}{state_of_migrations()}"
    with alone() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [beginning])
        there = {row[0] for row in cursor.fetchall()}
        if name not in there:
            for old in there:
                cursor.execute(f"DROP DATABASE {connection.ops.quote_name(old)}")
            migrate(unfinished := f"{name}x")
            quoted = [connection.ops.quote_name(each) for each in (unfinished, name)]
            cursor.execute("ALTER DATABASE {} RENAME TO {}".format(*quoted))
    return name


def state_of_migrations() -> str:
    """Tell states of the code apart that may migrate to different tables."""
    files = sorted([*ROOT.glob("*/migrations/*.py"), ROOT / "requirements.lock"])
    said = hashlib.sha256()
    for path in files:
        said.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return said.hexdigest()[:8]


@contextmanager
def alone() -> Iterator[CursorWrapper]:
    """A cursor beside all databases, which only one process has at a time."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [ENDING])
        yield cursor


def migrate(name: str) -> None:
    """Make a database and migrate it as every installation is."""
    before = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"] = before
    settings.DATABASES[connection.alias]["NAME"] = before[0]
