"""Ways to ship, what they cost and how long they take (MKT-10)."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from markets.models.market import Market
from markets.models.warehouse import Warehouse


def days_in_words(least: int, most: int) -> str:
    """Delivery time in business days, for people: “1 business day”, “2 to 4 business days”."""
    if least == most:
        return ngettext("%(days)d business day", "%(days)d business days", most) % {"days": most}
    return ngettext("%(least)d to %(most)d business day", "%(least)d to %(most)d business days", most) % {
        "least": least,
        "most": most,
    }


class ShippingMethodQuerySet(models.QuerySet["ShippingMethod"]):
    def offered(self, market: Market) -> Self:
        return self.filter(market=market, is_active=True)


class ShippingMethod(models.Model):
    """A way to ship with a carrier; the usual delivery time holds where no closer one is on record."""

    market = models.ForeignKey(Market, models.CASCADE, related_name="shipping_methods", verbose_name=_("market"))
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=60)
    carrier = models.CharField(_("carrier"), max_length=60)
    tracking_url = models.CharField(
        _("tracking address"), max_length=200, blank=True, help_text=_("{number} stands for the tracking number.")
    )
    is_active = models.BooleanField(_("offered"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    least_days = models.PositiveSmallIntegerField(_("delivery, least business days"), default=1)
    most_days = models.PositiveSmallIntegerField(_("delivery, most business days"), default=3)

    objects = ShippingMethodQuerySet.as_manager()

    class Meta:
        verbose_name = _("shipping method")
        verbose_name_plural = _("shipping methods")
        ordering = ("market", "position", "id")
        constraints = [
            models.UniqueConstraint("market", "code", name="shipping_method_code_once_in_market"),
            models.CheckConstraint(condition=Q(most_days__gte=F("least_days")), name="shipping_method_days_in_order"),
            models.CheckConstraint(
                condition=Q(tracking_url="") | Q(tracking_url__regex=r"^https?://.*\{number\}"),
                name="shipping_method_tracking_takes_number",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def days_text(self) -> str:
        return days_in_words(self.least_days, self.most_days)


class FreightRate(models.Model):
    """What a shipment costs up to a weight, before taxes, in the market's currency; empty place: everywhere else."""

    method = models.ForeignKey(
        ShippingMethod, models.CASCADE, related_name="freight_rates", verbose_name=_("shipping method")
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=3, blank=True)
    up_to_grams = models.PositiveIntegerField(
        _("up to, grams"), null=True, blank=True, help_text=_("Inclusive. Empty: any weight.")
    )
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("freight rate")
        verbose_name_plural = _("freight rates")
        ordering = ("method", "country", "region", F("up_to_grams").asc(nulls_last=True))
        constraints = [
            models.UniqueConstraint(
                fields=["method", "country", "region", "up_to_grams"], nulls_distinct=False, name="freight_rate_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="freight_rate_not_negative"),
            models.CheckConstraint(condition=Q(region="") | ~Q(country=""), name="freight_rate_region_has_country"),
        ]

    def __str__(self) -> str:
        return f"{self.country}{self.region} {self.amount}"


class DeliveryTime(models.Model):
    """How long a method takes from one warehouse to a place, in business days; empty place: everywhere else."""

    method = models.ForeignKey(
        ShippingMethod, models.CASCADE, related_name="delivery_times", verbose_name=_("shipping method")
    )
    warehouse = models.ForeignKey(Warehouse, models.CASCADE, related_name="delivery_times", verbose_name=_("warehouse"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=3, blank=True)
    least_days = models.PositiveSmallIntegerField(_("least business days"))
    most_days = models.PositiveSmallIntegerField(_("most business days"))

    class Meta:
        verbose_name = _("delivery time")
        verbose_name_plural = _("delivery times")
        ordering = ("method", "warehouse", "country", "region")
        constraints = [
            models.UniqueConstraint("method", "warehouse", "country", "region", name="delivery_time_once"),
            models.CheckConstraint(condition=Q(most_days__gte=F("least_days")), name="delivery_time_days_in_order"),
            models.CheckConstraint(condition=Q(region="") | ~Q(country=""), name="delivery_time_region_has_country"),
        ]

    def __str__(self) -> str:
        return f"{self.warehouse} {self.country}{self.region} {self.days_text}"

    @property
    def days_text(self) -> str:
        return days_in_words(self.least_days, self.most_days)
