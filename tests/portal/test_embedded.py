"""The servers of our own start, stop, and come back after a kill -9 (PLT-1)."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from portal.embedded import Servers, embedded_servers
from portal.embedded.account import OUTSIDE, Account, outside, reachable
from portal.embedded.processes import birth_of

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A `var/` of its own, whose data directory is made once."""
    directory = tmp_path_factory.mktemp("var")
    yield directory
    subprocess.run(
        [sys.executable, "-m", "portal.embedded", "--reset", "--name", "here", "--var", directory], check=True
    )
    assert not outside(directory / "here").exists()


def run(var: Path):
    return embedded_servers("here", var=var, lasting=False)


def connect(servers: Servers) -> contextlib.closing[psycopg.Connection]:
    return contextlib.closing(psycopg.connect(servers.database_url, autocommit=True))


def pids(var: Path) -> dict[str, int]:
    return {note.stem: int(note.read_text().split(",")[0].split(":")[1]) for note in (var / "here").glob("*.pid")}


def begin(var: Path, prelude: str = "") -> subprocess.Popen[str]:
    """Start a command that runs the servers, and wait until it does."""
    program = f"""
        {prelude}
        import time
        from pathlib import Path
        from portal.embedded import embedded_servers
        with embedded_servers("here", var=Path({str(var)!r}), lasting=False):
            print("up", flush=True)
            time.sleep(60)
    """
    command = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert command.stdout is not None
    assert command.stdout.readline() == "up\n"
    return command


def ended(running: dict[str, int], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(birth_of(pid) for pid in running.values()):
            return True
        time.sleep(0.05)
    return False


def test_both_answer_and_stop_with_the_command(var: Path):
    with run(var) as servers:
        with connect(servers) as connection:
            assert connection.info.server_version // 10_000 == 18
        with redis.Redis.from_url(servers.redis_url) as client:
            assert client.ping()
        running = pids(var)
        assert running.keys() == {"postgres", "valkey"}
    assert ended(running, seconds=0.1)
    assert not (var / "here" / "servers.json").exists()


def test_data_stays_from_one_start_to_the_next(var: Path):
    with run(var) as servers, connect(servers) as connection:
        connection.execute("CREATE TABLE kept (answer int)")
    with run(var) as servers, connect(servers) as connection:
        connection.execute("DROP TABLE kept")


def test_a_second_command_joins_the_running_pair(var: Path):
    with run(var) as first, run(var) as second:
        assert second == first
    with run(var) as servers, connect(servers):
        pass


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells children of their parent's death")
def test_after_a_kill_the_servers_end_by_themselves(var: Path):
    command = begin(var)
    running = pids(var)
    command.kill()
    command.communicate()
    assert ended(running)


def test_the_next_start_ends_what_a_kill_left_running(var: Path):
    command = begin(var, "import portal.embedded.processes as p; p._ends_with_its_parent = lambda ending: None")
    left = pids(var)
    command.kill()
    command.communicate()
    time.sleep(0.2)
    assert all(birth_of(pid) for pid in left.values())
    with run(var) as servers, connect(servers):
        assert ended(left, seconds=0.1)


def test_a_stale_note_of_a_reused_number_harms_nobody(var: Path):
    bystander = subprocess.Popen(["sleep", "30"])
    (var / "here").mkdir(parents=True, exist_ok=True)
    (var / "here" / "postgres.pid").write_text(f'{{"pid": {bystander.pid}, "born": "long ago"}}')
    with run(var):
        assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_the_wrapper_stops_command_and_servers(var: Path, ending: signal.Signals):
    wrapper = subprocess.Popen(
        [
            *(sys.executable, "-m", "portal.embedded", "--name", "here", "--var", var, "--quick", "--"),
            *(sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"),
        ],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert wrapper.stdout is not None
    assert wrapper.stdout.readline() == "up\n"
    running = pids(var)
    assert running
    wrapper.send_signal(ending)
    wrapper.communicate(timeout=20)
    assert ended(running, seconds=0.1)


def test_the_wrapper_answers_with_the_commands_code(var: Path):
    code = [sys.executable, "-m", "portal.embedded", "--name", "here", "--var", str(var), "--quick", "--", "false"]
    assert subprocess.run(code, cwd=ROOT, check=False).returncode == 1


def test_a_closed_directory_is_seen_and_stays_closed(tmp_path: Path):
    stranger = Account(uid=os.geteuid() + 1, gid=os.getegid() + 1, drops=True)
    closed = tmp_path / "closed"
    (closed / "inside").mkdir(parents=True)
    closed.chmod(0o700)
    tmp_path.chmod(0o755)
    assert not reachable(closed / "inside", stranger)
    assert closed.stat().st_mode & 0o777 == 0o700
    assert reachable(closed / "inside", Account(os.geteuid(), os.getegid(), drops=False))
    assert outside(closed).parent == OUTSIDE
