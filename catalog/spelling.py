"""Which words may be meant by a misspelt one: those with one wrong, missing, extra or swapped letter (CAT-10)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

SHORTEST = 5  # letters of a word that is still found when it is misspelt; typed it may have one less
MOST_MEANT = 8


@dataclass(frozen=True)
class Spelling:
    """A typed word: in how many listings it stands as it is, and which words may be meant, the frequent first."""

    listings: int
    meant: tuple[str, ...]
    most_listings: int


_NEIGHBORS = """
SELECT text, listings FROM catalog_word WHERE text = ANY(%(spelt)s)
UNION
SELECT word.text, word.listings FROM catalog_shortening near JOIN catalog_word word ON word.id = near.word_id
WHERE near.short = ANY(%(near)s)
"""


def look_up(words: Collection[str]) -> dict[str, Spelling]:
    """Each of the words in lower case, looked up in one query however many there are."""
    shortened = [short for word in words if len(word) >= SHORTEST - 1 for short in _shortenings(word)]
    with connection.cursor() as cursor:
        cursor.execute(_NEIGHBORS, {"spelt": [*words, *shortened], "near": [*words, *shortened]})
        found = dict(cursor.fetchall())
    return {word: _spelling(word, found) for word in words}


def _spelling(word: str, found: dict[str, int]) -> Spelling:
    near = [other for other in found if len(other) >= SHORTEST and is_one_off(word, other)]
    near.sort(key=lambda other: (-found[other], other))
    own = found.get(word, 0)
    return Spelling(own, tuple(near[:MOST_MEANT]), max([own, *(found[other] for other in near)]))


def is_one_off(typed: str, word: str) -> bool:
    """Whether one letter is wrong, missing, extra, or two neighbors are swapped; not for the same word."""
    start = _in_common(typed, word)
    typed, word = typed[start:], word[start:]
    end = _in_common(typed[::-1], word[::-1])
    typed, word = typed[: len(typed) - end], word[: len(word) - end]
    is_swapped = len(typed) == 2 and typed == word[::-1]
    return is_swapped or (len(typed), len(word)) in {(1, 1), (0, 1), (1, 0)}


def _in_common(one: str, other: str) -> int:
    """How many letters both begin with."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (mine, yours) in enumerate(pairs) if mine != yours), min(len(one), len(other)))


def _shortenings(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}
