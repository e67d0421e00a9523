"""What members asked to be told of products (CAT-3)."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from catalog.models.product import Product
from common.fields import AmountField


class Pace(models.TextChoices):
    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("in a daily digest")


class WatchQuerySet(models.QuerySet["Watch"]):
    def visible_to(self, member: Member) -> Self:
        """One's own, in the company one acts for."""
        return self.filter(member_id=member.pk)


class Watch(models.Model):
    """A member is told what changes of a product, each change once; `seen_…` is what they know of it.

    `seen_price` is the company's own price of one item in its market's currency, None while it is on request.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="watches")
    product = models.ForeignKey(Product, models.CASCADE, related_name="watches")
    stock = models.BooleanField(_("when it comes into stock or runs out"), default=False)
    eta = models.BooleanField(_("when the day of the next delivery changes"), default=False)
    price = models.BooleanField(_("when its price changes"), default=False)
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.AT_ONCE)
    seen_in_stock = models.BooleanField(default=False)
    seen_expected_on = models.DateField(null=True, blank=True)
    seen_price = AmountField(null=True, blank=True)
    told = models.PositiveIntegerField(default=0, help_text=_("How many changes were told."))
    key = models.UUIDField(default=uuid.uuid4, editable=False, help_text=_("From it the link that ends it is signed."))
    created_at = models.DateTimeField()
    digested_at = models.DateTimeField(help_text=_("When the daily digest last looked at it."))

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "product"], name="watch_of_a_product_once"),
            models.CheckConstraint(name="watch_of_something", condition=Q(stock=True) | Q(eta=True) | Q(price=True)),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.product_id}"

    def knows(self, *, in_stock: bool, expected_on: date | None) -> bool:
        """Whether the member was told of this stock and day already, as far as they asked."""
        return not (
            (self.stock and in_stock != self.seen_in_stock) or (self.eta and expected_on != self.seen_expected_on)
        )
