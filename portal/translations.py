"""`python -m portal.translations` compiles our texts, without gettext on the machine."""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_all(locale: Path = LOCALE) -> list[Path]:
    """Write the `.mo` beside each `.po` that is newer, and return what was written."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as texts:
            catalog = read_po(texts, locale=source.parent.parent.name, abort_invalid=True)
        unfinished = target.with_suffix(f".{os.getpid()}")  # several processes may start at once
        with unfinished.open("wb") as compiled:
            write_mo(compiled, catalog)
        unfinished.rename(target)
        written.append(target)
    return written


if __name__ == "__main__":
    for path in compile_all():
        sys.stdout.write(f"compiled {path}\n")
