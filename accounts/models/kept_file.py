"""A list that somebody sent for a company, kept between looking at what it would do and doing it."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models

from accounts.models.company import Company
from accounts.models.member import Member, User


class KeptFileQuerySet[Kept: "KeptFile"](models.QuerySet[Kept]):
    def visible_to(self, member: Member) -> Self:
        """A member's own ones; a colleague's file is not theirs to read."""
        return self.sent_by(member.user).filter(company_id=member.company_id)

    def sent_by(self, user: User) -> Self:
        return self.filter(sent_by=user)

    def expired(self, now: datetime) -> Self:
        return self.filter(sent_at__lte=now - timedelta(hours=settings.IMPORT_HOURS))


class KeptFile(models.Model):
    """One file as it was read: its heads, and its rows with their numbers."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    sent_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    heads = models.JSONField()
    rows = models.JSONField()
    sent_at = models.DateTimeField(db_index=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    def is_expired(self, now: datetime) -> bool:
        return self.sent_at <= now - timedelta(hours=settings.IMPORT_HOURS)
