"""People of an existing customer who ask to be let in (ACC-3, IX FAQ)."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.company import Company
from accounts.models.member import AddressField, User

if TYPE_CHECKING:
    from accounts.models.member import Member


class AccessRequestState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("access request", "Received")
    UNMATCHED = "unmatched", pgettext_lazy("access request", "No such customer")
    REPEATED = "repeated", pgettext_lazy("access request", "Asked again while the first request waits")
    WAITING = "waiting", pgettext_lazy("access request", "Waiting for an answer")
    ADMITTED = "admitted", pgettext_lazy("access request", "Admitted")
    DECLINED = "declined", pgettext_lazy("access request", "Declined")


MATCHED = ("repeated", "waiting", "admitted", "declined")


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def visible_to(self, member: "Member") -> Self:
        return self.filter(company_id=member.company_id)

    def matched(self) -> Self:
        return self.filter(state__in=MATCHED)

    def waiting(self) -> Self:
        return self.filter(state=AccessRequestState.WAITING)


class AccessRequest(models.Model):
    """What somebody wrote; whether it names a customer is looked up later, so that the page answers all alike."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    market = models.ForeignKey("markets.Market", models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=10)
    country = models.CharField(_("country"), max_length=2)
    customer_number = models.CharField(_("customer number"), max_length=20)
    email = AddressField(_("registered e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=150)
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(_("state"), max_length=12, choices=AccessRequestState, default=AccessRequestState.RECEIVED)
    company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="access_requests")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for access")
        verbose_name_plural = _("requests for access")
        ordering: ClassVar = ["-asked_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(state="received"), name="access_request_received"),
            models.Index(fields=["company"], condition=Q(state="waiting"), name="access_request_waiting"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="access_request_matched_has_company",
                condition=Q(state__in=MATCHED, company__isnull=False) | (~Q(state__in=MATCHED) & Q(company=None)),
            ),
            models.CheckConstraint(
                name="access_request_answered_by_somebody",
                condition=Q(state__in=["admitted", "declined"], answered_at__isnull=False, answered_by__isnull=False)
                | (~Q(state__in=["admitted", "declined"]) & Q(answered_at=None, answered_by=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.customer_number}"
