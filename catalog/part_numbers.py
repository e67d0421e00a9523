"""Part numbers as they are compared: `wd-10 ezex` and `WD10EZEX` are one (CAT-10)."""

import re

NOT_COMPARED = re.compile(r"[^A-Z0-9]+")


def normalized(number: str) -> str:
    """Return the number in upper case, letters A to Z and digits only."""
    return NOT_COMPARED.sub("", number.upper())
