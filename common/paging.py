"""Pages of a list: sizes, links that keep the filters, and the total that the caller already knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

SIZES = (50, 100, 200)


@dataclass(frozen=True)
class Page[Row]:
    """Rows of one page of a list, with links to the others."""

    rows: Sequence[Row]
    number: int
    size: int
    total: int
    query: QueryDict

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last_row(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def numbers(self) -> list[int]:
        """Page numbers worth a link: first, last and those near the current one."""
        near = range(self.number - 2, self.number + 3)
        return sorted({1, self.last, *(n for n in near if 1 <= n <= self.last)})

    def address(self, number: int) -> str:
        """The query string of another page; every filter stays."""
        query = self.query.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    @property
    def links(self) -> list[tuple[int, str]]:
        return [(number, self.address(number)) for number in self.numbers]

    @property
    def previous(self) -> str | None:
        return self.address(self.number - 1) if self.number > 1 else None

    @property
    def next(self) -> str | None:
        return self.address(self.number + 1) if self.number < self.last else None


def asked_for(query: QueryDict) -> tuple[int, int]:
    """Page number and size that a query string asks for; nonsense means the first page of fifty."""
    return _whole(query.get("page"), 1, 10_000), _size(query.get("size"))


def paginate(rows: QuerySet[Any], query: QueryDict, *, total: int | None = None) -> Page[Any]:
    """Cut the asked page out of a QuerySet in two queries, one where the total is known."""
    number, size = asked_for(query)
    total = rows.count() if total is None else total
    number = min(number, max(1, -(-total // size)))
    return Page(list(rows[(number - 1) * size : number * size]), number, size, total, query)


def _size(text: str | None) -> int:
    size = _whole(text, SIZES[0], SIZES[-1])
    return size if size in SIZES else SIZES[0]


def _whole(text: str | None, default: int, most: int) -> int:
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 6:
        return default
    return min(max(int(text), 1), most)
