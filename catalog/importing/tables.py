"""A table to import: its columns, and its rows as they are read; what is wrong with a row stands in it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from django.utils.translation import gettext as _

from catalog.importing.report import Reason
from common.spreadsheets.lists import ColumnTwice
from common.spreadsheets.reading import Empty, Unreadable

LONGEST_CELL = 1 << 20
FORMULA = "\x00formula"  # stands for a formula that nobody calculated
# What Excel writes where a formula fails, in English and in the languages of our markets.
ERRORS = frozenset(
    (  # noqa: SIM905 - is read at a glance
        "#N/A #NAME? #REF! #VALUE! #DIV/0! #NULL! #NUM! #SPILL! #CALC! #GETTING_DATA "
        "#NAMN? #REFERENS! #VÄRDEFEL! #DIVISION/0! #SAKNAS! #SKÄRNING! #OGILTIGT! #NAVN? #VERDI! #I/T "
        "#NOM? #VALEUR! #NOMBRE! #NUL! #¿NOMBRE? #¡REF! #¡VALOR! #¡DIV/0! #¡NUM! #¡NULO! #VALOR! #NOME? #N/D"
    ).split()
)
SUSPECT = ("\x00", "#")

type Line = tuple[int, Sequence[str] | Reason]


class UnreadableTable(Unreadable):
    """A file is no table that can be read; its text says what is missing."""


class Row(NamedTuple):
    """A row's cells by column, trimmed; with a `problem`, in a `column` where one is known, it has none."""

    line: int
    cells: dict[str, str]
    problem: Reason | None = None
    column: str = ""


@dataclass
class Table:
    """Rows to import, read as they are asked for; `progress` tells the share of the source read so far.

    `heads` are the columns as the file writes them. A column without a name is not used.
    """

    columns: list[str]
    rows: Iterable[Row]
    decimal_comma: bool = False
    progress: Callable[[], float] | None = None
    heads: list[str] = field(default_factory=list)

    @classmethod
    def under(
        cls,
        heads: Sequence[str],
        lines: Iterator[Line],
        *,
        decimal_comma: bool = False,
        progress: Callable[[], float] | None = None,
    ) -> Self:
        """The lines below heads; other names may be given to the columns until the first row is read."""
        trimmed = [head.strip() for head in heads]
        if not any(trimmed):
            raise Empty
        table = cls([head.lower() for head in trimmed], (), decimal_comma, progress, trimmed)
        table.rows = table._rows_of(lines)
        return table

    def require(self, *columns: str) -> None:
        """Raise `UnreadableTable` where a column is missing, and `ColumnTwice` where two have the same name."""
        missing = [column for column in columns if column not in self.columns]
        if missing:
            raise UnreadableTable(_("Columns are missing: %(columns)s") % {"columns": ", ".join(missing)})
        for place, column in enumerate(self.columns):
            if column and column in self.columns[:place]:
                raise ColumnTwice(self.heads[place] if self.heads else column)

    def heads_by_column(self) -> dict[str, str]:
        return {column: head for column, head in zip(self.columns, self.heads, strict=False) if column}

    def _rows_of(self, lines: Iterator[Line]) -> Iterator[Row]:
        columns = self.columns
        for line, fields in lines:
            if isinstance(fields, Reason):
                yield Row(line, {}, fields)
            elif any(each.startswith(SUSPECT) for each in fields) or max(map(len, fields)) > LONGEST_CELL:
                yield _checked(line, fields, columns)
            else:
                yield Row(line, {name: each.strip() for name, each in zip(columns, fields, strict=True)})


def _checked(line: int, fields: Sequence[str], columns: Sequence[str]) -> Row:
    """The row, or what is wrong with a cell of it that is used."""
    cells = {name: each.strip() for name, each in zip(columns, fields, strict=True) if name}
    for name, cell in cells.items():
        if problem := _problem_of(cell):
            return Row(line, {}, problem, name)
    return Row(line, cells)


def _problem_of(cell: str) -> Reason | None:
    if len(cell) > LONGEST_CELL:
        return Reason.LONG_CELL
    if cell == FORMULA:
        return Reason.FORMULA
    return Reason.FORMULA_ERROR if cell.upper() in ERRORS else None
