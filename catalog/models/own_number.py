"""What companies call the products they buy: their own part numbers (CAT-11b)."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from accounts.models.kept_file import KeptFile, KeptFileQuerySet
from catalog.models.listing import PartNumber
from catalog.models.product import Product
from catalog.part_numbers import normalized, own_normalized

if TYPE_CHECKING:
    from accounts.models import Member


class OwnPartNumberQuerySet(models.QuerySet["OwnPartNumber"]):
    def visible_to(self, member: "Member") -> Self:
        """The company's own, for all of its people: lists and orders show the numbers to each of them anyway."""
        return self.filter(company_id=member.company_id)

    def named(self, number: str) -> Self:
        """Those that read so, dashes, spaces and case forgiven."""
        return self.filter(norm=own_normalized(number))

    def beginning(self, norm: str) -> Self:
        return self.filter(norm__gte=norm, norm__lt=norm + "\U0010ffff")

    def matching(self, text: str) -> Self:
        """In whose own number, part numbers or name this text is; dashes and spaces in numbers do not matter."""
        found = Q(number__icontains=text) | Q(product__name__icontains=text)
        if own := own_normalized(text):
            found |= Q(norm__contains=own)
        if norm := normalized(text):
            numbers = PartNumber.objects.filter(product=OuterRef("product"), norm__startswith=norm)
            found |= Q(Exists(numbers))
        return self.filter(found)


class OwnPartNumber(models.Model):
    """One company's number for one product, by which the company finds, orders and prints it.

    A number names one product of the company's, and a product has one number of it: what an order line or an
    invoice prints is then never a choice between two. `norm` is the number as it is compared.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="own_part_numbers", verbose_name=_("company"))
    product = models.ForeignKey(Product, models.CASCADE, related_name="own_part_numbers", verbose_name=_("product"))
    number = models.CharField(_("own part number"), max_length=60)
    norm = models.CharField(max_length=200, db_collation="C", editable=False)
    changed_at = models.DateTimeField(_("changed"))

    objects = OwnPartNumberQuerySet.as_manager()

    class Meta:
        verbose_name = _("own part number")
        verbose_name_plural = _("own part numbers")
        ordering: ClassVar = ["norm", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "norm"], name="own_number_names_one_product"),
            models.UniqueConstraint(fields=["company", "product"], name="product_has_one_own_number"),
            models.CheckConstraint(name="own_number_is_trimmed", condition=Q(number__regex=r"^\S(.*\S)?$")),
            models.CheckConstraint(
                name="own_number_is_compared_bare", condition=~Q(norm="") & ~Q(norm__regex=r"[-[:space:]]")
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("part_numbers:one", args=[self.pk])


class OwnNumbersImport(KeptFile):
    """A list of own part numbers that somebody sent, kept until they look at it and press the button."""

    objects = KeptFileQuerySet["OwnNumbersImport"].as_manager()

    class Meta:
        verbose_name = _("import of own part numbers")
        verbose_name_plural = _("imports of own part numbers")
