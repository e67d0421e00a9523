"""What people are told. A row written in the transaction of its cause is the outbox (ACC-26)."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.facts import FactsDecoder, FactsEncoder
from accounts.models.company import Company
from accounts.models.member import Member, User
from accounts.privileges import Privilege


class NotificationKind(models.TextChoices):
    ORDER_CONFIRMATION = "order_confirmation", _("Order confirmation")
    SHIPMENT = "shipment", _("Shipment")
    BACKORDER = "backorder", _("Backorder")
    BACKORDER_REPORT = "backorder_report", _("Backorder report")
    STOCK_WATCH = "stock_watch", _("Watched stock")
    PRICE_WATCH = "price_watch", _("Watched prices")
    PRICE_FEED = "price_feed", _("Price feed")
    DOWNLOAD = "download", _("Download")
    INVOICE = "invoice", _("Invoice")
    STATEMENT = "statement", _("Statement")
    RETURN = "return", _("Return")
    QUOTE = "quote", _("Quote")
    APPROVAL = "approval", _("Approval")
    ACCOUNT = "account", _("Account")


# Without it nobody is told, by mail or in the list, whenever it was written (ACC-13); kinds for everybody have none.
NEEDED_FOR = {
    NotificationKind.ORDER_CONFIRMATION: Privilege.VIEW_ORDERS,
    NotificationKind.SHIPMENT: Privilege.VIEW_ORDERS,
    NotificationKind.BACKORDER: Privilege.VIEW_ORDERS,
    NotificationKind.BACKORDER_REPORT: Privilege.VIEW_ORDERS,
    NotificationKind.STOCK_WATCH: Privilege.VIEW_STOCK,
    NotificationKind.PRICE_WATCH: Privilege.VIEW_PRICES,
    NotificationKind.PRICE_FEED: Privilege.DOWNLOAD_PRICE_LISTS,
}


def closed_to(member: Member) -> frozenset[str]:
    """Kinds that the member may not be told of, for want of a privilege."""
    return frozenset(kind for kind, privilege in NEEDED_FOR.items() if not member.may(privilege))


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, member: Member) -> Self:
        """What the member was told in this company and may know now, and what concerns the person wherever they are."""
        closed = closed_to(member)
        told = self.filter(Q(company_id=member.company_id) | Q(company_id=None), user_id=member.user_id)
        return told.exclude(kind__in=closed) if closed else told

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def of_kind(self, kind: str) -> Self:
        """Of one kind, or of all where none is named."""
        return self.filter(kind=kind) if kind else self

    def unsent(self) -> Self:
        return self.filter(sent_at=None, by_email=True, gave_up_at=None)

    def due(self, now: datetime) -> Self:
        """Mails to send now, those first that have waited longest."""
        return self.unsent().filter(try_after__lte=now).order_by("try_after", "pk")


class Notification(models.Model):
    """One thing that one person is told, in the portal and by e-mail; `key` makes it come once."""

    user = models.ForeignKey(
        User,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notifications",
        help_text=_("Empty: somebody who is no user, such as an applicant; they get the mail alone."),
    )
    company = models.ForeignKey(Company, models.CASCADE, null=True, blank=True, related_name="notifications")
    market = models.ForeignKey(
        "markets.Market",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Whose formats and clock a mail to somebody without a company is written in."),
    )
    kind = models.CharField(max_length=20, choices=NotificationKind)
    key = models.CharField(max_length=120, help_text=_("Says what it tells of; the same thing is told a person once."))
    template = models.CharField(max_length=60, help_text=_("Name of the mail's template below <app>/emails/."))
    facts = models.JSONField(
        default=dict,
        encoder=FactsEncoder,
        decoder=FactsDecoder,
        help_text=_("What the template says, frozen at the time of the cause."),
    )
    link = models.CharField(max_length=300, blank=True)
    by_email = models.BooleanField(default=True)
    email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField()
    gave_up_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="told_once"),
            models.UniqueConstraint(fields=["email", "key"], condition=Q(user=None), name="stranger_told_once"),
            models.CheckConstraint(
                name="notification_of_somebody", condition=Q(user__isnull=False) | (Q(by_email=True) & ~Q(email=""))
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["try_after", "id"],
                condition=Q(sent_at=None, by_email=True, gave_up_at=None),
                name="notification_outbox",
            ),
            models.Index(fields=["user", "-created_at"], name="notification_list"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return self.key
