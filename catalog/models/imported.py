"""Files that staff import: what each is taken for, how far it is, and what came of it; kept as a history (CAT-15)."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from common.uploads import RandomName

PLACE = RandomName("imports")


class ImportKind(models.TextChoices):
    PRODUCTS = "products", _("Products")
    PRICES = "prices", _("Prices")
    STOCK = "stock", _("Stock")
    BIDS = "bids", _("BIDs")


class ImportStep(models.TextChoices):
    """How far somebody went with a file: each step is begun by a button."""

    COLUMNS = "columns", pgettext_lazy("import", "Columns")
    TRIAL = "trial", pgettext_lazy("import", "Dry run")
    IMPORT = "import", pgettext_lazy("import", "Import")


class ImportState(models.TextChoices):
    """How far its step is."""

    WAITING = "waiting", pgettext_lazy("import", "Waiting")
    RUNNING = "running", pgettext_lazy("import", "Running")
    DONE = "done", pgettext_lazy("import", "Done")
    FAILED = "failed", pgettext_lazy("import", "Failed")
    CANCELED = "canceled", pgettext_lazy("import", "Canceled")


class ImportQuerySet(models.QuerySet["Import"]):
    def unfinished(self) -> Self:
        return self.filter(state__in=(ImportState.WAITING, ImportState.RUNNING))

    def silent(self, now: datetime) -> Self:
        """Running without a sign of life for a while; whether somebody still works on it a lock tells."""
        quiet_since = now - timedelta(seconds=settings.DOWNLOAD_SILENCE)
        return self.filter(state=ImportState.RUNNING, seen_at__lt=quiet_since)

    def imported(self) -> Self:
        """Those that staff had imported, done or failed: the history."""
        return self.filter(step=ImportStep.IMPORT)

    def left_alone(self, now: datetime) -> Self:
        """With a file that nobody did anything with for long."""
        before = now - timedelta(hours=settings.IMPORT_HOURS)
        return self.exclude(file="").filter(asked_at__lte=before).exclude(pk__in=self.unfinished())


class Import(models.Model):
    """One file, from being chosen to what its import did.

    `columns` is what each column of the file is taken for, empty where it is not used. `attempt` counts who began the
    step; only the last of them may go on. Of the file nothing is kept once it is imported but the report.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=ImportKind)
    file = models.FileField(upload_to=PLACE, max_length=100, blank=True)
    file_name = models.CharField(_("file"), max_length=200)
    size = models.PositiveBigIntegerField(help_text=_("In bytes."))
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    language = models.CharField(max_length=10)
    on = models.DateField(_("day"), help_text=_("Whose edition of the price lists gets the prices."))
    heads = models.JSONField(default=list)
    first_rows = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    step = models.CharField(_("step"), max_length=10, choices=ImportStep, default=ImportStep.COLUMNS)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.DONE)
    failure = models.TextField(blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0, help_text=_("Of the file that is read."))
    rows = models.PositiveIntegerField(_("rows"), default=0)
    added = models.PositiveIntegerField(_("added"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    reasons = models.JSONField(default=dict)
    samples = models.JSONField(default=dict)
    report = models.FileField(upload_to=PLACE, max_length=100, blank=True)
    sent_at = models.DateTimeField(_("sent"))
    asked_at = models.DateTimeField(help_text=_("When the step was asked for."))
    seen_at = models.DateTimeField(null=True, help_text=_("The last sign of life of whoever runs it."))
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar = ["-pk"]
        permissions: ClassVar = [(f"import_{kind.value}", f"Can import {kind.value}") for kind in ImportKind]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="import_running_shows_life", condition=~Q(state="running") | Q(seen_at__isnull=False)
            ),
            models.CheckConstraint(
                name="import_unfinished_has_its_file", condition=~Q(state__in=("waiting", "running")) | ~Q(file="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], condition=Q(state__in=("waiting", "running")), name="import_unfinished"),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("admin:catalog_import_change", args=[self.pk])

    @property
    def is_unfinished(self) -> bool:
        return self.state in (ImportState.WAITING, ImportState.RUNNING)

    @property
    def is_trial(self) -> bool:
        return self.step == ImportStep.TRIAL

    @property
    def unchanged(self) -> int:
        return self.rows - self.added - self.changed - self.refused
