"""A list that somebody sends as a file: what its columns are, in any language that is offered, and its rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from common.spreadsheets.reading import Row, Unreadable

IGNORED = "-"  # columns of the export that nothing can be done about
REMARK = "error"  # what we wrote beside the rows of a file that is sent again


class ColumnMissing(Unreadable):
    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column

    def __str__(self) -> str:
        return _("The file has no column “%(column)s”. The first row of the file names the columns.") % {
            "column": self.column
        }


class ColumnTwice(Unreadable):
    def __init__(self, head: str) -> None:
        super().__init__(head)
        self.head = head

    def __str__(self) -> str:
        return _("The file has the column “%(column)s” twice.") % {"column": self.head}


class NothingInIt(Unreadable):
    def __str__(self) -> str:
        return _("The file names columns and holds nothing below them.")


class TooManyAtOnce(Unreadable):
    def __init__(self, count: int, most: int) -> None:
        super().__init__(count, most)
        self.count, self.most = count, most

    def __str__(self) -> str:
        return _("The file has %(count)s rows, and an import takes at most %(most)s. Divide it into several.") % {
            "count": self.count,
            "most": self.most,
        }


@dataclass(frozen=True)
class SentList:
    """The heads as they were written, and the rows below them. Each kind of list says which heads it knows."""

    heads: list[str]
    rows: list[Row]

    FIELDS: ClassVar[frozenset[str]]
    EMPTY: ClassVar[type[Unreadable]] = NothingInIt

    @staticmethod
    def known_heads() -> Mapping[str, str]:
        """The field that each folded head means: one of FIELDS, IGNORED or REMARK."""
        raise NotImplementedError

    @classmethod
    def missing_column(cls, used: Sequence[str]) -> str:
        """The head of a column that must be there and is not; empty where nothing is missing."""
        raise NotImplementedError

    @classmethod
    def parse(cls, rows: Sequence[Row], *, most: int) -> Self:
        """The rows of a file as such a list, at most so many. Raises Unreadable in one of its kinds."""
        file = cls(rows[0].cells, list(rows[1:]))
        used = [field for field in file.fields() if field in cls.FIELDS]
        if missing := cls.missing_column([field for field in used if field]):
            raise ColumnMissing(missing)
        for field, head in zip(file.fields(), file.heads, strict=True):
            if field and used.count(field) > 1:
                raise ColumnTwice(head)
        if not file.rows:
            raise cls.EMPTY
        if len(file.rows) > most:
            raise TooManyAtOnce(len(file.rows), most)
        return file

    def fields(self) -> list[str | None]:
        """What each column is: one of FIELDS, IGNORED, REMARK, or None where we do not know it."""
        return [self.known_heads().get(fold(head)) for head in self.heads]

    def unknown_heads(self) -> list[str]:
        return [head for head, field in zip(self.heads, self.fields(), strict=True) if field is None and head]

    def named_cells(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Each row's number and its cells by field, columns that we do not use left out."""
        fields = self.fields()
        for row in self.rows:
            cells = zip(fields, row.cells, strict=False)
            yield row.number, {field: cell for field, cell in cells if field and field in self.FIELDS}

    def too_wide(self) -> set[int]:
        """Numbers of the rows with more cells than there are columns."""
        return {row.number for row in self.rows if len(row.cells) > len(self.heads)}

    def refused_heads(self) -> list[str]:
        """The heads with one more, for what is wrong with each row."""
        return [*(self.heads[place] for place in self._places()), _("Error")]

    def refused_rows(self, errors: Mapping[int, str]) -> Iterator[list[str]]:
        """The rows that were refused as they were sent, each with its error, to be mended and sent again."""
        places = self._places()
        cells_of = {row.number: row.cells for row in self.rows}
        for number, error in errors.items():
            cells = cells_of[number]
            yield [*(cells[place] if place < len(cells) else "" for place in places), error]

    def _places(self) -> list[int]:
        """Which columns are sent back: all but our own remarks of the time before."""
        return [place for place, field in enumerate(self.fields()) if field != REMARK]


def fold(text: str) -> str:
    """Text without differences of case and space."""
    return " ".join(text.casefold().split())


def in_every_language[Word](words: Callable[[], Iterable[tuple[str, Word]]]) -> dict[str, Word]:
    """What each text means, folded, in each language that is offered."""
    found: dict[str, Word] = {}
    for language in settings.LANGUAGES_OFFERED:
        with translation.override(language):
            found |= {fold(str(text)): meaning for text, meaning in words()}
    return found
