"""Where a person is signed in (ACC-10)."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.sessions.models import Session
from django.db import models

from accounts.devices import device_of
from accounts.models.member import User


class UserSessionQuerySet(models.QuerySet["UserSession"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(user=user)

    def alive(self, now: datetime) -> Self:
        """Those that still sign somebody in; the others ended by themselves."""
        return self.filter(session_key__in=Session.objects.filter(expire_date__gt=now).values("session_key"))


class UserSession(models.Model):
    """One browser in which a user is signed in; `session_key` names the row of Django's sessions."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    user_agent = models.CharField(max_length=300, blank=True)
    network_address = models.GenericIPAddressField(null=True, blank=True)
    began_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()  # to five minutes

    objects = UserSessionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-last_seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.began_at}"

    @property
    def device(self) -> str:
        return device_of(self.user_agent)
