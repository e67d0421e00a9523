"""Chance that is always the same: a number from 0 up to 1 drawn from words, in Python and in SQL alike."""

import hashlib

RANGE = 16**7


def draw(about: str, key: str) -> float:
    """Draw a number for a key; another topic draws another number."""
    digest = hashlib.md5(f"{about}/{key}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:7], 16) / RANGE


def drawn(about: str, key: str) -> str:
    """The same as an SQL expression; `key` is one, too."""
    return f"(('x' || substr(md5('{about}/' || {key}), 1, 7))::bit(28)::int / {RANGE}.0::float8)"
