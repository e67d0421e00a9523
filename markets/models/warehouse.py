"""Places that ship, their order of preference in a market, and the days they are closed (MKT-10)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from markets import public_holidays
from markets.models.market import Market, known_time_zone


class Warehouse(models.Model):
    """A place that ships; it may serve several markets and has a clock and holidays of its own (MKT-4)."""

    code = models.SlugField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    city = models.CharField(_("city"), max_length=60)
    region = models.CharField(_("region"), max_length=40, blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Its holidays are kept. Empty: those of the market.")
    )
    subdivision = models.CharField(_("province or state"), max_length=3, blank=True, help_text=_("For its holidays."))
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        blank=True,
        validators=[known_time_zone],
        help_text=_("Empty: the clock of the market."),
    )
    markets = models.ManyToManyField(Market, through="MarketWarehouse", related_name="warehouses")

    class Meta:
        verbose_name = _("warehouse")
        verbose_name_plural = _("warehouses")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=Q(country="") | Q(country__regex="^[A-Z]{2}$"), name="warehouse_country_is_iso"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.country and not public_holidays.is_known(self.country, self.subdivision):
            raise ValidationError({"country": _("No calendar of holidays is known for this place.")})

    @cached_property
    def days_closed(self) -> frozenset[date]:
        """Its own closing days; prefetched ones are used, and one warehouse object asks once."""
        return frozenset(closing.on for closing in self.closing_days.all())


class MarketWarehouse(models.Model):
    """That a warehouse serves a market, and in which place it is asked for stock; the lowest comes first."""

    market = models.ForeignKey(Market, models.CASCADE, related_name="market_warehouses", verbose_name=_("market"))
    warehouse = models.ForeignKey(
        Warehouse, models.PROTECT, related_name="market_warehouses", verbose_name=_("warehouse")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("warehouse of the market")
        verbose_name_plural = _("warehouses of the market")
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint("market", "warehouse", name="market_warehouse_once"),
            models.UniqueConstraint(
                fields=["market", "position"],
                name="market_warehouse_own_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.warehouse}"


class ClosingDay(models.Model):
    """A day on which a warehouse does not ship though the law knows no holiday: stocktaking, a local feast."""

    warehouse = models.ForeignKey(Warehouse, models.CASCADE, related_name="closing_days", verbose_name=_("warehouse"))
    on = models.DateField(_("on"))
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("closing day")
        verbose_name_plural = _("closing days")
        ordering = ("on",)
        constraints = [models.UniqueConstraint("warehouse", "on", name="closing_day_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
