"""What mails a member wants, how often, and at which address (ACC-24)."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.member import AddressField, Member
from accounts.models.notification import NotificationKind


class Frequency(models.TextChoices):
    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")


class MailAddressQuerySet(models.QuerySet["MailAddress"]):
    def visible_to(self, member: Member) -> Self:
        """One's own, in the company one acts for."""
        return self.filter(member_id=member.pk)

    def locked(self) -> Self:
        return self.select_for_update(of=("self",)).select_related("member__company__market", "member__user")


class MailAddress(models.Model):
    """Another address to which a member has mails sent, once whoever reads it has confirmed it by a link.

    The link itself is not stored: it is signed from `key` when its mail is written. Sent again, the old one is void.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="mail_addresses")
    email = AddressField(_("e-mail address"), max_length=254)
    key = models.UUIDField(default=uuid.uuid4)
    sent_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = MailAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("other address")
        verbose_name_plural = _("other addresses")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "email"], name="mail_address_of_a_member_once")
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    def can_be_confirmed(self, now: datetime) -> bool:
        """Whether its link works at this moment."""
        return self.confirmed_at is None and now < self.valid_until


class NotificationPreference(models.Model):
    """What a member chose for one kind in one company; without a row it is as the portal begins: on, to one's own."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=20, choices=NotificationKind)
    by_email = models.BooleanField(default=True)
    frequency = models.CharField(
        max_length=10, choices=Frequency, default=Frequency.WEEKLY, help_text=_("Of reports; the others come at once.")
    )
    address = models.ForeignKey(
        MailAddress,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="preferences",
        help_text=_("Empty, or not confirmed yet: the member's own address."),
    )

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "kind"], name="one_preference_for_a_kind")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.kind}"
