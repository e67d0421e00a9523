"""Value added and sales taxes with the days from which their rates hold (MKT-5)."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from markets.models.market import Market


class TaxRateQuerySet(models.QuerySet["TaxRate"]):
    def valid(self, on: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)

    def for_place(self, market: Market, *, country: str, region: str) -> Self:
        """Rates of the whole country and those of the region; a country without rates has none."""
        return self.filter(Q(region="") | Q(region=region), market=market, country=country)


class TaxRate(models.Model):
    """A tax of a market on goods delivered to a country or region, in percent, from a day to a day inclusive."""

    market = models.ForeignKey(Market, models.CASCADE, related_name="tax_rates", verbose_name=_("market"))
    country = models.CharField(_("country of delivery"), max_length=2)
    region = models.CharField(
        _("region of delivery"), max_length=3, blank=True, help_text=_("Empty: the whole country.")
    )
    name = models.CharField(_("name"), max_length=20)
    rate = models.DecimalField(_("rate in percent"), max_digits=7, decimal_places=4)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to, inclusive"), null=True, blank=True)
    is_waived_by_certificate = models.BooleanField(
        _("waived by a certificate"),
        default=False,
        help_text=_("Not charged to a company registered for resale, such as by a PST number or a resale certificate."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = TaxRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        ordering = ("market", "country", "region", "position", "name", "valid_from")
        constraints = [
            models.CheckConstraint(condition=Q(rate__gte=0, rate__lte=100), name="tax_rate_is_percent"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="tax_rate_lasts"
            ),
            ExclusionConstraint(
                name="tax_rate_no_overlap",
                expressions=[
                    ("market", RangeOperators.EQUAL),
                    ("country", RangeOperators.EQUAL),
                    ("region", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            RangeBoundary(inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.rate.normalize():f} %"
