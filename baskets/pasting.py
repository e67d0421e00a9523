"""Lists of part numbers as people paste them: a line or a word for each, the quantity before or after (BAS-7b)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from baskets.numbers import TypedRow

MOST_ROWS = 100
LONGEST_PART = 200
_LINES = re.compile(r"[\r\n;]+")
_WORDS = re.compile(r"[\s,]+")
_QUANTITY = re.compile(r"[x×]?([1-9]\d{0,3})[x×]?", re.IGNORECASE)
_TIMES = re.compile(r"[x×]", re.IGNORECASE)


@dataclass(frozen=True)
class PastedList:
    """The rows of a list, at most a hundred, and how many more there were."""

    rows: tuple[TypedRow, ...]
    left_out: int


def pasted_list(text: str) -> PastedList | None:
    """The list that a text may be; None for one number or for words. Whether products have the numbers is not asked."""
    lines = [words for line in _LINES.split(text.replace("\0", "")) if (words := _words(line))]
    if len(lines) > 1:
        rows = [_row_of_line(words) for words in lines]
    else:
        rows = list(_rows_of_words(lines[0])) if lines else []
        if not all(re.search(r"\d", row.part) for row in rows):
            return None
    return PastedList(tuple(rows[:MOST_ROWS]), max(0, len(rows) - MOST_ROWS)) if len(rows) > 1 else None


def _words(line: str) -> list[str]:
    return [word for word in _WORDS.split(line) if word and not _TIMES.fullmatch(word)]


def _row_of_line(words: list[str]) -> TypedRow:
    """A line is one row: the quantity stands at its end or its start, what is left is the number."""
    *before, last = words
    if before and (quantity := _quantity(last)):
        return _row(" ".join(before), quantity)
    first, *after = words
    if after and (quantity := _quantity(first)):
        return _row(" ".join(after), quantity)
    return _row(" ".join(words), 1)


def _rows_of_words(words: list[str]) -> Iterator[TypedRow]:
    """In one line each word is a number, those that look like a quantity belong to the one before, or after."""
    if _quantity(words[0]):
        yield from reversed(list(_numbers_then_quantities(words[::-1])))
    else:
        yield from _numbers_then_quantities(words)


def _numbers_then_quantities(words: list[str]) -> Iterator[TypedRow]:
    part = ""
    for word in words:
        quantity = _quantity(word)
        if part and quantity:
            yield _row(part, quantity)
            part = ""
            continue
        if part:
            yield _row(part, 1)
        part = word
    if part:
        yield _row(part, 1)


def _quantity(word: str) -> int | None:
    found = _QUANTITY.fullmatch(word)
    return int(found[1]) if found else None


def _row(part: str, quantity: int) -> TypedRow:
    return TypedRow(part[:LONGEST_PART], quantity)
