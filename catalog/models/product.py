"""What is sold: products, who makes them and where they stand in the tree (CAT-1)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models.certification import Certification


class ProductKind(models.TextChoices):
    GOODS = "goods", _("Goods")
    LICENSE = "license", _("License")
    CLOUD = "cloud", _("Cloud product")


class LifeCycle(models.TextChoices):
    ACTIVE = "active", _("Active")
    ENDING = "ending", _("Ending")
    DISCONTINUED = "discontinued", _("Discontinued")


class Manufacturer(models.Model):
    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=140, unique=True)
    complaints_instructions = models.TextField(
        blank=True, help_text=_("Warranty and complaints instructions shown on the product page (CAT-2).")
    )
    needs = models.ForeignKey(
        Certification,
        models.PROTECT,
        verbose_name=_("needed certification"),
        null=True,
        blank=True,
        related_name="manufacturers",
        help_text=_("Companies without it see the manufacturer's products and cannot order them."),
    )

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """A node of the tree, at most three levels deep; `path` is its address and `position` its place in tree order."""

    id = models.AutoField(primary_key=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140)
    path = models.CharField(max_length=440, unique=True, help_text=_("Slugs from the top, with slashes."))
    level = models.PositiveSmallIntegerField(help_text=_("1 at the top."))
    position = models.PositiveIntegerField(default=0)
    drawing = models.CharField(
        max_length=20, default="part", help_text=_("Line drawing shown where a product has no picture.")
    )
    needs = models.ForeignKey(
        Certification,
        models.PROTECT,
        verbose_name=_("needed certification"),
        null=True,
        blank=True,
        related_name="categories",
        help_text=_("Companies without it see the products here and below and cannot order them."),
    )

    class Meta:
        verbose_name_plural = _("categories")
        ordering: ClassVar = ["position", "path"]
        constraints: ClassVar = [
            models.CheckConstraint(name="category_has_at_most_three_levels", condition=Q(level__range=(1, 3))),
            models.CheckConstraint(
                name="category_top_level_has_no_parent",
                condition=Q(level=1, parent=None) | Q(level__gt=1, parent__isnull=False),
            ),
            models.CheckConstraint(
                name="category_path_is_no_other_page",
                condition=~Q(path="promotions"),
                violation_error_message=_("/catalog/promotions/ is a page of its own (CAT-4c)."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:category", args=[self.path])


class DiscountGroup(models.Model):
    """Manufacturer x top category: what a price list's factors are agreed for."""

    id = models.AutoField(primary_key=True)
    manufacturer = models.ForeignKey(Manufacturer, models.CASCADE, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["manufacturer", "category"], name="discount_group_once")
        ]

    def __str__(self) -> str:
        return f"{self.manufacturer_id}/{self.category_id}"


class Product(models.Model):
    id = models.AutoField(primary_key=True)
    sku = models.CharField(_("SKU"), max_length=40, unique=True)
    mpn = models.CharField(_("MPN"), max_length=200, blank=True)
    gtin = models.CharField(_("GTIN"), max_length=14, blank=True)
    manufacturer = models.ForeignKey(Manufacturer, models.PROTECT, related_name="products")
    category = models.ForeignKey(Category, models.PROTECT, related_name="products")
    group = models.ForeignKey(DiscountGroup, models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    kind = models.CharField(max_length=10, choices=ProductKind, default=ProductKind.GOODS)
    life_cycle = models.CharField(max_length=12, choices=LifeCycle, default=LifeCycle.ACTIVE)
    successor = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="predecessors")
    weight_grams = models.PositiveIntegerField(null=True, blank=True, help_text=_("Net weight in whole grams."))
    cn_code = models.CharField(_("CN code"), max_length=8, blank=True)
    chemical_reduction = models.PositiveSmallIntegerField(
        default=0, help_text=_("Deduction from the chemical tax in percent: 0, 50 or 95 (LSKE 4 §).")
    )
    license_program = models.CharField(max_length=60, blank=True)
    warranty_months = models.PositiveSmallIntegerField(null=True, blank=True)
    is_returnable = models.BooleanField(default=True)
    has_serial_numbers = models.BooleanField(default=False)
    minimum_quantity = models.PositiveIntegerField(default=1)
    order_multiple = models.PositiveIntegerField(default=1)
    needs = models.ForeignKey(
        Certification,
        models.PROTECT,
        verbose_name=_("needed certification"),
        null=True,
        blank=True,
        related_name="products",
        db_index=False,
        help_text=_("Companies without it see the product and cannot order it."),
    )
    source = models.CharField(max_length=60, blank=True, help_text=_("Where the row came from."))
    source_id = models.CharField(max_length=120, blank=True)
    made = ArrayField(
        models.CharField(max_length=30),
        default=list,
        blank=True,
        help_text=_("Facts that no source gave and the demonstration's generator made up."),
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="product_sku_not_empty", condition=~Q(sku="")),
            models.CheckConstraint(
                name="product_quantities_positive", condition=Q(minimum_quantity__gte=1, order_multiple__gte=1)
            ),
            models.CheckConstraint(
                name="product_chemical_reduction_known", condition=Q(chemical_reduction__in=(0, 50, 95))
            ),
            models.CheckConstraint(name="product_is_not_its_own_successor", condition=~Q(successor=F("id"))),
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~Q(source_id=""), name="product_source_row_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["needs"], condition=Q(needs__isnull=False), name="product_needs_certification")
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("catalog:product", args=[self.sku])

    @property
    def is_orderable(self) -> bool:
        return self.life_cycle != LifeCycle.DISCONTINUED
