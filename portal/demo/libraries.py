"""What only the system's package manager can bring."""

import subprocess
import sys
from pathlib import Path

PANGO = {
    "debian": "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "fedora": "dnf install pango",
    "macos": "brew install pango",
    "": "install Pango 1.44 or newer with your package manager",
}


def pango_is_here() -> bool:
    """Whether WeasyPrint finds what it draws with; asked in a process of its own, for it stays in memory."""
    answer = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False)
    return answer.returncode == 0


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
