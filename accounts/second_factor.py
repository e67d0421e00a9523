"""Setting up the second factor, checking it, taking it away again; every change is mailed to its owner (ACC-8)."""

import uuid
from datetime import datetime
from math import ceil

import django_otp
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp.models import Device
from django_otp.plugins.otp_email.models import EmailDevice
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

from accounts import factors, notifying, recording, sessions
from accounts.acting import Actor, OwnUser, Refused, is_elsewhere_too, locked_company, locked_member, refuse_own
from accounts.administering import OnlyByStaff
from accounts.factors import Factors, Way
from accounts.models import ActivityKind, Company, Member, User

BACKUP_CODES = 10


class WrongCode(Refused):
    def __str__(self) -> str:
        return _("This code is wrong, too old, or was used already.")


class MustWait(Refused):
    """After a wrong code the device takes none for some seconds, each time twice as long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        return ngettext(
            "That was one wrong code too quickly. Wait %(seconds)d second and try again.",
            "That was one wrong code too quickly. Wait %(seconds)d seconds and try again.",
            self.seconds,
        ) % {"seconds": self.seconds}


class SentJustNow(MustWait):
    """Codes go out once a minute."""

    def __str__(self) -> str:
        return ngettext(
            "A code is on its way to you. You can ask for another one in %(seconds)d second.",
            "A code is on its way to you. You can ask for another one in %(seconds)d seconds.",
            self.seconds,
        ) % {"seconds": self.seconds}


class LastFactor(Refused):
    def __str__(self) -> str:
        return _("You need a second factor: set up another one before you remove this one.")


class NotByEmail(Refused):
    def __str__(self) -> str:
        return _("Codes are not mailed to this user.")


class NothingToReset(Refused):
    def __str__(self) -> str:
        return _("This user has no second factor.")


class OnlyBySuperusers(Refused):
    def __str__(self) -> str:
        return _("Only a superuser can reset the second factor of staff.")


# --- Checking -----------------------------------------------------------------------------------------------------


def check(user: User, way: Way, code: str) -> Device:
    """The device that accepts a typed code, which is used up by it. Raises WrongCode, MustWait."""
    device = Factors.of(user).device_for(way)
    if device is None:
        raise WrongCode
    _refuse_haste(device)
    accepted: Device | None = django_otp.verify_token(user, device.persistent_id, plain(code))
    if accepted is None:
        raise WrongCode
    return accepted


def plain(code: str) -> str:
    """A code as it is compared: without the spaces and dashes in which it was printed."""
    return "".join(letter for letter in code if letter.isalnum()).lower()


@transaction.atomic
def send_code(user: User, *, now: datetime) -> None:
    """Mail a code that is good for ten minutes. Raises SentJustNow, NotByEmail."""
    device = EmailDevice.objects.select_for_update().filter(user=user).first()
    if device is None:
        raise NotByEmail
    is_allowed, why = device.generate_is_allowed()
    if not is_allowed:
        raise SentJustNow(_seconds_to(why["next_generation_at"]))
    device.cooldown_set(commit=False)
    device.generate_token(valid_secs=settings.OTP_EMAIL_TOKEN_VALIDITY)
    key = f"factor-code:{uuid.uuid4()}"
    notifying.tell_user(user, key=key, template="accounts/factor_code", facts={}, now=now)
    user.notifications.filter(key=key).update(read_at=now)  # it is read in the mailbox or nowhere


def mailed_code(user: User) -> str:
    """The code that is good when its mail is written, for that mail alone; empty where none is."""
    device = EmailDevice.objects.filter(user=user, valid_until__gt=timezone.now()).first()
    return (device.token or "") if device else ""


# --- Setting up ---------------------------------------------------------------------------------------------------


@transaction.atomic
def add_app(user: User, key: str, code: str, *, now: datetime) -> TOTPDevice:
    """Set up the authenticator app that has this key (40 hexadecimal digits), in place of the one before.

    A code shows that the app has it. Raises WrongCode.
    """
    TOTPDevice.objects.filter(user=user).delete()
    device = TOTPDevice.objects.create(user=user, name="App", key=key)
    if not device.verify_token(plain(code)):
        raise WrongCode
    _tell_added(user, Way.APP, now)
    return device


@transaction.atomic
def begin_email(user: User, *, now: datetime) -> None:
    """Mail a first code, which shows that the user reads the mailbox. Raises SentJustNow."""
    EmailDevice.objects.get_or_create(user=user, defaults={"name": "E-mail", "confirmed": False})
    send_code(user, now=now)


def add_email(user: User, code: str, *, now: datetime) -> EmailDevice:
    """Set up codes by e-mail, to whatever address the user has. Raises WrongCode, MustWait."""
    device = EmailDevice.objects.filter(user=user).first()
    if device is None:
        raise WrongCode
    _refuse_haste(device)
    if django_otp.verify_token(user, device.persistent_id, plain(code)) is None:
        raise WrongCode
    with transaction.atomic():
        EmailDevice.objects.filter(pk=device.pk).update(confirmed=True)
        _tell_added(user, Way.EMAIL, now)
    device.refresh_from_db()
    return device


@transaction.atomic
def name_passkey(user: User, pk: int, name: str) -> None:
    """Call a passkey of the user something that they know again."""
    WebAuthnCredential.objects.filter(user=user, pk=pk).update(name=name[:64])


@transaction.atomic
def note_passkey(user: User, *, now: datetime) -> None:
    """Tell that a passkey was added, which the library has stored."""
    _tell_added(user, Way.PASSKEY, now)


@transaction.atomic
def make_codes(user: User, *, now: datetime) -> list[str]:
    """Ten new backup codes, each for one sign-in; those from before no longer work. They are shown now or never."""
    User.objects.select_for_update().get(pk=user.pk)
    device, is_new = StaticDevice.objects.get_or_create(user=user, defaults={"name": "Backup codes"})
    device.token_set.all().delete()
    if not is_new:
        StaticDevice.objects.filter(pk=device.pk).update(created_at=now, last_used_at=None)
    codes = [StaticToken.random_token() for _number in range(BACKUP_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    _tell(user, "accounts/factor_codes", {}, now)
    return codes


# --- Taking away --------------------------------------------------------------------------------------------------


@transaction.atomic
def remove(user: User, way: Way, *, passkey: int = 0, must_have_one: bool, now: datetime) -> None:
    """Take away the app, the codes by e-mail, the backup codes or one passkey. Raises LastFactor."""
    User.objects.select_for_update().get(pk=user.pk)
    have = Factors.of(user)
    named: dict[Way, list[Device | None]] = {
        Way.APP: [have.app],
        Way.EMAIL: [have.email],
        Way.BACKUP: [have.backup],
        Way.PASSKEY: [each for each in have.passkeys if each.pk == passkey],
    }
    gone = [device for device in named[way] if device is not None]
    left = [device for device in have.proving if device not in gone]
    if not gone:
        return
    if must_have_one and not left:
        raise LastFactor
    for device in gone:
        device.delete()
    if not left:
        StaticDevice.objects.filter(user=user).delete()
    _tell(user, "accounts/factor_removed", {"way": way.value}, now)
    _note_own(user, ActivityKind.FACTOR_REMOVED, way, now)


@transaction.atomic
def reset(member: Member, *, by: Actor, now: datetime) -> None:
    """Take a member's second factor away after they lost it; their sessions end and a mail tells them (ACC-15).

    A person of several companies is reset by staff, staff by a superuser. Raises OwnUser, OnlyByStaff,
    OnlyBySuperusers, NothingToReset, Gone, RequestMissing, PrivilegeMissing.
    """
    member = locked_member(member, by)
    refuse_own(member, by)
    if not by.is_staff and is_elsewhere_too(member):
        raise OnlyByStaff
    _reset(member.user, by=by.user, now=now)
    facts = {"name": member.user.name}
    recording.note(
        member.company,
        ActivityKind.FACTOR_RESET,
        by=by.user,
        asked_by=by.asking_user,
        about=member.user,
        facts=facts,
        now=now,
    )


@transaction.atomic
def reset_user(user: User, *, by: User, now: datetime) -> None:
    """The same for a person who is in no company. Raises OwnUser, OnlyBySuperusers, NothingToReset."""
    if user == by:
        raise OwnUser
    _reset(user, by=by, now=now)


def _reset(user: User, *, by: User, now: datetime) -> None:
    if user.is_staff and not by.is_superuser:
        raise OnlyBySuperusers
    if not factors.has_one(user):
        raise NothingToReset
    for model in (*factors.PROVING, StaticDevice):
        model.objects.filter(user=user).delete()
    sessions.end_all(user)
    _tell(user, "accounts/factor_reset", {"by": by.name}, now)


# --- Asking it of everybody ---------------------------------------------------------------------------------------


@transaction.atomic
def require(company: Company, is_required: bool, *, by: Actor, now: datetime) -> None:
    """Ask a second factor of everybody in the company, or no longer, from their very next request on.

    Raises RequestMissing, PrivilegeMissing.
    """
    company = locked_company(company.pk, by)
    if company.requires_second_factor == is_required:
        return
    company.requires_second_factor = is_required
    company.save(update_fields=["requires_second_factor"])
    kind = ActivityKind.FACTOR_REQUIRED if is_required else ActivityKind.FACTOR_OPTIONAL
    recording.note(company, kind, by=by.user, asked_by=by.asking_user, now=now)


def _tell_added(user: User, way: Way, now: datetime) -> None:
    _tell(user, "accounts/factor_added", {"way": way.value}, now)
    _note_own(user, ActivityKind.FACTOR_ADDED, way, now)


def _tell(user: User, template: str, facts: dict[str, object], now: datetime) -> None:
    notifying.tell_user(
        user, key=f"{template}:{uuid.uuid4()}", template=template, facts=facts | {"changed_at": now}, now=now
    )


def _note_own(user: User, kind: ActivityKind, way: Way, now: datetime) -> None:
    """Write it into the activity of the companies they are in."""
    companies = Company.objects.filter(members__in=Member.objects.enabled().filter(user=user))
    for company in companies:
        recording.note(company, kind, by=user, about=user, facts={"name": user.name, "way": way.value}, now=now)


def _refuse_haste(device: Device) -> None:
    is_allowed, why = device.verify_is_allowed()
    if not is_allowed:
        raise MustWait(_seconds_to(why["locked_until"]))


def _seconds_to(moment: datetime) -> int:
    return max(1, ceil((moment - timezone.now()).total_seconds()))
