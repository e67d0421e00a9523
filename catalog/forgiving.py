"""What a search shows instead of nothing: words spelt otherwise, then fewer words, without the rarest (CAT-10)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from django.db import connection

from catalog.counting import Counts
from catalog.finding import Scope
from catalog.search import begun_word
from catalog.spelling import Spelling, look_up

_WORD = re.compile(r"[^\W_]+")
ReadAs = tuple[tuple[str, tuple[str, ...]], ...]


class Counted(Protocol):
    """What was found of a scope, however much of it is shown."""

    @property
    def counts(self) -> Counts: ...


@dataclass(frozen=True)
class Forgiven:
    """Products that nearly match, and how they do: which words were read as others, and which were left out."""

    scope: Scope
    read_as: ReadAs
    dropped: tuple[str, ...]


def found_or_forgiven[Found: Counted](
    text: str, scope: Scope, find: Callable[[Scope], Found]
) -> tuple[Found, Forgiven | None]:
    """What `find` finds of a search's scope, or where that is nothing, of what its text may mean."""
    found = find(scope)
    forgiven = None if found.counts.all_products else forgive(text)
    return (find(forgiven.scope), forgiven) if forgiven else (found, None)


def forgive(text: str) -> Forgiven | None:
    """Find what a text that finds nothing may mean, in two queries however long it is; None where nothing is near."""
    typed = _typed(text)
    attempts = list(_attempts(typed))
    if not attempts or (attempt := _first_that_finds(attempts)) is None:
        return None
    expression, params = attempt.expression("word")
    dropped = tuple(each.text for each in typed if each not in attempt.kept)
    return Forgiven(Scope(f"l.doc @@ ({expression})", params, is_search=True), attempt.read_as, dropped)


@dataclass(frozen=True, eq=False)
class _Typed:
    """What stands between two blanks, with the spelling of each word in it: `wi-fi` is two."""

    text: str
    words: dict[str, Spelling]
    is_last: bool

    @cached_property
    def read_as(self) -> ReadAs:
        return tuple((word, spelling.meant) for word, spelling in self.words.items() if spelling.meant)

    @property
    def readings(self) -> list[str]:
        """The same with one of its words spelt otherwise."""
        low = self.text.lower()
        return [low.replace(word, other, 1) for word, others in self.read_as for other in others]

    @property
    def is_known(self) -> bool:
        return all(spelling.listings for spelling in self.words.values())

    @property
    def listings(self) -> int:
        """At most how many products have it, in whatever spelling."""
        return min(spelling.most_listings for spelling in self.words.values())


@dataclass(frozen=True)
class _Attempt:
    """Words of which all are looked for, spelt otherwise too; those that are known only where `doubts_known`."""

    kept: tuple[_Typed, ...]
    doubts_known: bool = False

    @property
    def read_as(self) -> ReadAs:
        return tuple(reading for typed in self.kept if self._doubts(typed) for reading in typed.read_as)

    def expression(self, mark: str) -> tuple[str, dict[str, Any]]:
        """A tsquery, and its parameters, whose names begin with `mark`."""
        params: dict[str, Any] = {}

        def term(function: str, text: str) -> str:
            name = f"{mark}_{len(params)}"
            params[name] = text
            return f"{function}('simple', %({name})s)"

        parts = []
        for typed in self.kept:
            texts = [typed.text, *(typed.readings if self._doubts(typed) else ())]
            either = [term("plainto_tsquery", text) for text in texts]
            if typed.is_last:
                either.append(term("to_tsquery", begun_word(typed.text)))
            parts.append(f"({' || '.join(either)})")
        return " && ".join(parts), params

    def _doubts(self, typed: _Typed) -> bool:
        return self.doubts_known or not typed.is_known


def _typed(text: str) -> list[_Typed]:
    parts = {part: _WORD.findall(part.lower()) for part in text.split()}
    parts = {part: words for part, words in parts.items() if words}
    spellings = look_up({word for words in parts.values() for word in words})
    last = text.split()[-1] if parts else ""
    return [_Typed(part, {word: spellings[word] for word in words}, part == last) for part, words in parts.items()]


def _attempts(typed: list[_Typed]) -> Iterator[_Attempt]:
    """First all words, then without the rarest; several that no product has may be dropped at once."""
    everything = tuple(typed)
    if _Attempt(everything).read_as:
        yield _Attempt(everything)
    if any(each.read_as for each in typed):
        yield _Attempt(everything, doubts_known=True)
    rarest = sorted(typed, key=lambda each: each.listings)
    unknown = sum(not each.listings for each in typed)
    for number in sorted({1, 2, 3, unknown, unknown + 1, unknown + 2} & set(range(1, len(typed)))):
        dropped = rarest[:number]
        yield _Attempt(tuple(each for each in typed if each not in dropped))


def _first_that_finds(attempts: list[_Attempt]) -> _Attempt | None:
    """The first attempt that finds a product, in one query that stops there.

    Hits are counted, not asked for one: for one the planner would walk the whole listing where frequent words never
    meet.
    """
    cases: list[str] = []
    params: dict[str, Any] = {}
    for number, attempt in enumerate(attempts):
        expression, named = attempt.expression(f"attempt_{number}")
        found = f"SELECT count(*) FROM catalog_listing l WHERE l.is_listed AND l.doc @@ ({expression})"  # noqa: S608 - names alone
        cases.append(f"WHEN ({found}) > 0 THEN {number}")
        params |= named
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CASE {' '.join(cases)} END", params)
        number = cursor.fetchone()[0]
    return None if number is None else attempts[number]
