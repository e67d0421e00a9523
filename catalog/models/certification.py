"""What a company must be certified for before it may buy some products (CAT-7)."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Certification(models.Model):
    """A certification or authorization that products may need; a company's opens it by the same two words.

    Products, manufacturers and categories point here: a product needs its own, its manufacturer's, and those of its
    category and of the categories above.
    """

    id = models.AutoField(primary_key=True)
    manufacturer = models.CharField(
        _("manufacturer"), max_length=100, help_text=_("Or the office that authorizes. Companies write the same word.")
    )
    name = models.CharField(_("certification"), max_length=150, help_text=_("As companies and their papers name it."))

    class Meta:
        verbose_name = _("needed certification")
        verbose_name_plural = _("needed certifications")
        ordering: ClassVar = ["manufacturer", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("manufacturer"),
                Lower("name"),
                name="certification_is_needed_by_one_name",
                violation_error_message=_("This certification is here already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.manufacturer} {self.name}"
