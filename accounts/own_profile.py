"""What people change of themselves, and who changes the rest for them (ACC-16)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import recording
from accounts.acting import Refused, is_elsewhere_too
from accounts.administering import is_only_administrator
from accounts.models import ActivityKind, Member, User, UserField
from accounts.privileges import Privilege

FIELDS = ("name", "phone", "language", "time_zone", "density", "theme")
CONTACT_DATA = frozenset(UserField.values)  # what the company's trail tells of; the rest is the person's own affair


class FieldBlocked(Refused):
    """A company of the person keeps this to its administrators."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.field, self.sentence = field, sentence

    def __str__(self) -> str:
        return self.sentence


def blocked_fields(user: User) -> dict[str, str]:
    """What a person may not change of themselves, each with the sentence that says who does.

    A company binds its members, but not those who manage its users: they may change anybody's (ACC-16).
    """
    blocked: dict[str, str] = {}
    members = Member.objects.enabled().filter(user=user).exclude(company__blocked_user_fields=[]).ready_to_ask()
    for member in members:
        if not member.may(Privilege.MANAGE_USERS):
            blocked |= dict.fromkeys(member.company.blocked_user_fields, _who_changes_it(member))
    return blocked


@transaction.atomic
def change(user: User, wanted: Mapping[str, Any], *, member: Member | None, now: datetime) -> User:
    """Change one's own name, phone, language, time zone, density and theme, those that are named.

    `member` is who one is in the company one acts for, whose trail tells of a changed name or phone; None for staff.
    Raises FieldBlocked.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    changed = {name: wanted[name] for name in FIELDS if name in wanted and wanted[name] != getattr(user, name)}
    if not changed:
        return user
    blocked = blocked_fields(user)
    for name in changed:
        if name in blocked:
            raise FieldBlocked(name, blocked[name])
    for name, value in changed.items():
        setattr(user, name, value)
    user.save(update_fields=list(changed))
    if member is not None and (told := sorted(CONTACT_DATA & changed.keys())):
        facts = {"name": user.name, "fields": told}
        recording.note(member.company, ActivityKind.USER_EDITED, by=user, about=user, facts=facts, now=now)
    return user


def who_changes_email(member: Member) -> str:
    """Who gives a member another address to sign in with: never they themselves (ACC-16)."""
    if is_elsewhere_too(member) or is_only_administrator(member):
        return _("Only the distributor's staff change this address. Ask support.")
    return _("An administrator of your company changes this address: %(names)s.") % {"names": _administrators(member)}


def _who_changes_it(member: Member) -> str:
    if is_elsewhere_too(member):
        sentence = _("%(company)s has blocked this field. Only the distributor's staff change it for you. Ask support.")
        return sentence % {"company": member.company.name}
    sentence = _("%(company)s has blocked this field. An administrator changes it: %(names)s; or support.")
    return sentence % {"company": member.company.name, "names": _administrators(member)}


def _administrators(member: Member) -> str:
    """The others who manage the company's users, by name."""
    others = Member.objects.administrators().filter(company=member.company_id).exclude(pk=member.pk)
    names = others.order_by("user__name").values_list("user__name", flat=True)
    return ", ".join(names) or _("support")
