"""Which column of a file is taken for what: by our names, by their labels in every language, and by usual heads."""

from collections.abc import Sequence
from functools import cache

from django.utils.translation import gettext as _

from catalog.importing.kinds import Kind
from catalog.importing.tables import Table, UnreadableTable
from common.spreadsheets.lists import ColumnTwice, fold, in_every_language


def recognized(kind: Kind, heads: Sequence[str]) -> list[str]:
    """What each head is taken for, empty where it is nothing that we know.

    Our own names go before labels, and these before what others say; of two heads for the same the first counts.
    """
    found = [""] * len(heads)
    for known in _known_heads(kind):
        for place, head in enumerate(heads):
            name = known.get(_folded(head), "")
            if name and not found[place] and name not in found:
                found[place] = name
    return found


def take_recognized(table: Table, kind: Kind) -> Table:
    """The table with its columns taken for what they seem to be. Raises `ColumnTwice`, `UnreadableTable`."""
    names = recognized(kind, table.heads)
    folded = [_folded(head) for head in table.heads]
    for place, head in enumerate(folded):
        if head in folded[:place] and names[folded.index(head)]:
            raise ColumnTwice(table.heads[place])
    return take_as(table, kind, names)


def take_as(table: Table, kind: Kind, names: Sequence[str]) -> Table:
    """The table with its columns taken for these. Raises `UnreadableTable` where one is missing."""
    if missing := missing_columns(kind, names):
        raise UnreadableTable(_("Columns are missing: %(columns)s") % {"columns": ", ".join(missing)})
    table.columns = list(names)
    return table


def missing_columns(kind: Kind, names: Sequence[str]) -> list[str]:
    """The names of columns without which nothing can be imported."""
    return [group[0] for group in kind.needs if not set(group) & set(names)]


@cache
def _known_heads(kind: Kind) -> tuple[dict[str, str], ...]:
    return (
        {_folded(column.name): column.name for column in kind.columns},
        in_every_language(lambda: [(str(column.label), column.name) for column in kind.columns]),
        {fold(word): column.name for column in kind.columns for word in column.also},
    )


def _folded(head: str) -> str:
    return fold(head.replace("_", " "))
