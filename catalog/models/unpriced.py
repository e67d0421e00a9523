"""Companies for which every product is on request: something is wrong with the account (CAT-5)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company


class UnpricedCompany(models.Model):
    """No product that can be ordered has a price for the company; the row goes as soon as one has."""

    company = models.OneToOneField(Company, models.CASCADE, primary_key=True, related_name="unpriced")
    found_at = models.DateTimeField(_("found"), help_text=_("When it was noticed and staff were told."))

    class Meta:
        verbose_name = _("company without prices")
        verbose_name_plural = _("companies without prices")
        ordering: ClassVar = ["-found_at", "pk"]

    def __str__(self) -> str:
        return str(self.company)
