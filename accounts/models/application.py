"""Applications of resellers who want to become customers, and the papers they hand in (ACC-1, ACC-2, MKT-11)."""

import secrets
import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.company import Company
from accounts.models.member import AddressField, User
from accounts.models.postal import printed_lines
from common.fields import AmountField
from common.uploads import RandomName

LETTERS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"  # none that is taken for another one on the telephone


def fresh_reference() -> str:
    """A reference that tells nobody how many applications there are."""
    letters = "".join(secrets.choice(LETTERS) for _place in range(8))
    return f"A-{letters[:4]}-{letters[4:]}"


class ApplicationState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("application", "Being checked")
    INCOMPLETE = "incomplete", pgettext_lazy("application", "Something is missing")
    APPROVED = "approved", pgettext_lazy("application", "Approved")
    DECLINED = "declined", pgettext_lazy("application", "Declined")


OPEN = (ApplicationState.WAITING, ApplicationState.INCOMPLETE)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def late(self, now: datetime) -> Self:
        """Complete, and not answered by the time that the applicant was told (BR FAQ: 48 hours)."""
        return self.filter(state=ApplicationState.WAITING, due_at__lt=now)

    def by_due_time(self) -> Self:
        """What is due first on top; what waits for the applicant, and what is decided, below."""
        return self.order_by(F("due_at").asc(nulls_last=True), "-applied_at", "-pk")


class Application(models.Model):
    """What a reseller wrote to become a customer, and how far it has come.

    The private link to its page is not stored: it is signed from `key` when a mail is written.
    """

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=fresh_reference)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    form_key = models.UUIDField(
        unique=True,
        default=uuid.uuid4,
        editable=False,
        help_text=_("Of the form, so that a second click sends nothing."),
    )
    market = models.ForeignKey("markets.Market", models.PROTECT, related_name="applications")
    state = models.CharField(_("state"), max_length=12, choices=ApplicationState, default=ApplicationState.WAITING)
    language = models.CharField(_("language"), max_length=10)
    company_name = models.CharField(_("company"), max_length=200)
    tax_number = models.CharField(_("tax number"), max_length=40)
    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("province, state or county"), max_length=10, blank=True)
    street = models.CharField(_("street and number"), max_length=200)
    extra = models.CharField(_("floor, gate or building"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20)
    city = models.CharField(_("city"), max_length=100)
    website = models.CharField(_("website"), max_length=200, blank=True)
    business = models.TextField(_("what the company sells, and to whom"), max_length=2000)
    contact_name = models.CharField(_("contact"), max_length=150)
    email = AddressField(_("e-mail address"), max_length=254)
    phone = models.CharField(_("phone"), max_length=40)
    was_customer = models.BooleanField(_("was a customer before"), default=False)
    former_number = models.CharField(_("former customer number"), max_length=20, blank=True)
    processing_fee = AmountField(
        _("processing fee"),
        null=True,
        blank=True,
        help_text=_("Before taxes, in the market's currency, as the applicant was shown it; due on approval (MKT-7)."),
    )
    papers_asked = ArrayField(
        models.CharField(max_length=80), verbose_name=_("papers asked for"), default=list, blank=True
    )
    applied_at = models.DateTimeField(_("applied"))
    complete_at = models.DateTimeField(_("complete since"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    company = models.OneToOneField(Company, models.PROTECT, null=True, blank=True, related_name="application")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering: ClassVar = ["-applied_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="application_due"),
            models.Index(fields=["tax_number"], name="application_tax_number"),
            models.Index(fields=["email"], name="application_email"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="application_waiting_is_due",
                condition=Q(state="waiting", complete_at__isnull=False, due_at__isnull=False)
                | (~Q(state="waiting") & Q(due_at=None)),
            ),
            models.CheckConstraint(
                name="application_decided_by_somebody",
                condition=Q(state__in=["approved", "declined"], decided_at__isnull=False, decided_by__isnull=False)
                | Q(state__in=["waiting", "incomplete"], decided_at=None, decided_by=None),
            ),
            models.CheckConstraint(
                name="application_approved_has_company",
                condition=Q(state="approved", company__isnull=False) | (~Q(state="approved") & Q(company=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.company_name}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_late(self, now: datetime) -> bool:
        return self.due_at is not None and self.due_at < now

    def lines(self) -> list[str]:
        """The address as it is printed, without empty lines."""
        return printed_lines(self, self.company_name)


class ApplicationEventKind(models.TextChoices):
    APPLIED = "applied", pgettext_lazy("application", "Applied")
    MORE_ASKED = "more_asked", pgettext_lazy("application", "Asked for more")
    ANSWERED = "answered", pgettext_lazy("application", "Answered")
    APPROVED = "approved", pgettext_lazy("application", "Approved")
    DECLINED = "declined", pgettext_lazy("application", "Declined")


class ApplicationEvent(models.Model):
    """One step of an application; `text` is what staff asked or gave as reason, or what the applicant answered."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=ApplicationEventKind)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text=_("Empty: the applicant."))
    text = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.application.reference}: {self.kind}"


class ApplicationDocument(models.Model):
    """A paper that an applicant handed in, or, before the form was accepted, one that waits with the rest of it.

    `paper` is what was asked for, `name` what the applicant called the file.
    """

    application = models.ForeignKey(Application, models.CASCADE, null=True, blank=True, related_name="documents")
    draft = models.UUIDField(null=True, blank=True, editable=False)
    paper = models.CharField(_("paper"), max_length=80)
    file = models.FileField(upload_to=RandomName("applications"), max_length=100)
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded"))

    class Meta:
        verbose_name = _("paper of an application")
        verbose_name_plural = _("papers of applications")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="paper_of_an_application_or_a_draft",
                condition=Q(application=None, draft__isnull=False) | Q(application__isnull=False, draft=None),
            ),
            models.UniqueConstraint(fields=["draft", "paper"], name="one_file_for_a_paper_of_a_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.paper}: {self.name}"
