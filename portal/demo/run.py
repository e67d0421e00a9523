"""`python -m portal.demo.run` runs on this machine what production runs: web server, worker, beat, and their servers.

`PORT` (8000) and `HOST` (127.0.0.1) choose the address, `CATALOG` a file of products to sell instead of made ones.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from portal import embedded
from portal.demo import PASSWORD
from portal.demo.libraries import how_to_get_pango, pango_is_here
from portal.embedded.processes import Process, spawn, stop_all

ROOT = embedded.VAR_DIR.parent
FOLDER = embedded.VAR_DIR / "demo"
SECONDS_TO_COME_UP = 60


def main() -> int:
    """Start everything, say where it is, and keep it running until interrupted."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT") or 8000)
    if _answers(host, port):
        print(f"Something answers on {host}:{port} already. Stop it, or choose another port: PORT=8123 make demo")
        return 1
    if not pango_is_here():
        print(f"Pango is missing, so there will be no PDFs. To have them: {how_to_get_pango()}\n")
    with contextlib.suppress(KeyboardInterrupt), _servers() as addresses:
        environment = os.environ | addresses | _settings(host, port)
        print("Preparing the demonstration ...", flush=True)
        prepare = [sys.executable, "manage.py", "prepare_demonstration", "--catalog", os.environ.get("CATALOG", "")]
        ended = subprocess.run(
            prepare, env=environment | {"DATABASE_STATEMENT_TIMEOUT": "0"}, cwd=ROOT, check=False
        ).returncode
        if ended:
            return ended
        with _services(environment, host, port) as services:
            print(_welcome(host, port), flush=True)
            _keep_running(services, environment, host, port)
    print("\nStopped. The data stays; `make demo` continues with it.")
    return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextlib.contextmanager
def _servers() -> Iterator[dict[str, str]]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    if embedded.needed():
        with embedded.embedded_servers("demo") as servers:
            yield servers.environment()
    else:
        yield {}


def _settings(host: str, port: int) -> dict[str, str]:
    chosen = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "DEBUG": "off",
        "DEMONSTRATION": "on",
        "PUBLIC_ADDRESS": _address(host, port),
    }
    if host not in ("127.0.0.1", "localhost"):
        chosen["ALLOWED_HOSTS"] = (
            os.environ.get("ALLOWED_HOSTS") or f"{host},{socket.gethostname()},localhost,127.0.0.1"
        )
    return chosen


def commands(host: str, port: int) -> dict[str, list[str]]:
    """Return the command of each service, as docker-compose.yml has it, smaller."""
    celery = ["celery", "-A", "portal"]
    return {
        "web": [
            *("gunicorn", "portal.wsgi", "--bind", f"{host}:{port}", "--reuse-port", "--no-control-socket"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "2", "--graceful-timeout", "10"),
            *("--limit-request-line", "8190"),  # a hundred rows to mend stand in an address
        ],
        "worker": [*celery, "worker", "--concurrency", "2", "--queues", "money,mail,bulk", "--loglevel", "INFO"],
        "beat": [*celery, "beat", "--schedule", str(FOLDER / "beat"), "--pidfile", ""],
    }


def _start(name: str, command: list[str], environment: dict[str, str]) -> Process:
    log = FOLDER / f"{name}.log"
    return spawn([sys.executable, "-m", *command], note=FOLDER / f"{name}.pid", log=log, environment=environment)


@contextlib.contextmanager
def _services(environment: dict[str, str], host: str, port: int) -> Iterator[dict[str, Process]]:
    services: dict[str, Process] = {}
    try:
        for name, command in commands(host, port).items():
            services[name] = _start(name, command, environment)
            if name == "web":
                _wait(host, port)  # pages first, then what works behind them
        yield services
    finally:
        stop_all(services.values())


def _keep_running(services: dict[str, Process], environment: dict[str, str], host: str, port: int) -> None:
    while True:
        time.sleep(1)
        for name, command in commands(host, port).items():
            if services[name].popen.poll() is not None:
                print(f"The {name} ended ({services[name].popen.returncode}); starting it again.", flush=True)
                services[name] = _start(name, command, environment)


def _wait(host: str, port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_COME_UP
    while time.monotonic() < deadline and not _serves(host, port):
        time.sleep(0.1)


def _serves(host: str, port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _answers(host: str, port: int) -> bool:
    with contextlib.closing(socket.socket()) as attempt:
        attempt.settimeout(1)
        return attempt.connect_ex((host, port)) == 0


def _address(host: str, port: int) -> str:
    return f"http://{'localhost' if host == '127.0.0.1' else host}:{port}"


def _welcome(host: str, port: int) -> str:
    accounts: dict[str, list[str]] = json.loads(Path(FOLDER / "accounts.json").read_text())
    lines = [f"  {name}\n    {'  '.join(people)}" for name, people in accounts.items()]
    address = _address(host, port)
    return "\n".join(
        [
            "",
            *lines,
            "",
            f"  Password of everyone:  {PASSWORD}",
            f"  Mail that was sent:    {address}/demo/mail/",
            f"  Logs:                  {FOLDER}/*.log",
            f"  Tradecounter is at     {address}/login/      (Ctrl-C stops it)",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
