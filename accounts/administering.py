"""Running a company's people: details, rights, addresses, and whether they may come in (ACC-15, ACC-16)."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import notifying, recording
from accounts.acting import Actor, Refused, is_elsewhere_too, locked_company, locked_member, present_member, refuse_own
from accounts.models import ActivityKind, Company, Invitation, InvitationPurpose, Member, User
from accounts.privileges import Privilege, Role, role_of
from markets.context import language_for


class AddressTaken(Refused):
    """Another user signs in with this address."""

    def __str__(self) -> str:
        return _("This e-mail address cannot be used. It belongs to another user.")


class AddressUnchanged(Refused):
    """The user has this address already; nobody is told of a change that is none."""

    def __str__(self) -> str:
        return _("This is the address already.")


class UserNameTaken(Refused):
    """Another user signs in with this name, in whatever case of letters."""

    def __str__(self) -> str:
        return _("This user name is taken.")


class ChangedMeanwhile(Refused):
    """Somebody else changed what a member may do since the page was drawn."""

    def __init__(self, member: Member) -> None:
        super().__init__(member)
        self.member = member

    def __str__(self) -> str:
        return _("Nothing was saved: what %(name)s may do was changed by somebody else meanwhile. Look again.") % {
            "name": self.member.user.name
        }


class OnlyByStaff(Refused):
    """The address of a company's only administrator (ACC-16), and what belongs to a person of several companies."""

    def __str__(self) -> str:
        return _("Only the distributor's staff change this for this user. Ask support.")


class NotByStaff(Refused):
    """The market leaves addresses to the company's administrators (ACC-16, SE)."""

    def __str__(self) -> str:
        return _("In this market an administrator of the company changes e-mail addresses, not staff.")


@dataclass(frozen=True)
class Wish:
    """What one member shall be allowed, and what they were when the page was drawn."""

    member: int
    was: frozenset[str]
    wanted: frozenset[str]


@dataclass(frozen=True)
class RightsChange:
    """How one member's rights change; to be shown before saving and told after it."""

    name: str
    before: Role
    after: Role
    gained: tuple[Privilege, ...]
    lost: tuple[Privilege, ...]


def compare(name: str, was: Iterable[str], wanted: Iterable[str]) -> RightsChange:
    """What a change from some boxes to others comes to."""
    before, after = frozenset(was), frozenset(wanted)
    return RightsChange(
        name=name,
        before=role_of(before),
        after=role_of(after),
        gained=tuple(privilege for privilege in Privilege if privilege in after - before),
        lost=tuple(privilege for privilege in Privilege if privilege in before - after),
    )


@transaction.atomic
def change_rights(company: Company, wishes: Sequence[Wish], *, by: Actor, now: datetime) -> list[RightsChange]:
    """Give several members other boxes in one go, all or none, and return what changed; it holds at once (ACC-14).

    Raises OwnUser, ChangedMeanwhile, Gone, RequestMissing, PrivilegeMissing.
    """
    company = locked_company(company.pk, by)
    changes = []
    for wish in wishes:
        if wish.was == wish.wanted:
            continue
        member = present_member(company, wish.member)
        refuse_own(member, by)
        if frozenset(member.privileges) != wish.was:
            raise ChangedMeanwhile(member)
        change = compare(member.user.name, member.privileges, wish.wanted)
        member.tick(wish.wanted)
        member.save(update_fields=["role", "privileges"])
        _note(member, ActivityKind.RIGHTS_CHANGED, by, now, **_facts(change))
        changes.append(change)
    return changes


@transaction.atomic
def edit(member: Member, *, name: str, phone: str, username: str, by: Actor, now: datetime) -> Member:
    """Change a member's name, phone and user name. Raises UserNameTaken, OnlyByStaff, Gone, RequestMissing."""
    member = locked_member(member, by)
    user = User.objects.select_for_update().get(pk=member.user_id)
    changed = _differences(user, {"name": name, "phone": phone, "username": username or None})
    if not changed:
        return member
    if not by.is_staff and by.user != user and is_elsewhere_too(member):
        raise OnlyByStaff
    if "username" in changed:
        check_user_name(username, but=user)
    for field, value in changed.items():
        setattr(user, field, value)
    _save_unique(user, list(changed), UserNameTaken)
    if member.is_invited:  # until they join, they are called as they were invited
        member.invitations.filter(purpose=InvitationPurpose.JOIN).update(name=name)
    member.user = user
    _note(member, ActivityKind.USER_EDITED, by, now, fields=sorted(changed))
    return member


@transaction.atomic
def change_email(member: Member, email: str, *, by: Actor, now: datetime) -> Member:
    """Give a user another address; the old and the new one are told, and links sent before are void (ACC-16).

    Never by the user; that of the only administrator, or of a person of several companies, by staff alone; elsewhere
    by staff where the market lets them. Raises OwnUser, OnlyByStaff, NotByStaff, AddressUnchanged, AddressTaken, Gone,
    RequestMissing.
    """
    member = locked_member(member, by)
    refuse_own(member, by)
    check_may_change_email(member, by)
    old, new = member.user.email, email.lower()
    if old == new:
        raise AddressUnchanged
    if User.objects.filter(email=new).exists():
        raise AddressTaken
    user = User.objects.select_for_update().get(pk=member.user_id)
    user.email = new
    _save_unique(user, ["email"], AddressTaken)
    member.user = user
    Invitation.objects.filter(member__user=user, used_at=None).update(valid_until=now)
    _note(member, ActivityKind.EMAIL_CHANGED, by, now, old=old, new=new)
    for address in (old, new):
        notifying.tell_user(
            user,
            key=f"email-changed:{uuid.uuid4()}",
            template="accounts/email_changed",
            facts={"old": old, "new": new, "by": by.user.name, "company_name": member.company.name},
            language=language_for(member.company.market, user.language),
            now=now,
            email=address,
        )
    return member


def check_may_change_email(member: Member, by: Actor) -> None:
    """Raises OnlyByStaff or NotByStaff where this actor may not change this member's address (ACC-16)."""
    needs_staff = is_only_administrator(member) or is_elsewhere_too(member)
    if not by.is_staff:
        if needs_staff:
            raise OnlyByStaff
    elif not needs_staff and not member.company.market.staff_change_email:
        raise NotByStaff


def is_only_administrator(member: Member) -> bool:
    """Whether nobody else manages the company's users."""
    administrators = set(member.company.members.administrators().values_list("pk", flat=True))
    return administrators == {member.pk}


@transaction.atomic
def disable(member: Member, *, by: Actor, now: datetime) -> Member:
    """Shut a member out of the company from the very next request. Raises OwnUser, Gone, RequestMissing."""
    return _set_enabled(member, False, by, now)


@transaction.atomic
def enable(member: Member, *, by: Actor, now: datetime) -> Member:
    """Let a disabled member in again, with the rights they had. Raises OwnUser, Gone, RequestMissing."""
    return _set_enabled(member, True, by, now)


@transaction.atomic
def delete(member: Member, *, by: Actor, now: datetime) -> Member:
    """Take a member out of the company; what they did stays under their name. Raises OwnUser, Gone, RequestMissing."""
    member = locked_member(member, by)
    refuse_own(member, by)
    member.deleted_at = now
    member.save(update_fields=["deleted_at"])
    member.invitations.filter(used_at=None).update(valid_until=now)
    _note(member, ActivityKind.USER_DELETED, by, now, email=member.user.email)
    return member


def check_user_name(username: str, *, but: User | None = None) -> None:
    """Raises UserNameTaken where another user has this name."""
    others = User.objects.exclude(pk=but.pk) if but else User.objects.all()
    if username and others.filter(username__iexact=username).exists():
        raise UserNameTaken


def _save_unique(user: User, fields: list[str], refusal: type[Refused]) -> None:
    """Save, though somebody in another company may take the same name or address at this very moment."""
    try:
        with transaction.atomic():
            user.save(update_fields=fields)
    except IntegrityError as taken:
        raise refusal from taken


def _set_enabled(member: Member, is_enabled: bool, by: Actor, now: datetime) -> Member:
    member = locked_member(member, by)
    refuse_own(member, by)
    if member.is_enabled != is_enabled:
        member.is_enabled = is_enabled
        member.save(update_fields=["is_enabled"])
        _note(member, ActivityKind.USER_ENABLED if is_enabled else ActivityKind.USER_DISABLED, by, now)
    return member


def _differences(user: User, wanted: dict[str, str | None]) -> dict[str, str | None]:
    return {field: value for field, value in wanted.items() if getattr(user, field) != value}


def _facts(change: RightsChange) -> dict[str, object]:
    return {
        "before": change.before.value,
        "after": change.after.value,
        "gained": [privilege.value for privilege in change.gained],
        "lost": [privilege.value for privilege in change.lost],
    }


def _note(member: Member, kind: ActivityKind, by: Actor, now: datetime, **facts: object) -> None:
    recording.note(
        member.company,
        kind,
        by=by.user,
        asked_by=by.asking_user,
        about=member.user,
        facts={"name": member.user.name, **facts},
        now=now,
    )
