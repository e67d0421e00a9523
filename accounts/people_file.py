"""A list of people as a file: the columns of our export, in every language that is offered, and the words in them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import people
from accounts.models.member import MemberState
from accounts.privileges import Privilege, Role
from common.spreadsheets.reading import Row, Unreadable

IGNORED = "-"  # columns of the export that nothing can be done about
REMARK = "error"  # what we wrote beside the rows of a file that is sent again
COLUMNS = (  # as `people.export_heads` has them
    *("name", "email", "username", "role", "state", IGNORED, IGNORED),
    *(privilege.value for privilege in Privilege),
)
FIELDS = frozenset(COLUMNS) - {IGNORED}
TRUE_WORDS = ("yes", "true", "1", "x")
FALSE_WORDS = ("no", "false", "0")


class ColumnMissing(Unreadable):
    def __str__(self) -> str:
        return _("The file has no column “%(column)s”. The first row of the file names the columns.") % {
            "column": _("E-mail address")
        }


class ColumnTwice(Unreadable):
    def __init__(self, head: str) -> None:
        super().__init__(head)
        self.head = head

    def __str__(self) -> str:
        return _("The file has the column “%(column)s” twice.") % {"column": self.head}


class NobodyInIt(Unreadable):
    def __str__(self) -> str:
        return _("The file names columns and nobody below them.")


class TooManyPeople(Unreadable):
    def __init__(self, count: int, most: int) -> None:
        super().__init__(count, most)
        self.count, self.most = count, most

    def __str__(self) -> str:
        return _("The file has %(count)s rows, and an import takes at most %(most)s. Divide it into several.") % {
            "count": self.count,
            "most": self.most,
        }


@dataclass(frozen=True)
class PeopleFile:
    """The heads as they were written, and the rows below them."""

    heads: list[str]
    rows: list[Row]

    def fields(self) -> list[str | None]:
        """What each column is: one of FIELDS, IGNORED, REMARK, or None where we do not know it."""
        return [_heads().get(fold(head)) for head in self.heads]

    def unknown_heads(self) -> list[str]:
        return [head for head, field in zip(self.heads, self.fields(), strict=True) if field is None and head]

    def people(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Each row's number and its cells by field, columns that we do not use left out."""
        fields = self.fields()
        for row in self.rows:
            cells = zip(fields, row.cells, strict=False)
            yield row.number, {field: cell for field, cell in cells if field and field in FIELDS}


def parse(rows: Sequence[Row], *, most: int) -> PeopleFile:
    """The rows of a file as people, at most so many. Raises Unreadable in one of its kinds."""
    file = PeopleFile(rows[0].cells, list(rows[1:]))
    used = [field for field in file.fields() if field in FIELDS]
    if "email" not in used:
        raise ColumnMissing
    for field, head in zip(file.fields(), file.heads, strict=True):
        if field and used.count(field) > 1:
            raise ColumnTwice(head)
    if not file.rows:
        raise NobodyInIt
    if len(file.rows) > most:
        raise TooManyPeople(len(file.rows), most)
    return file


def template_heads() -> list[str]:
    """The columns that an import reads, as the export names them in the active language."""
    return [head for head, field in zip(people.export_heads(), COLUMNS, strict=True) if field != IGNORED]


def truth_of(cell: str) -> bool | None:
    return _truths().get(fold(cell))


def role_of(cell: str) -> Role | None:
    return _roles().get(fold(cell))


def is_enabled_in(cell: str) -> bool | None:
    """Whether a state of our export lets somebody in; an invited or a locked one is not switched off."""
    return _states().get(fold(cell))


def fold(text: str) -> str:
    """Text without differences of case and space."""
    return " ".join(text.casefold().split())


def _in_every_language[Word](words: Callable[[], Iterable[tuple[str, Word]]]) -> dict[str, Word]:
    found: dict[str, Word] = {}
    for language in settings.LANGUAGES_OFFERED:
        with translation.override(language):
            found |= {fold(str(text)): meaning for text, meaning in words()}
    return found


@cache
def _heads() -> dict[str, str]:
    ours = {field: field for field in FIELDS}
    return ours | _in_every_language(lambda: [*zip(people.export_heads(), COLUMNS, strict=True), (_("Error"), REMARK)])


@cache
def _truths() -> dict[str, bool]:
    plain = dict.fromkeys(TRUE_WORDS, True) | dict.fromkeys(FALSE_WORDS, False)
    return plain | _in_every_language(lambda: [(_("Yes"), True), (_("No"), False)])


@cache
def _roles() -> dict[str, Role]:
    return {role.value: role for role in Role} | _in_every_language(lambda: [(str(role.label), role) for role in Role])


@cache
def _states() -> dict[str, bool]:
    states = {state: state != MemberState.DISABLED for state in MemberState if state != MemberState.DELETED}
    plain = {state.value: is_enabled for state, is_enabled in states.items()}
    return plain | _in_every_language(lambda: [(str(state.label), enabled) for state, enabled in states.items()])
