"""Who did what and when in a company, staff on its behalf included; rows are only added (ACC-17)."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.facts import FactsDecoder, FactsEncoder
from accounts.models.company import Company
from accounts.models.member import Member, User


class ActivityKind(models.TextChoices):
    SIGNED_IN = "signed_in", _("Signed in")
    USER_ADDED = "user_added", _("User added")
    INVITED_AGAIN = "invited_again", _("Invitation sent again")
    JOINED = "joined", _("Invitation accepted")
    USER_EDITED = "user_edited", _("User edited")
    EMAIL_CHANGED = "email_changed", _("E-mail address changed")
    RIGHTS_CHANGED = "rights_changed", _("Privileges changed")
    USER_DISABLED = "user_disabled", _("User disabled")
    USER_ENABLED = "user_enabled", _("User enabled")
    USER_LOCKED = "user_locked", _("User locked")
    USER_UNLOCKED = "user_unlocked", _("User unlocked")
    USER_DELETED = "user_deleted", _("User deleted")
    PASSWORD_LINK_SENT = "password_link_sent", _("New password link sent")
    PASSWORD_CHOSEN = "password_chosen", _("Password chosen by link")
    MAIL_ADDRESS_CONFIRMED = "mail_address_confirmed", _("Other address confirmed")
    MAIL_ADDRESS_REMOVED = "mail_address_removed", _("Other address removed")
    FACTOR_ADDED = "factor_added", _("Second factor added")
    FACTOR_REMOVED = "factor_removed", _("Second factor removed")
    FACTOR_RESET = "factor_reset", _("Second factor reset")
    FACTOR_REQUIRED = "factor_required", _("Second factor required")
    FACTOR_OPTIONAL = "factor_optional", _("Second factor no longer required")
    END_CUSTOMER_ADDED = "end_customer_added", _("End customer added")
    END_CUSTOMER_EDITED = "end_customer_edited", _("End customer edited")
    END_CUSTOMER_REMOVED = "end_customer_removed", _("End customer removed")
    END_CUSTOMER_REFUSED = "end_customer_refused", _("End customer refused")
    APPLICATION_APPROVED = "application_approved", _("Application approved")
    ACCESS_ASKED = "access_asked", _("Access asked for")
    ACCESS_DECLINED = "access_declined", _("Access declined")
    COMPANY_CHANGED = "company_changed", _("Company data changed")
    SERVICE_REMOVED = "service_removed", _("Service switched off by the distributor")
    SERVICE_RESTORED = "service_restored", _("Service restored by the distributor")
    STOCKIST_REPORTED = "stockist_reported", _("Stockist approval reported")
    STOCKIST_CONFIRMED = "stockist_confirmed", _("Stockist approval confirmed")
    STOCKIST_REFUSED = "stockist_refused", _("Stockist approval refused")
    ACCESS_REVIEWED = "access_reviewed", _("Access reviewed")
    PART_NUMBER_ADDED = "part_number_added", _("Own part number added")
    PART_NUMBER_CHANGED = "part_number_changed", _("Own part number changed")
    PART_NUMBER_REMOVED = "part_number_removed", _("Own part number removed")
    PART_NUMBERS_IMPORTED = "part_numbers_imported", _("Own part numbers imported")
    BID_TERMS_ACCEPTED = "bid_terms_accepted", _("Terms of a BID accepted")
    FEED_ADDRESS_MADE = "feed_address_made", _("Address of a price feed made")
    FEED_ADDRESS_RENEWED = "feed_address_renewed", _("Address of a price feed renewed")
    FEED_ADDRESS_WITHDRAWN = "feed_address_withdrawn", _("Address of a price feed withdrawn")
    ORDER_PLACED = "order_placed", _("Order placed")


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(company_id=member.company_id)

    def concerning(self, user_id: int) -> Self:
        """What a person did, asked for, or what was done to them."""
        return self.filter(Q(actor_id=user_id) | Q(subject_id=user_id) | Q(asked_by_id=user_id))

    def between(self, start: datetime | None, end: datetime | None) -> Self:
        """From one moment up to, not including, another; either may be open."""
        rows = self.filter(at__gte=start) if start else self
        return rows.filter(at__lt=end) if end else rows


class Activity(models.Model):
    """One act in a company. The database refuses to change or delete it."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="activities")
    at = models.DateTimeField()
    kind = models.CharField(max_length=30, choices=ActivityKind)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text=_("Empty: the portal."))
    asked_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("The administrator for whom staff acted."),
    )
    subject = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text=_("Whom it is about."))
    facts = models.JSONField(default=dict, encoder=FactsEncoder, decoder=FactsDecoder)
    address = models.GenericIPAddressField(_("network address"), null=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["company", "-at", "-id"], name="activity_list"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
