"""Processes that end with the one that started them."""

import contextlib
import ctypes
import json
import os
import platform
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.embedded.account import Account

PR_SET_PDEATHSIG = 1
SECONDS_TO_END = 15
LINUX = platform.system() == "Linux"


class ServerDidNotStart(Exception):
    """A server of ours ended before it answered; its log says why."""


@dataclass(frozen=True)
class Process:
    """A child, how it is asked to end, and the note by which a later command recognizes it."""

    popen: subprocess.Popen[bytes]
    ending: signal.Signals
    note: Path


def spawn(
    command: Sequence[str],
    *,
    note: Path,
    ending: signal.Signals = signal.SIGTERM,
    account: Account | None = None,
    log: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Process:
    """Start a child in a session of its own, which the kernel ends by `ending` when we die without a word."""
    drops: dict[str, Any] = account.becoming() if account else {}
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(log.open("ab")) if log else None
        popen = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            env=environment,
            cwd="/" if account and account.drops else None,
            start_new_session=True,
            preexec_fn=_ends_with_its_parent(ending),
            **drops,
        )
    note.write_text(json.dumps({"pid": popen.pid, "born": birth_of(popen.pid)}))
    return Process(popen, ending, note)


def _ends_with_its_parent(ending: signal.Signals) -> Callable[[], None] | None:
    if not LINUX:
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, int(ending), 0, 0, 0)


def stop_all(processes: Iterable[Process]) -> None:
    """Ask all to end at once, then wait for each."""
    asked = list(processes)
    for process in asked:
        if process.popen.poll() is None:
            process.popen.send_signal(process.ending)
    for process in asked:
        stop(process, ask=False)


def stop(process: Process, *, ask: bool = True) -> None:
    """Ask a child to end, insist after 15 s, and forget it."""
    if process.popen.poll() is None:
        if ask:
            process.popen.send_signal(process.ending)
        try:
            process.popen.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.popen.kill()
            process.popen.wait()
    process.note.unlink(missing_ok=True)


def stop_survivors(folder: Path) -> None:
    """End what a killed command left running: every process that `folder` has a note of and that is still the same."""
    for note in folder.glob("*.pid"):
        with contextlib.suppress(json.JSONDecodeError, KeyError, ProcessLookupError):
            left = json.loads(note.read_text())
            _end(left["pid"], left["born"])
        note.unlink(missing_ok=True)


def _end(pid: int, born: str) -> None:
    for ending, seconds in ((signal.SIGINT, SECONDS_TO_END), (signal.SIGKILL, 5)):
        if birth_of(pid) != born:
            return
        os.kill(pid, ending)
        deadline = time.monotonic() + seconds
        while birth_of(pid) == born and time.monotonic() < deadline:
            time.sleep(0.05)


def birth_of(pid: int) -> str:
    """Return when the process began, by which a reused number is told apart; empty if there is none."""
    if LINUX:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return ""
        return "" if fields[0] in "ZX" else fields[19]
    answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S607
    return answer.stdout.strip()


def wait_until(answers: Callable[[], bool], process: Process, *, name: str, log: Path, seconds: float = 60) -> None:
    """Wait for a server's first answer. Raises `ServerDidNotStart` with the end of its log."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.popen.poll() is None:
        if answers():
            return
        time.sleep(0.05)
    stop(process)
    last_lines = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    raise ServerDidNotStart(f"{name} did not start. The end of {log}:\n{last_lines}")
