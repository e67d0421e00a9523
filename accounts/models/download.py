"""Files that are made for a member in the background: how far each is, then the file, until it is deleted (PLT-4)."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.company import Company
from accounts.models.member import Member
from accounts.privileges import Privilege
from common.uploads import RandomName

PLACE = RandomName("downloads")


class DownloadKind(models.TextChoices):
    PRICE_LIST = "price_list", _("Price list")
    PRICE_FEED = "price_feed", _("Price feed")


class DownloadState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("download", "Waiting")
    RUNNING = "running", pgettext_lazy("download", "Being made")
    READY = "ready", pgettext_lazy("download", "Ready")
    FAILED = "failed", pgettext_lazy("download", "Failed")


class DownloadFailure(models.TextChoices):
    INTERRUPTED = "interrupted", _("It was interrupted several times. Please have it made again.")
    NOT_ALLOWED = "not_allowed", _("You no longer have the privileges that it needs.")
    GONE = "gone", _("What it is about is no longer there.")
    TOO_LONG = "too_long", _("It has more rows than a sheet takes. Have it made as CSV.")


class DownloadQuerySet(models.QuerySet["Download"]):
    def visible_to(self, member: Member) -> Self:
        """One's own, as far as one still has every privilege that what is in them needs (ACC-13, ACC-14)."""
        held = [privilege for privilege in Privilege if member.may(privilege)]
        return self.filter(member_id=member.pk, needs__contained_by=held)

    def unfinished(self) -> Self:
        return self.filter(state__in=(DownloadState.WAITING, DownloadState.RUNNING))

    def finished(self) -> Self:
        return self.filter(state__in=(DownloadState.READY, DownloadState.FAILED))

    def ready(self, now: datetime) -> Self:
        """With a file to fetch."""
        return self.filter(state=DownloadState.READY, expires_at__gt=now)

    def silent(self, now: datetime) -> Self:
        """Being made, and without a sign of life for too long: whoever made it was killed."""
        quiet_since = now - timedelta(seconds=settings.DOWNLOAD_SILENCE)
        return self.filter(state=DownloadState.RUNNING, seen_at__lt=quiet_since)

    def expired(self, now: datetime) -> Self:
        return self.filter(expires_at__lte=now)


class Download(models.Model):
    """One file that a member asked for. `key` says what exactly: the same is not made twice at once.

    `attempt` counts who began to make it; only the last of them may go on. `file` is named before a byte is written,
    so that no file is ever left without a row.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="downloads")
    kind = models.CharField(max_length=20, choices=DownloadKind)
    key = models.UUIDField()
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    parameters = models.JSONField(default=dict)
    needs = ArrayField(models.CharField(max_length=30, choices=Privilege), default=list)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=DownloadState, default=DownloadState.WAITING)
    failure = models.CharField(max_length=20, choices=DownloadFailure, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(_("rows written"), default=0)
    total = models.PositiveIntegerField(_("rows"))
    file = models.FileField(upload_to=PLACE, max_length=100, blank=True)
    size = models.PositiveBigIntegerField(null=True, help_text=_("In bytes."))
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True, help_text=_("The last sign of life of whoever makes it."))
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(help_text=_("When it is deleted."))

    objects = DownloadQuerySet.as_manager()

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "kind", "key"],
                condition=Q(state__in=("waiting", "running")),
                name="download_made_once_at_a_time",
            ),
            models.CheckConstraint(
                name="download_ready_with_a_file", condition=~Q(state="ready") | (~Q(file="") & Q(size__isnull=False))
            ),
            models.CheckConstraint(
                name="download_running_shows_life", condition=~Q(state="running") | Q(seen_at__isnull=False)
            ),
            models.CheckConstraint(
                name="download_failed_for_a_reason", condition=Q(state="failed", failure__gt="") | ~Q(state="failed")
            ),
            models.CheckConstraint(name="download_kept_for_a_time", condition=Q(expires_at__gt=F("asked_at"))),
        ]
        indexes: ClassVar = [
            models.Index(fields=["member", "-asked_at", "-id"], name="download_list"),
            models.Index(
                fields=["kind", "asked_at"], condition=Q(state__in=("waiting", "running")), name="download_unfinished"
            ),
            models.Index(fields=["expires_at"], name="download_expiry"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("downloads:one", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.state in (DownloadState.READY, DownloadState.FAILED)

    @property
    def is_ready(self) -> bool:
        return self.state == DownloadState.READY
