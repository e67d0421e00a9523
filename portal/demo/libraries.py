"""What only the system's package manager can bring."""

import ctypes
import sys
from pathlib import Path

PANGO_NAMES = ("libpango-1.0-0", "libpango-1.0.so.0", "libpango-1.0.dylib", "/opt/homebrew/lib/libpango-1.0.dylib")
PANGO = {
    "debian": "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "fedora": "dnf install pango",
    "macos": "brew install pango",
    "": "install Pango 1.44 or newer with your package manager",
}


def pango_is_here() -> bool:
    """Whether WeasyPrint will find what it draws with, by the names it asks for."""
    return any(_loads(name) for name in PANGO_NAMES)


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def how_to_get_pango() -> str:
    """Return the command that installs Pango on this system."""
    return PANGO[family()]


def family(release: Path = Path("/etc/os-release")) -> str:
    """Return `debian`, `fedora`, `macos`, or nothing where it is another system."""
    if sys.platform == "darwin":
        return "macos"
    text = release.read_text() if release.exists() else ""
    names = [line.partition("=")[2].strip('"') for line in text.splitlines() if line.startswith(("ID=", "ID_LIKE="))]
    words = " ".join(names).split()
    return next((name for name in ("debian", "fedora") if name in words), "")
