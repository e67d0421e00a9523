"""What a company says of itself: whom to reach there, and what its people are certified for (ACC-19)."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.company import Company
from accounts.models.member import User


class CompanyContact(models.Model):
    """Somebody to reach in the company about something; they need not be a user."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="contacts")
    label = models.CharField(_("for"), max_length=80, help_text=_("What one asks them about: purchasing, invoices."))
    name = models.CharField(_("name"), max_length=150)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering: ClassVar = ["label", "name", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.label})"


class CertificationQuerySet(models.QuerySet["CompanyCertification"]):
    def holding(self, on: date) -> Self:
        """Those that open something on this day: confirmed by staff, and not expired (CAT-7)."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=on), confirmed_at__isnull=False)


class CompanyCertification(models.Model):
    """A manufacturer's certification or authorization of the company; it counts once staff confirmed it (CAT-7)."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="certifications")
    manufacturer = models.CharField(_("manufacturer"), max_length=100)
    name = models.CharField(_("certification"), max_length=150)
    number = models.CharField(_("number"), max_length=60, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("The last day; none: no end."))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    objects = CertificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        ordering: ClassVar = ["manufacturer", "name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="certification_confirmed_by_somebody",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.manufacturer} {self.name}"

    def state_on(self, on: date) -> str:
        """`waiting`, `expired` or `valid` on a day."""
        if self.confirmed_at is None:
            return "waiting"
        return "expired" if self.valid_until is not None and self.valid_until < on else "valid"
