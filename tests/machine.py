"""What tests need of the machine: a browser, and the library that draws PDFs."""

import functools
import os
import shutil
import subprocess
import sys

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@functools.cache
def chromium() -> str | None:
    """Return the path of Chromium: `CHROMIUM` of the environment, else the first that is installed."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@functools.cache
def pango() -> bool:
    """Whether WeasyPrint can be loaded."""
    return subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False).returncode == 0


def missing(marker: str) -> str:
    """Return what a test with this marker lacks here; empty if nothing."""
    if marker == "browser" and not chromium():
        return "Chromium is not installed (Debian: apt-get install chromium)"
    if marker == "pdf" and not pango():
        return "Pango is not installed (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0)"
    return ""


def must_run() -> bool:
    """Whether a missing browser or library is a failure: on the machines of CI it is."""
    return bool(os.environ.get("CI"))
