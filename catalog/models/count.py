"""Products counted beforehand, for categories so large that nobody counts them while a page is waited for.

Written by imports and every few minutes, never by hand.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from catalog.models.product import Category


class Dimension(models.IntegerChoices):
    """What a count is of; 1 to 8 are values in the slots of the category's facets."""

    ALL = 0
    MANUFACTURER = -1
    BRANCH = -2


class CategoryCount(models.Model):
    """How many listed products of a category have a value, and how many of them each market has in stock.

    `in_stock` is by Market.stock_bit: the first one is that of bit 0.
    """

    pk = models.CompositePrimaryKey("category_id", "dimension", "value")
    category = models.ForeignKey(Category, models.CASCADE, related_name="+", db_index=False)
    dimension = models.SmallIntegerField()
    value = models.IntegerField()
    products = models.IntegerField()
    in_stock = ArrayField(models.IntegerField())

    def __str__(self) -> str:
        return f"{self.category_id}/{self.dimension}/{self.value}: {self.products}"


class MakerCount(models.Model):
    """How many listed products of a manufacturer in a lowest category are in stock in exactly these markets."""

    c1 = models.IntegerField()
    c2 = models.IntegerField()
    c3 = models.IntegerField()
    manufacturer_id = models.IntegerField()
    in_stock = models.SmallIntegerField()
    products = models.IntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=[level], name=f"maker_count_{level}") for level in ("c1", "c2", "c3")]

    def __str__(self) -> str:
        return f"{self.c3}/{self.manufacturer_id}/{self.in_stock}: {self.products}"
