"""Baskets and their lines (BAS). One is current for each member."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.privileges import Privilege
from common.fields import AmountField

if TYPE_CHECKING:
    from accounts.models import Member


class BasketStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    ORDERED = "ordered", _("Ordered")
    ARCHIVED = "archived", _("Archived")


class BasketQuerySet(models.QuerySet["Basket"]):
    def visible_to(self, member: "Member") -> Self:
        """One's own baskets, none without the privilege (BAS-2, BAS-8)."""
        if not member.may(Privilege.KEEP_BASKETS):
            return self.none()
        return self.filter(company_id=member.company_id, owner_id=member.pk)

    def active(self) -> Self:
        return self.filter(status=BasketStatus.ACTIVE)

    def not_archived(self) -> Self:
        return self.exclude(status=BasketStatus.ARCHIVED)

    def with_line_count(self) -> Self:
        return self.annotate(line_count=Count("lines"))

    def locked(self) -> Self:
        return self.select_for_update(of=("self",))


class Basket(models.Model):
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="baskets")
    owner = models.ForeignKey("accounts.Member", models.PROTECT, related_name="baskets")
    name = models.CharField(max_length=80)
    status = models.CharField(max_length=10, choices=BasketStatus, default=BasketStatus.ACTIVE)
    is_current = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    line_count: int  # where it was asked for: `with_line_count`

    objects = BasketQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-is_current", "-changed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_current=True), name="member_has_one_current_basket"
            ),
            models.CheckConstraint(
                name="current_basket_is_active", condition=Q(is_current=False) | Q(status=BasketStatus.ACTIVE)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("baskets:basket", args=[self.pk])


class BasketLine(models.Model):
    """A product and how many; price, its source and stock as seen when it was added tell what changed since (BAS-5)."""

    basket = models.ForeignKey(Basket, models.CASCADE, related_name="lines")
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    bid = models.ForeignKey(
        "catalog.Bid",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Chosen for this line; its price holds while the BID does (CAT-4)."),
    )
    note = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    price_when_added = AmountField(null=True, blank=True)
    price_source_when_added = models.CharField(max_length=30, blank=True)
    price_source_name_when_added = models.CharField(max_length=120, blank=True)
    price_valid_until_when_added = models.DateField(null=True, blank=True)
    available_when_added = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["basket", "product"], name="product_is_in_a_basket_once"),
            models.CheckConstraint(name="basket_line_quantity_positive", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.product_id}"
