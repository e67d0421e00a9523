"""A member's price feed: the whole price list, made at night, mailed as a link or fetched at an address (CAT-9)."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Company, Frequency, Member


class FeedKind(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


class FeedMail(models.TextChoices):
    """How often a mail with a link comes."""

    NEVER = "", pgettext_lazy("mails", "Never")
    DAILY = Frequency.DAILY.value, Frequency.DAILY.label
    WEEKLY = Frequency.WEEKLY.value, Frequency.WEEKLY.label


class PriceFeedQuerySet(models.QuerySet["PriceFeed"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(member_id=member.pk)

    def wanted(self) -> Self:
        """By mail or at an address."""
        return self.filter(~Q(mail=FeedMail.NEVER) | Q(token_hash__isnull=False))


class PriceFeed(models.Model):
    """What a member wants of the feed. The address itself is shown once; of its token only the hash is kept.

    `asked_on` and `mailed_on` are days of the market: the last for which a file was asked for, and was to be mailed.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    member = models.OneToOneField(Member, models.CASCADE, related_name="price_feed")
    kind = models.CharField(_("format"), max_length=4, choices=FeedKind, default=FeedKind.CSV)
    mail = models.CharField(_("mail with a link"), max_length=10, choices=FeedMail, blank=True, default=FeedMail.NEVER)
    language = models.CharField(max_length=10)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True, help_text=_("SHA-256."))
    address_made_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    asked_on = models.DateField(null=True)
    mailed_on = models.DateField(null=True)

    objects = PriceFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("price feed")
        verbose_name_plural = _("price feeds")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="feed_address_since_a_time", condition=Q(token_hash=None) | Q(address_made_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return str(self.member_id)

    @property
    def has_address(self) -> bool:
        return self.token_hash is not None
