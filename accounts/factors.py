"""What a person proves besides the password, and who has to: app, e-mailed code, passkey, backup codes (ACC-8).

The devices are django-otp's. One app, one e-mail and one set of backup codes at most; passkeys as many as they like.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device
from django_otp.plugins.otp_email.models import EmailDevice
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

from accounts.models import Member, User

PROVING = (TOTPDevice, EmailDevice, WebAuthnCredential)  # backup codes stand in for one of these, never alone


class Way(models.TextChoices):
    """By what somebody shows that it is them."""

    PASSKEY = "passkey", _("Passkey")
    APP = "app", _("Authenticator app")
    EMAIL = "email", _("Code by e-mail")
    BACKUP = "backup", _("Backup code")


@dataclass(frozen=True)
class Factors:
    """What one person has set up."""

    app: TOTPDevice | None
    email: EmailDevice | None
    passkeys: list[WebAuthnCredential]
    backup: StaticDevice | None

    @classmethod
    def of(cls, user: User) -> Self:
        return cls(
            TOTPDevice.objects.filter(user=user, confirmed=True).first(),
            EmailDevice.objects.filter(user=user, confirmed=True).first(),
            list(WebAuthnCredential.objects.filter(user=user, confirmed=True).order_by("created_at", "pk")),
            StaticDevice.objects.filter(user=user, confirmed=True).first(),
        )

    @property
    def ways(self) -> list[Way]:
        """How this person can answer, the easiest first."""
        have = {Way.PASSKEY: self.passkeys, Way.APP: self.app, Way.EMAIL: self.email, Way.BACKUP: self.codes_left}
        return [way for way in Way if have[way]]

    @property
    def typed(self) -> list[Way]:
        """The ways in which a code is typed: those that work in every browser."""
        return [way for way in self.ways if way != Way.PASSKEY]

    @property
    def proving(self) -> list[Device]:
        """Each by which one can sign in for good; backup codes run out."""
        return [device for device in (self.app, self.email, *self.passkeys) if device is not None]

    @property
    def codes_left(self) -> int:
        return self.backup.token_set.count() if self.backup else 0

    def device_for(self, way: Way) -> Device | None:
        """The one device that checks a code typed in this way."""
        return {Way.APP: self.app, Way.EMAIL: self.email, Way.BACKUP: self.backup}.get(way)


def has_one(user: User) -> bool:
    """Whether a second factor is set up: as it was when the request read its user, else in one query."""
    if user.has_second_factor is not None:
        return user.has_second_factor
    return User.objects.filter(_any_device(), pk=user.pk).exists()


def without_one(users: models.QuerySet[User]) -> models.QuerySet[User]:
    return users.exclude(_any_device())


def is_required(user: User, memberships: Iterable[Member]) -> bool:
    """Of staff always; of others where a company that they can enter asks for it."""
    return user.is_staff or any(member.company.requires_second_factor and member.has_access() for member in memberships)


def _any_device() -> models.Q:
    found = models.Q()
    for model in PROVING:
        found |= models.Q(Exists(model.objects.filter(user=OuterRef("pk"), confirmed=True)))
    return found
