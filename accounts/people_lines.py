"""A row of a file of people with what it would do, and all rows: what somebody looks at before pressing a button."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from accounts import importing, people
from accounts.administering import compare
from accounts.models import Member
from accounts.privileges import Privilege, Role, role_of

SHOWN = ("name", "email", "username", "role")


class Outcome(StrEnum):
    INVITE = "invite"
    CHANGE = "change"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """One row: whom it is about, what it wants, and what is wrong with it, by cell."""

    number: int
    cells: Mapping[str, str]
    email: str = ""
    member: Member | None = None
    name: str = ""  # empty: stays
    username: str = ""
    is_enabled: bool | None = None
    was: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        if self.errors:
            return Outcome.REFUSED
        if self.member is None:
            return Outcome.INVITE
        is_changed = self.name or self.username or self.is_enabled is not None or self.was != self.rights
        return Outcome.CHANGE if is_changed else Outcome.SAME

    @property
    def shown_name(self) -> str:
        return self.cells.get("name") or (self.member.shown_name if self.member else "")

    @property
    def role(self) -> str:
        """The role they would have; of a refused row, what was written."""
        return self.cells.get("role", "") if self.errors else str(role_of(self.rights).label)

    @property
    def other_errors(self) -> list[str]:
        """What is wrong with cells that the page does not show."""
        return [sentence for name, sentence in self.errors.items() if name not in SHOWN]

    def sentences(self) -> Iterator[str]:
        """What would be done, in the active language."""
        if self.member is None:
            yield _("Will be invited as %(role)s.") % {"role": self.role}
            if role_of(self.rights) == Role.CUSTOM:
                allowed = [str(each.label) for each in Privilege if each in self.rights]
                yield _("May: %(privileges)s.") % {"privileges": ", ".join(allowed)}
            return
        if self.name:
            yield _("The name was %(before)s.") % {"before": self.member.shown_name}
        if self.username:
            yield _("The user name becomes %(after)s.") % {"after": self.username}
        if self.was != self.rights:
            yield people.sentence_of(compare(self.member.shown_name, self.was, self.rights))
        if self.is_enabled is not None:
            yield _("Will be enabled.") if self.is_enabled else _("Will be disabled.")

    def refused(self, **errors: str) -> "Line":
        return replace(self, errors={**self.errors, **errors})

    def facts(self) -> list[object]:
        """What whoever pressed the button agreed to, whatever their language."""
        about = self.member.pk if self.member else None
        wanted = [sorted(self.was), sorted(self.rights), self.name, self.username, self.is_enabled]
        return [self.number, self.outcome, about, self.email, wanted, sorted(self.errors)]


class Preview(importing.Preview[Line]):
    """Every row with what it would do now."""

    @property
    def good(self) -> list[Line]:
        return self.of(Outcome.INVITE, Outcome.CHANGE)

    @property
    def invited(self) -> list[Line]:
        return self.of(Outcome.INVITE)

    @property
    def changed(self) -> list[Line]:
        return self.of(Outcome.CHANGE)

    @property
    def unchanged(self) -> list[Line]:
        return self.of(Outcome.SAME)
