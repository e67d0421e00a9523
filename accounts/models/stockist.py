"""What a company reports of its approval as stockist, and what staff answered (ACC-19c)."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.company import Company, StockistApproval
from accounts.models.member import Member, User
from common.uploads import RandomName


class ReportState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("stockist report", "Waiting")
    CONFIRMED = "confirmed", pgettext_lazy("stockist report", "Confirmed")
    REFUSED = "refused", pgettext_lazy("stockist report", "Refused")


class StockistReportQuerySet(models.QuerySet["StockistReport"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(company_id=member.company_id)

    def waiting(self) -> Self:
        return self.filter(state=ReportState.WAITING)

    def locked(self) -> Self:
        return self.select_for_update(of=("self",)).select_related("company__market", "company__account_manager")


class StockistReport(models.Model):
    """A report with its proof; confirming it makes the approval by which prices are net."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="stockist_reports")
    number = models.CharField(_("number of the approval"), max_length=40)
    decided_on = models.DateField(_("date of the decision"))
    proof = models.FileField(_("proof"), max_length=200, upload_to=RandomName("stockists"))
    proof_type = models.CharField(max_length=100)
    proof_name = models.CharField(_("name of the file"), max_length=200, help_text=_("As it was sent."))
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.WAITING)
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("reported by"))
    reported_at = models.DateTimeField(_("reported"))
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reason = models.CharField(_("reason of the refusal"), max_length=300, blank=True)
    approval = models.OneToOneField(
        StockistApproval, models.SET_NULL, null=True, blank=True, related_name="report", verbose_name=_("approval")
    )

    objects = StockistReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("stockist report")
        verbose_name_plural = _("stockist reports")
        ordering: ClassVar = ["-reported_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company"], condition=Q(state="waiting"), name="company_has_one_waiting_stockist_report"
            ),
            models.CheckConstraint(
                name="stockist_report_answered_by_somebody",
                condition=Q(state="waiting", answered_at=None, answered_by=None)
                | Q(~Q(state="waiting"), answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(name="stockist_refused_with_reason", condition=~Q(state="refused", reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.company}: {self.number}"
