"""A list of people as a file: the columns of our export, in every language that is offered, and the words in them."""

from collections.abc import Mapping, Sequence
from functools import cache

from django.utils.translation import gettext as _

from accounts import people
from accounts.models.member import MemberState
from accounts.privileges import Privilege, Role
from common.spreadsheets.lists import IGNORED, REMARK, SentList, fold, in_every_language
from common.spreadsheets.reading import Unreadable

COLUMNS = (  # as `people.export_heads` has them
    *("name", "email", "username", "role", "state", IGNORED, IGNORED),
    *(privilege.value for privilege in Privilege),
)
TRUE_WORDS = ("yes", "true", "1", "x")
FALSE_WORDS = ("no", "false", "0")


class NobodyInIt(Unreadable):
    def __str__(self) -> str:
        return _("The file names columns and nobody below them.")


class PeopleFile(SentList):
    """A list of people; only their addresses must be there."""

    FIELDS = frozenset(COLUMNS) - {IGNORED}
    EMPTY = NobodyInIt

    @staticmethod
    def known_heads() -> Mapping[str, str]:
        return _heads()

    @classmethod
    def missing_column(cls, used: Sequence[str]) -> str:
        return "" if "email" in used else _("E-mail address")


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


@cache
def _heads() -> dict[str, str]:
    ours = {field: field for field in PeopleFile.FIELDS}
    return ours | in_every_language(lambda: [*zip(people.export_heads(), COLUMNS, strict=True), (_("Error"), REMARK)])


@cache
def _truths() -> dict[str, bool]:
    plain = dict.fromkeys(TRUE_WORDS, True) | dict.fromkeys(FALSE_WORDS, False)
    return plain | in_every_language(lambda: [(_("Yes"), True), (_("No"), False)])


@cache
def _roles() -> dict[str, Role]:
    return {role.value: role for role in Role} | in_every_language(lambda: [(str(role.label), role) for role in Role])


@cache
def _states() -> dict[str, bool]:
    states = {state: state != MemberState.DISABLED for state in MemberState if state != MemberState.DELETED}
    plain = {state.value: is_enabled for state, is_enabled in states.items()}
    return plain | in_every_language(lambda: [(str(state.label), enabled) for state, enabled in states.items()])
