"""Dated rates of the Swedish chemical tax (LSKE 3 §), edited by staff."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ChemicalClass(models.TextChoices):
    WHITE_GOODS = "white_goods", _("White goods")
    ELECTRONICS = "electronics", _("Other electronics")


class ChemicalTaxRate(models.Model):
    """SEK for each kilogram of net weight and the most for one item, from a day on until the next row."""

    group = models.CharField(max_length=12, choices=ChemicalClass)
    valid_from = models.DateField()
    per_kilo = models.DecimalField(max_digits=8, decimal_places=2)
    cap = models.DecimalField(max_digits=8, decimal_places=2)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["group", "valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "valid_from"], name="chemical_tax_rate_once_a_day"),
            models.CheckConstraint(name="chemical_tax_rate_not_negative", condition=Q(per_kilo__gte=0, cap__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.valid_from}"
