"""The counters behind document numbers (MKT-12)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from markets.models.market import Market


class NumberSeries(models.Model):
    """One counter of a market and kind of document; the database lets it only grow."""

    class Kind(models.TextChoices):
        ORDER = "order", _("Order")
        INVOICE = "invoice", _("Invoice")
        CREDIT_NOTE = "credit_note", _("Credit note")
        SHIPMENT = "shipment", _("Shipment")
        RMA = "rma", _("RMA")
        QUOTE = "quote", _("Quote")

    market = models.ForeignKey(Market, models.PROTECT, related_name="number_series", verbose_name=_("market"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    prefix = models.CharField(_("prefix"), max_length=12, unique=True)
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        ordering = ("market", "kind")
        constraints = [
            models.UniqueConstraint("market", "kind", name="number_series_once"),
            # Only digits follow the last dash, so no number of one series can be one of another.
            models.CheckConstraint(
                condition=Q(prefix__regex="^[A-Z0-9-]+-$"), name="number_series_prefix_ends_in_dash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}{self.last_number}"
