"""Price lists as factors and entries, and prices agreed with one company. Minor units; factors per million."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from catalog.models.product import DiscountGroup, Product


class PriceList(models.Model):
    """A list that companies of a market buy by; its prices come in editions."""

    id = models.AutoField(primary_key=True)
    market = models.ForeignKey("markets.Market", models.PROTECT, related_name="price_lists")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    is_retail = models.BooleanField(
        default=False, help_text=_("The market's list prices, shown small beside one's own.")
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "code"], name="price_list_code_once_in_a_market"),
            models.UniqueConstraint(fields=["market"], condition=Q(is_retail=True), name="market_has_one_retail_list"),
        ]

    def __str__(self) -> str:
        return self.name


class PriceListEdition(models.Model):
    """The prices of a list for some time; a new edition replaces the old on its day."""

    id = models.AutoField(primary_key=True)
    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="editions")
    validity = DateRangeField(help_text=_("From the first valid day up to, not including, the last."))

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="price_list_editions_do_not_overlap",
                expressions=[("price_list", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.price_list} {self.validity}"


class CompanyPriceList(models.Model):
    """The one list that a company buys by."""

    company = models.OneToOneField(
        "accounts.Company", models.CASCADE, related_name="price_list_choice", primary_key=True
    )
    price_list = models.ForeignKey(PriceList, models.PROTECT, related_name="company_choices")

    def __str__(self) -> str:
        return f"{self.company_id}: {self.price_list_id}"


class PriceFactor(models.Model):
    """Price of a group's products on an edition: base price x ppm / 1,000,000, currency included."""

    pk = models.CompositePrimaryKey("edition_id", "group_id")
    edition = models.ForeignKey(PriceListEdition, models.CASCADE, related_name="factors", db_index=False)
    group = models.ForeignKey(DiscountGroup, models.CASCADE, related_name="+")
    ppm = models.IntegerField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="price_factor_positive", condition=Q(ppm__gt=0))]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.group_id}"


class PriceEntry(models.Model):
    """An explicit price of a product on an edition, from a quantity on."""

    pk = models.CompositePrimaryKey("edition_id", "product_id", "min_quantity")
    edition = models.ForeignKey(PriceListEdition, models.CASCADE, related_name="entries", db_index=False)
    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    min_quantity = models.IntegerField(default=1)
    price_minor = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="price_entry_positive", condition=Q(price_minor__gt=0, min_quantity__gte=1))
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["edition", "price_minor", "product"], condition=Q(min_quantity=1), name="price_entry_by_price"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.product_id}/{self.min_quantity}"


class AgreedPrice(models.Model):
    """A price agreed with one company for a product and some time; periods of a product do not overlap."""

    company = models.ForeignKey("accounts.Company", models.CASCADE, related_name="agreed_prices", db_index=False)
    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    price_minor = models.BigIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(help_text=_("Last valid day."))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "product", "valid_from"], name="agreed_price_once"),
            models.CheckConstraint(name="agreed_price_positive", condition=Q(price_minor__gt=0)),
            models.CheckConstraint(name="agreed_price_ends_after_start", condition=Q(valid_to__gte=F("valid_from"))),
            ExclusionConstraint(
                name="agreed_price_periods_do_not_overlap",
                expressions=[
                    ("company", RangeOperators.EQUAL),
                    ("product", RangeOperators.EQUAL),
                    (Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.product_id}"
