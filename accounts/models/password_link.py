"""Links by which people set a forgotten password (ACC-7)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from accounts.models.member import User


class PasswordLinkQuerySet(models.QuerySet["PasswordLink"]):
    def open(self) -> Self:
        """Those whose question was not answered wrongly too often; whether they are used or old, their key tells."""
        return self.filter(user__is_active=True, wrong_answers__lt=settings.WRONG_ANSWERS)


class PasswordLink(models.Model):
    """One asked-for link. Its key is made when the mail is written and not stored; the wrong answers are its own."""

    user = models.ForeignKey(User, models.CASCADE, related_name="password_links")
    asked_at = models.DateTimeField()
    wrong_answers = models.PositiveSmallIntegerField(default=0)

    objects = PasswordLinkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.user}: {self.asked_at}"
