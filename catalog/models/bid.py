"""BIDs: special prices agreed for one deal of a company, for so many pieces and some time (CAT-6)."""

import hashlib
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import MD5
from django.utils.translation import gettext_lazy as _

from accounts.privileges import Privilege
from catalog.models.product import Product

if TYPE_CHECKING:
    from accounts.models import Member


class BidQuerySet(models.QuerySet["Bid"]):
    def visible_to(self, member: "Member") -> Self:
        """BIDs of the member's company, none without the privilege: they are prices (ACC-13)."""
        if not member.may(Privilege.VIEW_PRICES):
            return self.none()
        return self.filter(company_id=member.company_id)

    def valid(self, on: date) -> Self:
        return self.filter(valid_from__lte=on, valid_to__gte=on)


class Bid(models.Model):
    """A deal: whose it is, for whom, and until when; its prices are in the currency of the company's market."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="bids", verbose_name=_("company"))
    number = models.CharField(_("number"), max_length=40, help_text=_("As the manufacturer or we gave it."))
    end_customer = models.CharField(
        _("end customer"), max_length=200, blank=True, help_text=_("For whom the deal is, where it names somebody.")
    )
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"))
    terms = models.TextField(
        _("manufacturer's terms"),
        blank=True,
        help_text=_("Accepted by the company before it buys at this BID, and anew where they change. Empty: none."),
    )

    objects = BidQuerySet.as_manager()

    class Meta:
        verbose_name = _("BID")
        verbose_name_plural = _("BIDs")
        ordering: ClassVar = ["-valid_to", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "number"],
                name="bid_number_once_in_a_company",
                violation_error_message=_("The company has a BID of this number already."),
            ),
            models.CheckConstraint(
                name="bid_ends_after_start",
                condition=Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def mark(self) -> str:
        """What a page carries of the terms that it showed."""
        return hashlib.sha256(self.terms.encode()).hexdigest()[:16]


class BidPriceQuerySet(models.QuerySet["BidPrice"]):
    def with_acceptance(self) -> Self:
        """With `is_accepted`: whether the company accepted its BID's terms as they stand, or there are none."""
        accepted = BidAcceptance.objects.filter(bid=OuterRef("bid"), terms=OuterRef("bid__terms"))
        return self.select_related("bid").annotate(is_accepted=Q(bid__terms="") | Exists(accepted))


class BidPrice(models.Model):
    """A product in a BID: the price of one in minor units, how many pieces were agreed, how many orders took."""

    bid = models.ForeignKey(Bid, models.CASCADE, related_name="prices", db_index=False)
    product = models.ForeignKey(Product, models.PROTECT, related_name="bid_prices")
    price_minor = models.BigIntegerField()
    quantity = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)

    is_accepted: bool  # of its BID's terms, where `with_acceptance` asked

    objects = BidPriceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bid", "product"], name="product_is_in_a_bid_once"),
            models.CheckConstraint(name="bid_price_positive", condition=Q(price_minor__gt=0)),
            models.CheckConstraint(name="bid_quantity_left_never_below_zero", condition=Q(used__lte=F("quantity"))),
        ]

    def __str__(self) -> str:
        return f"{self.bid_id}/{self.product_id}"

    @property
    def left(self) -> int:
        return self.quantity - self.used


class BidAcceptance(models.Model):
    """Who accepted which terms of a BID for the company, and when; other words are accepted anew (ORD-1b)."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="acceptances", db_index=False)
    terms = models.TextField()
    accepted_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["accepted_at"]
        constraints: ClassVar = [models.UniqueConstraint(F("bid"), MD5("terms"), name="bid_terms_accepted_once")]

    def __str__(self) -> str:
        return f"{self.bid_id} {self.accepted_at}"
