"""Part numbers as they are compared: `wd-10 ezex` and `WD10EZEX` are one (CAT-10)."""

import re
import unicodedata

NOT_COMPARED = re.compile(r"[^A-Z0-9]+")


def normalized(number: str) -> str:
    """Return the number in upper case, letters A to Z and digits only."""
    return NOT_COMPARED.sub("", number.upper())


def own_normalized(number: str) -> str:
    """As `normalized`, with the letters of every alphabet: a company may call two things Å-1 and Ä-1 (CAT-11b)."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", number).upper() if letter.isalnum())
