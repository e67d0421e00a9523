"""The company's people as one list: filtered, page by page as a matrix, and whole as an export (ACC-15)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts import locking
from accounts.administering import RightsChange, Wish, compare
from accounts.models import Member
from accounts.models.member import MemberQuerySet, MemberState
from accounts.people_forms import GROUPS, PeopleFilter, boxes_in, wanted_rights
from accounts.privileges import Privilege, Role, role_of
from common.numbers import number_in
from common.spreadsheets import Cell

DISABLED = Q(is_enabled=False) | Q(user__is_active=False)
STATES = {  # as `Member.state` tells them apart
    MemberState.DISABLED: DISABLED,
    MemberState.INVITED: ~DISABLED & Q(is_invited=True),
    MemberState.LOCKED: ~DISABLED & Q(is_invited=False, user__locked_at__isnull=False),
    MemberState.ENABLED: ~DISABLED & Q(is_invited=False, user__locked_at=None),
}


@dataclass(frozen=True)
class PeopleListing:
    """A filter that was asked for, and whom a member sees through it."""

    form: PeopleFilter
    member: Member

    def people(self) -> MemberQuerySet:
        wanted = self.form.cleaned_data
        people = Member.objects.visible_to(self.member).present()
        if text := wanted.get("q"):
            people = people.matching(text)
        if role := wanted.get("role"):
            people = people.filter(role=role)
        if state := wanted.get("state"):
            people = people.filter(STATES[MemberState(state)])
        return people.select_related("user").prefetch_related("invitations").order_by("user__name", "pk")


def listing_of(query: QueryDict, member: Member) -> PeopleListing:
    """The listing that a query string asks for."""
    form = PeopleFilter(query)
    form.is_valid()
    return PeopleListing(form, member)


@dataclass(frozen=True)
class Box:
    """One privilege of one person."""

    privilege: Privilege
    name: str
    is_ticked: bool
    is_changed: bool
    is_first: bool


@dataclass(frozen=True)
class Row:
    """One person of the matrix with the rights they have and those that are wished for them."""

    member: Member
    is_own: bool
    wanted: frozenset[str]

    @property
    def was(self) -> str:
        return ",".join(self.member.privileges)

    @property
    def role(self) -> Role:
        return role_of(self.wanted)

    @property
    def change(self) -> RightsChange | None:
        has = frozenset(self.member.privileges)
        return compare(self.member.shown_name, has, self.wanted) if has != self.wanted else None

    def boxes(self) -> Iterator[Box]:
        for _label, privileges in GROUPS:
            for privilege in privileges:
                yield Box(
                    privilege,
                    f"box-{self.member.pk}-{privilege.value}",
                    privilege in self.wanted,
                    (privilege in self.wanted) != (privilege in self.member.privileges),
                    privilege == privileges[0],
                )


@dataclass(frozen=True)
class Matrix:
    """Some people and what is wished for them; as yet nothing is saved."""

    rows: Sequence[Row]
    groups: tuple[tuple[str, tuple[Privilege, ...]], ...] = field(default=GROUPS)

    def changes(self) -> list[RightsChange]:
        return [row.change for row in self.rows if row.change]


@dataclass(frozen=True)
class LockedColleague:
    """Somebody whom wrong passwords shut out, and why the viewer may not unlock them, if they may not."""

    member: Member
    refusal: str


def locked_colleagues(viewer: Member) -> list[LockedColleague]:
    """Everyone of the viewer's company who waits to be unlocked, those who asked first."""
    waiting = Member.objects.visible_to(viewer).joined().filter(user__locked_at__isnull=False).ready_to_ask()
    return [
        LockedColleague(member, str(locking.refusal_of(member.user, by=viewer) or ""))
        for member in waiting.order_by("user__unlock_asked_at", "user__name")
    ]


def matrix_of(people: Sequence[Member], viewer: Member, wishes: Mapping[int, Wish] | None = None) -> Matrix:
    """The matrix as it stands, or with unsaved wishes marked in it."""
    wishes = wishes or {}
    return Matrix(
        [
            Row(
                member,
                is_own=member.pk == viewer.pk,
                wanted=wishes[member.pk].wanted if member.pk in wishes else frozenset(member.privileges),
            )
            for member in people
        ]
    )


def wishes_in(data: QueryDict) -> dict[int, Wish]:
    """What a matrix's form asks for, by member; rows that are as they were drawn are left out."""
    wishes = {}
    for name, was_text in data.items():
        pk = number_in(name.removeprefix("was-")) if name.startswith("was-") else None
        if pk is None:
            continue
        was = boxes_in(str(was_text))
        ticked = frozenset(each.value for each in Privilege if f"box-{pk}-{each.value}" in data)
        wanted = wanted_rights(str(data.get(f"role-{pk}", "")), ticked, was=was)
        if wanted != was:
            wishes[pk] = Wish(pk, was, wanted)
    return wishes


def sentence_of(change: RightsChange) -> str:
    """One change of rights, before and after, in the active language."""
    sentences = []
    if change.gained:
        sentences.append(_("%(name)s gains: %(privileges)s.") % _named(change, change.gained))
    if change.lost:
        sentences.append(_("%(name)s loses: %(privileges)s.") % _named(change, change.lost))
    if change.before != change.after:
        sentences.append(
            _("The role was %(before)s and becomes %(after)s.")
            % {"before": change.before.label, "after": change.after.label}
        )
    return " ".join(sentences)


def _named(change: RightsChange, privileges: Sequence[Privilege]) -> dict[str, str]:
    return {"name": change.name, "privileges": ", ".join(str(each.label) for each in privileges)}


def export_heads() -> list[str]:
    heads = [_("Name"), _("E-mail address"), _("User name"), _("Role"), _("State"), _("Last sign-in"), _("Since")]
    return heads + [str(privilege.label) for privilege in Privilege]


def export_rows(listing: PeopleListing) -> Iterator[Sequence[Cell]]:
    """The listed people, read in portions, each privilege a column, so that Custom can be read (ACC-15)."""
    for member in listing.people().iterator(chunk_size=2000):
        facts: list[Cell] = [
            member.shown_name,
            member.user.email,
            "" if member.is_invited else member.user.username or "",
            str(member.get_role_display()),
            str(member.state.label),
            member.last_sign_in,
            member.joined_at,
        ]
        yield facts + [_("Yes") if privilege in member.privileges else _("No") for privilege in Privilege]
