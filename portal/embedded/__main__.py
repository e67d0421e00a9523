"""`python -m portal.embedded [--name NAME] [--quick] [--memory SIZE] -- COMMAND ...` runs a command with our servers.

`--reset` removes the servers' data instead.
"""

import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

from portal.embedded import MEMORY, VAR_DIR, embedded_servers, needed
from portal.embedded.account import outside
from portal.embedded.processes import stop_survivors

SECONDS_FOR_A_TERMINALS_OWN_INTERRUPT = 2


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m portal.embedded", description=__doc__)
    parser.add_argument("--name", default="demo", help="which data to run on: var/NAME/")
    parser.add_argument("--quick", action="store_true", help="trade the safety of the data for speed")
    parser.add_argument("--memory", default=MEMORY, help="what PostgreSQL shares between its processes")
    parser.add_argument("--reset", action="store_true", help="remove var/NAME/ and end")
    parser.add_argument("--var", type=Path, default=VAR_DIR, help="where NAME/ is kept")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    if options.reset:
        return _reset(options.var / options.name)
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        parser.error("name a command to run")
    if not needed():
        return _run(command, {})
    with embedded_servers(options.name, var=options.var, lasting=not options.quick, memory=options.memory) as servers:
        return _run(command, servers.environment())


def _run(command: list[str], environment: dict[str, str]) -> int:
    child: subprocess.Popen[bytes] | None = None
    interrupted = False

    def pass_on(number: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        if number == signal.SIGINT:
            interrupted = True  # a terminal interrupts the command itself
        elif child:
            child.send_signal(number)

    # before the child starts: it would inherit deafness to interrupts from a shell that put us in the background
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)
    child = subprocess.Popen(command, env=os.environ | environment)
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.wait(SECONDS_FOR_A_TERMINALS_OWN_INTERRUPT)
        if interrupted:
            interrupted = False
            child.send_signal(signal.SIGINT)


def _reset(folder: Path) -> int:
    if not folder.exists():
        return 0
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write(f"{folder} is in use: stop what runs on it first.\n")
            return 1
        stop_survivors(folder)
        for directory in (outside(folder), folder):
            shutil.rmtree(directory, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
