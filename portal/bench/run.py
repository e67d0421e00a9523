"""`python -m portal.bench.run 10000 100000`: makes a catalog of each size in a database of its own and measures it.

`--again` before the sizes opens the pages of databases that stand from before, and imports nothing.

The tables are Markdown, as `docs/performance.md` has them. Every page is opened in this process, through all middleware
and the database, without a web server; "bare" is an empty view through the same. SQL is what the queries of the same
requests took, so what is left is ours and the framework's.
"""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

import psycopg

from portal.embedded import VAR_DIR

SETTINGS = "portal.settings.development"
MEMORY_OF_A_QUERY = "32MB"


def main(sizes: list[int], *, again: bool) -> int:
    """Measure each size in a process of its own."""
    sys.stdout.write(f"{datetime.now(UTC):%Y-%m-%d}, {_machine()}\n\n")
    sys.stdout.flush()
    for size in sizes:
        environment = os.environ | {
            "DATABASE_URL": _database(os.environ["DATABASE_URL"], f"bench_{size}", anew=not again),
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "DEBUG": "off",
            "DATABASE_STATEMENT_TIMEOUT": "0",
        }
        with (VAR_DIR / "bench" / f"{size}.log").open("w") as log:  # every request says so there
            command = [sys.executable, "-m", "portal.bench.one_size", str(size), *(["--again"] if again else [])]
            subprocess.run(command, env=environment, stderr=log, check=True)
    return 0


def _database(url: str, name: str, *, anew: bool) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        if anew:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
            connection.execute(f'CREATE DATABASE "{name}"')
        for setting, value in (
            ("work_mem", MEMORY_OF_A_QUERY),
            ("random_page_cost", "1.1"),
            ("effective_cache_size", "12GB"),
            ("max_parallel_workers_per_gather", "0"),
        ):
            connection.execute(f"ALTER DATABASE \"{name}\" SET {setting} = '{value}'")
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _machine() -> str:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{os.cpu_count()} cores, {pages / 2**30:.0f} GiB, Python {platform.python_version()}"


if __name__ == "__main__":
    asked = [int(text.replace("_", "")) for text in sys.argv[1:] if text != "--again"]
    sys.exit(main(asked or [10_000, 100_000, 1_000_000], again="--again" in sys.argv))
