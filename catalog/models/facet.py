"""By which attributes a category's products are filtered: declared by the category, read from the products' JSON."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Category

SLOTS = range(1, 9)  # Listing.a1 to a8


class AttributeKind(models.TextChoices):
    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    TRUTH = "truth", _("Yes or no")


class Attribute(models.Model):
    """An attribute of products of one kind: where it stands in their JSON, and what it is called and measured in."""

    id = models.AutoField(primary_key=True)
    path = ArrayField(
        models.CharField(max_length=80), size=2, help_text=_("Names in the product's attributes, the outer one first.")
    )
    kind = models.CharField(max_length=6, choices=AttributeKind)
    slug = models.SlugField(max_length=100, unique=True, help_text=_("Its name in addresses."))
    name = models.CharField(max_length=100)
    unit = models.CharField(max_length=20, blank=True, help_text=_("Of numbers: GB, mm, W."))

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["path", "kind"], name="attribute_once"),
            models.CheckConstraint(name="attribute_unit_of_numbers", condition=Q(unit="") | Q(kind="number")),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.unit}" if self.unit else self.name


class CategoryFacet(models.Model):
    """An attribute that a category's lists are filtered by; its values stand in this slot of their listings."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="facets")
    attribute = models.ForeignKey(Attribute, models.CASCADE, related_name="+")
    slot = models.PositiveSmallIntegerField(help_text=_("1 to 8; lists show them in this order."))

    class Meta:
        ordering: ClassVar = ["slot"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["category", "slot"], name="category_facet_has_a_slot_of_its_own"),
            models.UniqueConstraint(fields=["category", "attribute"], name="category_facet_once"),
            models.CheckConstraint(
                name="category_facet_slot_exists", condition=Q(slot__range=(SLOTS.start, SLOTS.stop - 1))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.attribute}"


class FacetValue(models.Model):
    """A value of an attribute as the JSON has it, a list of several among them, and its number in the slots."""

    pk = models.CompositePrimaryKey("attribute_id", "number")
    attribute = models.ForeignKey(Attribute, models.CASCADE, related_name="values", db_index=False)
    number = models.SmallIntegerField()
    value = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["attribute", "value"], name="facet_value_once")]

    def __str__(self) -> str:
        return str(self.value)
