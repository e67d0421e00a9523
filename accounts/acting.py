"""Who may change a company's people: its administrators; and staff, in some markets only on request (ACC-15b)."""

from dataclasses import dataclass
from typing import Self

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.access import PrivilegeMissing
from accounts.models import Company, Member, User
from accounts.privileges import Privilege


class Refused(Exception):
    """Nothing was changed; `str()` says why."""


class RequestMissing(Refused):
    """The market lets staff act only when an administrator of the company asked for it."""

    def __str__(self) -> str:
        return _("Choose the administrator who asks for this. In this market staff change users only at a request.")


class NotAnAdministrator(Refused):
    """Whoever is said to have asked is no administrator of the company now."""

    def __str__(self) -> str:
        return _("Whoever asks for a change must be an administrator of the company.")


class OwnUser(Refused):
    """Nobody changes what they may do, their own address, or whether they are enabled (ACC-15, ACC-16)."""

    def __str__(self) -> str:
        return _("You cannot do this to your own user. Ask another administrator, or support.")


class Gone(Refused):
    """Somebody else deleted the user meanwhile."""

    def __str__(self) -> str:
        return _("This user was deleted meanwhile.")


@dataclass(frozen=True)
class Actor:
    """An administrator of the company (`member`), or one of the staff, asked by an administrator or not."""

    user: User
    member: Member | None = None
    asked_by: Member | None = None

    @classmethod
    def administrator(cls, member: Member) -> Self:
        return cls(member.user, member)

    @classmethod
    def staff(cls, user: User, *, asked_by: Member | None = None) -> Self:
        return cls(user, asked_by=asked_by)

    @property
    def is_staff(self) -> bool:
        return self.member is None

    @property
    def asking_user(self) -> User | None:
        return self.asked_by.user if self.asked_by else None


def locked_company(company_id: int, by: Actor) -> Company:
    """The company's row, locked, so that of two changes at once the second sees the first; and the actor, asked again.

    An administrator is never their own target and is read again behind the lock, so one always remains; only staff
    can leave a company without any. Raises PrivilegeMissing and Refused in one of its kinds.
    """
    company = Company.objects.select_for_update(of=("self",)).select_related("market").get(pk=company_id)
    if by.is_staff:
        _check_staff(by, company)
    else:
        _check_administrator(by, company)
    return company


def locked_member(member: Member, by: Actor) -> Member:
    """A member as the database has them now, behind the lock of their company. Raises as `locked_company`, and Gone."""
    company = locked_company(member.company_id, by)
    return present_member(company, member.pk)


def present_member(company: Company, pk: int) -> Member:
    found = Member.objects.present().ready_to_ask().filter(company=company, pk=pk).first()
    if found is None:
        raise Gone
    return found


def refuse_own(member: Member, by: Actor) -> None:
    """Raises OwnUser where the actor is the target."""
    if member.user_id == by.user.pk:
        raise OwnUser


def is_elsewhere_too(member: Member) -> bool:
    """Whether the person is more than this company's: a member of another one, or staff.

    What belongs to the person, above all the address to which links go, is then not this company's to change.
    """
    others = Member.objects.joined().filter(user_id=member.user_id).exclude(pk=member.pk)
    return member.user.is_staff or others.exists()


def _check_administrator(by: Actor, company: Company) -> None:
    member = by.member
    now = Member.objects.administrators().ready_to_ask().filter(company=company, pk=member.pk if member else 0).first()
    if now is None or not now.may(Privilege.MANAGE_USERS):
        raise PrivilegeMissing(Privilege.MANAGE_USERS)


def _check_staff(by: Actor, company: Company) -> None:
    if not by.user.is_staff:
        raise PermissionDenied
    administrators = company.members.administrators()
    if by.asked_by is not None:
        if not administrators.filter(pk=by.asked_by.pk).exists():
            raise NotAnAdministrator
    elif company.market.staff_need_request and administrators.exists():
        raise RequestMissing
