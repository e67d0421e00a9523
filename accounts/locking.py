"""Lockout: too many wrong passwords in a row shut a user out until somebody unlocks them (ACC-6; CA, IMO, BR FAQ)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import notifying, recording, sessions
from accounts.acting import Actor, Refused
from accounts.models import ActivityKind, Company, Member, NotificationKind, User
from accounts.models.member import MemberQuerySet
from accounts.privileges import Privilege
from markets.models import Market

ASKED_AGAIN_AFTER = timedelta(hours=1)


class CannotUnlock(Refused):
    """An unlocking that is refused; its text is for whoever pressed the button."""


class NotLocked(CannotUnlock):
    def __str__(self) -> str:
        return _("This user is not locked.")


class NotAnAdministrator(CannotUnlock):
    def __str__(self) -> str:
        return _("Only an administrator of the user's company, or staff, can unlock them.")


class StaffUnlock(CannotUnlock):
    """The market leaves unlocking to staff, who are asked by an administrator (MKT-13)."""

    def __str__(self) -> str:
        return _("In this market our staff unlock users. Ask support to do it.")


class LastAdministrator(CannotUnlock):
    def __str__(self) -> str:
        return _("This is the only administrator of a company. Our staff unlock them; ask support to do it.")


class RequestNeeded(CannotUnlock):
    """The market lets staff change its users only when an administrator of the company asks (ACC-15b, CA FAQ)."""

    def __str__(self) -> str:
        return _("In this market staff unlock only at a request. On the member's page, choose who asks for it.")


class CannotAsk(CannotUnlock):
    """Whoever is said to have asked is no administrator, locked too, or the locked user."""

    def __str__(self) -> str:
        return _("Another administrator of the company, who is not locked, asks for this.")


class AskedAlready(Exception):
    def __str__(self) -> str:
        return _("You asked less than an hour ago. The mail is on its way.")


def where_they_belong(user: User) -> MemberQuerySet:
    """Where somebody belongs; of who has joined no company yet, the ones that invited them.

    A company that deleted them, or only invited them, learns nothing of their lockout and has no say in it.
    """
    joined = user.memberships.joined()
    return joined if joined.exists() else user.memberships.present()


def is_locked_now(user: User) -> bool:
    """Whether they are locked in the database, whatever they were when they were read."""
    return User.objects.filter(pk=user.pk, locked_at__isnull=False).exists()


# --- Counting and locking -----------------------------------------------------------------------------------------


def wrong_passwords_allowed(user: User) -> int:
    """How many in a row lock this user: the fewest of their companies' markets, for staff the portal's setting."""
    if user.is_staff:
        return settings.STAFF_WRONG_PASSWORDS
    found = where_they_belong(user).aggregate(fewest=Min("company__market__wrong_passwords"))
    return found["fewest"] or settings.STAFF_WRONG_PASSWORDS


@transaction.atomic
def note_wrong_password(user: User, *, now: datetime) -> bool:
    """Count one more wrong password, second-factor code or "current password" in a row; True where this one locked.

    Counts in the database, so that guesses at the same time all count and one of them locks. Once locked, no more
    are counted.
    """
    if not User.objects.filter(pk=user.pk, locked_at=None).update(failed_logins=F("failed_logins") + 1):
        return False
    enough = User.objects.filter(pk=user.pk, failed_logins__gte=wrong_passwords_allowed(user))
    return enough.exists() and lock(user, now=now)


def note_right_password(user: User) -> None:
    """Begin counting anew after a complete sign-in."""
    User.objects.filter(pk=user.pk, locked_at=None, failed_logins__gt=0).update(failed_logins=0)


@transaction.atomic
def lock(user: User, *, now: datetime) -> bool:
    """Shut a user out from their next request on and tell them and their administrators, once; False if they were."""
    if not User.objects.filter(pk=user.pk, locked_at=None).update(locked_at=now, unlock_asked_at=None):
        return False
    key = f"locked:{user.pk}:{now.isoformat()}"
    facts = {"locked_at": now, **whom_to_ask(user).facts()}
    notifying.tell_user(user, key=key, template="accounts/locked", facts=facts, now=now)
    _tell_administrators(user, key=key, template="accounts/member_locked", now=now)
    companies = Company.objects.filter(members__in=where_they_belong(user))
    _record(ActivityKind.USER_LOCKED, user, companies, by=None, now=now)
    return True


# --- Unlocking ----------------------------------------------------------------------------------------------------


@transaction.atomic
def unlock_at_desk(user: User, *, by: Actor, now: datetime) -> None:
    """Unlock as one of the staff; in some markets at the request of an administrator, whom the trail names (ACC-15b).

    Raises RequestNeeded, CannotAsk, and what `refusal_of` returns.
    """
    able = administrators_for(user)
    if by.asked_by is not None and not able.filter(pk=by.asked_by.pk).exists():
        raise CannotAsk
    if by.asked_by is None and able.filter(company__market__staff_need_request=True).exists():
        raise RequestNeeded
    unlock(user, by=by.user, asked_by=by.asked_by, now=now)


@transaction.atomic
def unlock(user: User, *, by: Member | User, asked_by: Member | None = None, now: datetime) -> None:
    """Let a locked user sign in again; sessions from before stay ended, and a mail tells them.

    `by` is a member of one of the user's companies, or a user who is staff, whom `asked_by` asked. Raises what
    `refusal_of` returns.
    """
    if refusal := refusal_of(user, by=by):
        raise refusal
    locked = User.objects.filter(pk=user.pk, locked_at__isnull=False)
    if not locked.update(locked_at=None, failed_logins=0, unlock_asked_at=None):
        raise NotLocked
    sessions.end_all(user)
    key = f"unlocked:{user.pk}:{now.isoformat()}"
    notifying.tell_user(user, key=key, template="accounts/unlocked", facts={}, now=now)
    companies = Company.objects.filter(members__in=where_they_belong(user))
    if isinstance(by, Member):
        _record(ActivityKind.USER_UNLOCKED, user, companies.filter(pk=by.company_id), by=by.user, now=now)
        return
    at_request = companies.filter(pk=asked_by.company_id) if asked_by else companies.none()
    asking_user = asked_by.user if asked_by else None
    _record(ActivityKind.USER_UNLOCKED, user, at_request, by=by, asked_by=asking_user, now=now)
    _record(ActivityKind.USER_UNLOCKED, user, companies.exclude(pk__in=at_request.values("pk")), by=by, now=now)


def refusal_of(user: User, *, by: Member | User) -> CannotUnlock | None:
    """Why somebody may not unlock this user, as an exception to raise or a sentence to show; None where they may."""
    if not user.is_locked:
        return NotLocked()
    if isinstance(by, User):
        return None if by.is_staff and by.is_active else NotAnAdministrator()
    is_colleague = where_they_belong(user).filter(company_id=by.company_id).exists()
    if user.is_staff or not is_colleague or not by.may(Privilege.MANAGE_USERS):
        return NotAnAdministrator()
    if staff_unlock(user):
        return StaffUnlock()
    return LastAdministrator() if is_last_administrator(user) else None


def staff_unlock(user: User) -> bool:
    """Whether one of the user's markets leaves unlocking to staff."""
    return where_they_belong(user).filter(is_enabled=True, company__market__who_unlocks=Market.Unlocks.STAFF).exists()


def is_last_administrator(user: User) -> bool:
    """Whether a company of theirs has no other administrator who can act now."""
    administered = where_they_belong(user).with_privilege(Privilege.MANAGE_USERS).filter(is_enabled=True)
    companies = administered.values_list("company_id", flat=True)
    able = administrators_for(user).filter(company__in=companies)
    return set(companies) != set(able.values_list("company_id", flat=True))


def administrators_for(user: User) -> MemberQuerySet:
    """Whoever administers one of the user's companies and can act now, the user themself apart."""
    companies = where_they_belong(user).filter(is_enabled=True).values("company")
    return (
        Member.objects.administrators().able().filter(company__in=companies).exclude(user=user).order_by("user__name")
    )


def _record(
    kind: ActivityKind,
    user: User,
    companies: QuerySet[Company],
    *,
    by: User | None,
    asked_by: User | None = None,
    now: datetime,
) -> None:
    """Write it into the activity of companies that the user belongs to (ACC-17)."""
    facts = {"name": user.name, "email": user.email}
    for company in companies:
        recording.note(company, kind, by=by, asked_by=asked_by, about=user, now=now, facts=facts)


# --- Asking -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Whom:
    """Whom a locked user asks: administrators by first name, or support where staff unlock."""

    administrators: list[Member]
    by_staff: bool
    phone: str

    @property
    def first_names(self) -> list[str]:
        return list(dict.fromkeys(member.user.get_short_name() for member in self.administrators))

    def facts(self) -> dict[str, object]:
        """For a mail's template."""
        return {"first_names": self.first_names, "by_staff": self.by_staff, "phone": self.phone}


def whom_to_ask(user: User) -> Whom:
    administrators = list(administrators_for(user).ready_to_ask())
    company = where_they_belong(user).filter(is_enabled=True).select_related("company__market").order_by("pk").first()
    phone = company.market.support_phone if company else ""
    by_staff = not administrators or staff_unlock(user) or is_last_administrator(user)
    return Whom(administrators=administrators, by_staff=by_staff, phone=phone)


@transaction.atomic
def ask_to_be_unlocked(user: User, *, now: datetime) -> None:
    """Mail "please unlock me" to the administrators, to staff where there is none; once an hour.

    Raises `NotLocked` and `AskedAlready`.
    """
    if not is_locked_now(user):
        raise NotLocked
    not_lately = Q(unlock_asked_at=None) | Q(unlock_asked_at__lte=now - ASKED_AGAIN_AFTER)
    if not User.objects.filter(not_lately, pk=user.pk, locked_at__isnull=False).update(unlock_asked_at=now):
        raise AskedAlready
    key = f"unlock-asked:{user.pk}:{now.isoformat()}"
    if not _tell_administrators(user, key=key, template="accounts/unlock_asked", now=now):
        _tell_staff(user, key=key, template="accounts/unlock_asked", now=now)


def _tell_administrators(user: User, *, key: str, template: str, now: datetime) -> bool:
    """Tell each administrator who can act, in their own company; False where there is none."""
    theirs = {member.company_id: member for member in where_they_belong(user).select_related("company__market")}
    administrators = list(administrators_for(user).ready_to_ask())
    by_staff = staff_unlock(user) or is_last_administrator(user)
    for administrator in administrators:
        locked = theirs[administrator.company_id]
        notifying.tell(
            [administrator],
            kind=NotificationKind.ACCOUNT,
            key=f"{key}:{locked.pk}",
            template=template,
            facts=_who(user) | {"by_staff": by_staff, "phone": locked.company.market.support_phone},
            link=reverse("company:person", args=[locked.pk]),
            now=now,
        )
    return bool(administrators)


def _tell_staff(user: User, *, key: str, template: str, now: datetime) -> None:
    """Tell the account managers of the user's companies, superusers where there is none."""
    able = User.objects.filter(is_active=True, is_staff=True, locked_at=None).exclude(pk=user.pk)
    managers = able.filter(managed_companies__members__user=user).distinct()
    for person in managers or able.filter(is_superuser=True):
        link = reverse("admin:accounts_user_change", args=[user.pk])
        notifying.tell_user(person, key=key, template=template, facts=_who(user), link=link, now=now)


def _who(user: User) -> dict[str, object]:
    return {"name": user.name, "email": user.email}
