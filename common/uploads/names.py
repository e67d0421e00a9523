"""The name of an uploaded file, made harmless; it is shown and offered for saving, and never a path on our disks."""

import re
import unicodedata

MOST_LETTERS = 100
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # devices of Windows
LOOKS_LIKE_AN_ENDING = re.compile(r"^[A-Za-z0-9]{1,5}$")
FORBIDDEN = re.compile(r'[<>:"|?*%]')


def clean_name(name: str, ending: str, known: tuple[str, ...]) -> str:
    """What follows the last slash, without letters that mislead, ending as the file's content says.

    `known` are endings that mean the same and stay as they are.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    whole = FORBIDDEN.sub("_", " ".join(seen.split()))
    stem, _dot, given = whole.rpartition(".")
    kept = f".{given}" if f".{given.lower()}" in known else ending
    if not LOOKS_LIKE_AN_ENDING.match(given) or "." not in whole:
        stem = whole
    stem = stem.strip(" .")[: MOST_LETTERS - len(kept)].rstrip(" .") or "file"
    return f"_{stem}{kept}" if RESERVED.match(stem) else f"{stem}{kept}"
