"""Promotions: a price for some time on some products, for a whole market or for chosen companies (CAT-4c)."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product

PERIOD = Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange")


class Promotion(models.Model):
    """What a promotion is called and when it runs; what it costs stands in its prices."""

    market = models.ForeignKey("markets.Market", models.PROTECT, related_name="promotions", db_index=False)
    name = models.CharField(_("name"), max_length=120, help_text=_("Resellers read it beside the price."))
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="promotion_ends_after_start",
                condition=Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day is before the first."),
            ),
            # The prices refer to all four, so that a row cannot hold another period than its promotion.
            models.UniqueConstraint(
                fields=["id", "market", "valid_from", "valid_to"], name="promotion_as_its_prices_repeat_it"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["market", "valid_to"], name="promotion_running")]

    def __str__(self) -> str:
        return self.name


class PromotionPrice(models.Model):
    """A product's price in a promotion, in minor units, for one company or, without one, for the whole market.

    Market and period repeat the promotion's, and the database keeps them so: a product has at most one price in a
    market, and at most one for a company, on any day.
    """

    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="prices")
    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    market = models.ForeignKey("markets.Market", models.PROTECT, related_name="+", db_index=False)
    company = models.ForeignKey(
        "accounts.Company", models.CASCADE, null=True, blank=True, related_name="promotion_prices", db_index=False
    )
    price_minor = models.BigIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="promotion_price_positive", condition=Q(price_minor__gt=0)),
            models.CheckConstraint(name="promotion_price_ends_after_start", condition=Q(valid_to__gte=F("valid_from"))),
            ExclusionConstraint(
                name="promotions_of_a_market_do_not_overlap",
                expressions=[
                    ("market", RangeOperators.EQUAL),
                    ("product", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                condition=Q(company=None),
            ),
            ExclusionConstraint(
                name="promotions_for_a_company_do_not_overlap",
                expressions=[
                    ("company", RangeOperators.EQUAL),
                    ("product", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                condition=Q(company__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["market", "product"], condition=Q(company=None), name="promotion_price_market"),
            models.Index(
                fields=["company", "product"], condition=Q(company__isnull=False), name="promotion_price_company"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promotion_id}/{self.product_id}"
