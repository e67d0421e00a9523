"""PostgreSQL and Valkey from their wheels, under `var/<name>/`, for whoever has no server of their own (PLT-1).

Both listen on sockets in a private directory, never on a port. They live as long as the command that started them:
they stop with it, they are told to stop by the kernel if it is killed, and what still survives is stopped by the next
start. A second command finds the running pair and uses it.
"""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from portal.embedded.account import home_for, server_account, socket_directory
from portal.embedded.postgres import start_postgres
from portal.embedded.processes import stop, stop_survivors
from portal.embedded.valkey import start_valkey

VAR_DIR = Path(__file__).resolve().parent.parent.parent / "var"
SECONDS_FOR_THE_OTHERS_START = 60
MEMORY = "256MB"  # that PostgreSQL shares between its processes


@dataclass(frozen=True)
class Servers:
    """Where the running pair listens."""

    database_url: str
    redis_url: str
    broker_url: str

    def environment(self) -> dict[str, str]:
        """Return the variables by which settings find the pair; what is set already is kept."""
        ours = {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url, "CELERY_BROKER_URL": self.broker_url}
        return {name: value for name, value in ours.items() if not os.environ.get(name)}


def needed() -> bool:
    """Whether the environment leaves a server to us."""
    return not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


@contextlib.contextmanager
def embedded_servers(
    name: str = "demo", *, var: Path = VAR_DIR, lasting: bool = True, memory: str = MEMORY
) -> Iterator[Servers]:
    """Run the pair called `name` for the duration of the block, or join the pair that another command runs.

    `lasting` false trades safety of the data for speed, for tests. Raises `ServerDidNotStart`.
    """
    folder = var / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield _running(folder)
            return
        with _own_pair(folder, lasting=lasting, memory=memory) as servers:
            yield servers


@contextlib.contextmanager
def _own_pair(folder: Path, *, lasting: bool, memory: str) -> Iterator[Servers]:
    note = folder / "servers.json"
    note.unlink(missing_ok=True)
    stop_survivors(folder)
    account = server_account()
    home = home_for(folder, account)
    sockets = socket_directory(home, account)
    started = []
    try:
        database_url, postgres = start_postgres(folder, home, sockets, account, lasting=lasting, memory=memory)
        started.append(postgres)
        valkey_socket, valkey = start_valkey(folder, home, sockets, account)
        started.append(valkey)
        servers = Servers(
            database_url=database_url,
            redis_url=f"unix://{valkey_socket}?db=0",
            broker_url=f"redis+socket://{valkey_socket}?virtual_host=1",
        )
        note.write_text(json.dumps(asdict(servers)))
        yield servers
    finally:
        note.unlink(missing_ok=True)
        for process in reversed(started):
            stop(process)


def _running(folder: Path) -> Servers:
    deadline = time.monotonic() + SECONDS_FOR_THE_OTHERS_START
    while time.monotonic() < deadline:
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
            return Servers(**json.loads((folder / "servers.json").read_text()))
        time.sleep(0.1)
    raise TimeoutError(f"Another command holds {folder / 'lock'} but its servers do not come up.")
