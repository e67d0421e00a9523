"""The narrow copy of products that lists and searches scan; written by imports and stock jobs, never by hand."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.facet import SLOTS
from catalog.models.product import Product


class Listing(models.Model):
    """One row a product: category of each level, group, base price, words; ids only, so that pages sort fast.

    `base_minor` is in minor units of the base currency (settings.BASE_CURRENCY), NULL where no price is known.
    `in_stock` holds a bit for each market (Market.stock_bit). `a1` to `a8` are numbers of facet values, of
    the attributes that the lowest category declares.
    """

    product = models.OneToOneField(Product, models.CASCADE, primary_key=True, related_name="listing")
    c1 = models.IntegerField()
    c2 = models.IntegerField()
    c3 = models.IntegerField()
    manufacturer_id = models.IntegerField()
    group_id = models.IntegerField()
    in_stock = models.SmallIntegerField(default=0)
    base_minor = models.BigIntegerField(null=True)
    popularity = models.IntegerField(default=0, help_text=_("Rank: the smaller, the more popular."))
    is_listed = models.BooleanField(default=True)
    doc = SearchVectorField()
    a1 = models.SmallIntegerField(null=True)
    a2 = models.SmallIntegerField(null=True)
    a3 = models.SmallIntegerField(null=True)
    a4 = models.SmallIntegerField(null=True)
    a5 = models.SmallIntegerField(null=True)
    a6 = models.SmallIntegerField(null=True)
    a7 = models.SmallIntegerField(null=True)
    a8 = models.SmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="listing_base_price_positive", condition=models.Q(base_minor=None) | models.Q(base_minor__gt=0)
            )
        ]
        indexes: ClassVar = [
            *[
                models.Index(fields=[level, "popularity", "product"], name=f"listing_{level}_popular")
                for level in ("c1", "c2", "c3")
            ],
            *[
                models.Index(
                    fields=[level, "group_id", "base_minor", "product"],
                    include=["in_stock", "is_listed"],
                    name=f"listing_{level}_price",
                )
                for level in ("c1", "c2", "c3")
            ],
            models.Index(
                fields=["c3"],
                include=[
                    *("manufacturer_id", "in_stock", "is_listed", "group_id", "base_minor", "popularity", "product"),
                    *(f"a{slot}" for slot in SLOTS),
                ],
                name="listing_c3_covering",
            ),
            models.Index(fields=["popularity", "product"], name="listing_popular"),
            GinIndex(fields=["doc"], name="listing_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return str(self.product_id)


class PartNumberKind(models.IntegerChoices):
    SKU = 1, "SKU"
    MPN = 2, "MPN"
    GTIN = 3, "GTIN"
    OTHER = 4, _("Other part number")


class PartNumber(models.Model):
    """A number by which a product is found: upper case, letters and digits only (CAT-10)."""

    pk = models.CompositePrimaryKey("product_id", "kind", "norm")
    product = models.ForeignKey(Product, models.CASCADE, related_name="part_numbers")
    kind = models.SmallIntegerField(choices=PartNumberKind)
    norm = models.CharField(max_length=200, db_collation="C")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["norm", "kind"], include=["product"], name="part_number_norm")]

    def __str__(self) -> str:
        return self.norm
