"""Links that administrators and staff send: to join a company, or to choose a new password."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.member import Member, User


class InvitationPurpose(models.TextChoices):
    JOIN = "join", _("Join the company")
    NEW_PASSWORD = "new_password", _("Choose a new password")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def locked(self) -> Self:
        return self.select_for_update(of=("self",)).select_related("member__company__market", "member__user")

    def open(self, now: datetime) -> Self:
        """Those whose link works at this moment."""
        return self.filter(used_at=None, valid_until__gt=now)


class Invitation(models.Model):
    """A single-use link for one member; sending it again makes the link before it void (ACC-4, ACC-7).

    The link itself is not stored: it is signed from `key` when the mail is written.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="invitations")
    purpose = models.CharField(max_length=20, choices=InvitationPurpose)
    name = models.CharField(max_length=150, blank=True, help_text=_("As the person was called who invited."))
    key = models.UUIDField(default=uuid.uuid4)
    sent_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "purpose"], name="one_invitation_of_a_purpose")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.purpose}"

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and now < self.valid_until
