"""Pictures and documents of products (CAT-1, CAT-2)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from catalog.models.product import Product
from common.uploads import RandomName

PICTURES = "pictures"


class ProductPicture(models.Model):
    """A picture as pages show it, and small as lists do; the first by position stands for the product.

    Both files are drawn anew from what was uploaded, as WebP; `width` and `height` are the larger one's, in pixels.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="pictures", db_index=False)
    description = models.CharField(
        _("description"), max_length=200, help_text=_("What it shows, for whoever does not see it.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("The lowest comes first."))
    file = models.FileField(max_length=100, upload_to=RandomName(PICTURES), editable=False)
    thumbnail = models.FileField(max_length=100, upload_to=RandomName(PICTURES), editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [models.CheckConstraint(name="picture_is_described", condition=~Q(description=""))]
        indexes: ClassVar = [models.Index(fields=["product", "position", "id"], name="picture_of_product")]

    def __str__(self) -> str:
        return self.description

    @property
    def address(self) -> str:
        return address_of(str(self.file.name))

    @property
    def thumbnail_address(self) -> str:
        return address_of(str(self.thumbnail.name))


def address_of(name: str) -> str:
    """Where a file of a picture is shown; nobody guesses it, and what it shows never changes."""
    return f"/{name}.webp"


class DocumentKind(models.TextChoices):
    DATA_SHEET = "data_sheet", _("Data sheet")
    MANUAL = "manual", _("Manual")
    DECLARATION = "declaration", _("Declaration or certificate")
    OTHER = "other", _("Other document")


class ProductDocumentQuerySet(models.QuerySet["ProductDocument"]):
    def visible_to(self, member: Member | None) -> Self:
        """A visitor sees what is not for members alone."""
        return self.filter(is_for_members=False) if member is None else self


class ProductDocument(models.Model):
    """A PDF about a product, to be saved from its page."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind, default=DocumentKind.DATA_SHEET)
    title = models.CharField(_("title"), max_length=120)
    language = models.CharField(_("language"), max_length=10, blank=True, choices=settings.LANGUAGES)
    is_for_members = models.BooleanField(
        _("for members alone"), default=False, help_text=_("Visitors neither see nor get it.")
    )
    file = models.FileField(max_length=100, upload_to=RandomName("product-documents"), editable=False)
    file_name = models.CharField(max_length=200, editable=False)
    size = models.PositiveIntegerField(editable=False, help_text=_("In bytes."))

    objects = ProductDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering: ClassVar = ["kind", "title", "pk"]
        constraints: ClassVar = [models.CheckConstraint(name="document_has_title", condition=~Q(title=""))]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalog:document", args=[self.product.sku, self.pk])
