"""The staff's desk for the catalog.

What lists and searches copy (name, numbers, category, base price) comes by import, stock by movements: both are for
reading here. No list counts all its rows.
"""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.search import SearchQuery
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from catalog import models, own_number_desk, tasks, unpriced, watching
from catalog.bid_admin import BidAdmin
from catalog.certification_admin import CertificationAdmin
from catalog.chemical_tax import TAXED_HEADINGS, has_rates_of_its_own
from catalog.facet_admin import AttributeAdmin, FacetsOfCategory
from catalog.feed_admin import PriceFeedAdmin
from catalog.for_reading import ForReading
from catalog.import_admin import ImportAdmin
from catalog.part_numbers import own_normalized
from catalog.pricing import prices_on_lists
from catalog.product_files_admin import DocumentInline, PictureInline, is_of_files, save_files
from catalog.promotion_admin import PromotionAdmin
from catalog.search import numbers_beginning, products_numbered
from catalog.unpriced_admin import UnpricedCompanyAdmin
from catalog.why_desk import why_page
from common import formats
from common.money import from_minor, to_minor
from common.uploads import storing

# registered by being imported
__all__ = [
    "AttributeAdmin",
    "BidAdmin",
    "CertificationAdmin",
    "ImportAdmin",
    "PriceFeedAdmin",
    "PromotionAdmin",
    "UnpricedCompanyAdmin",
]
MOVEMENTS_SHOWN = 50


class TaxedWithoutWeight(admin.SimpleListFilter):
    """Products that bear the chemical tax but cannot be ordered by who pays it (CAT-14)."""

    title = _("chemical tax")
    parameter_name = "chemical_tax"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("lacks_weight", _("taxed, but without a weight"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.Product]) -> QuerySet[models.Product]:
        if self.value() != "lacks_weight":
            return queryset
        is_taxed = Q()
        for heading in TAXED_HEADINGS:
            is_taxed |= Q(cn_code__startswith=heading)
        return queryset.filter(is_taxed, weight_grams=None)


class StockInline(ForReading, admin.TabularInline[models.Stock, models.Product]):
    model = models.Stock
    fields = ("warehouse", "on_hand", "allocated", "available", "counted_at")
    readonly_fields = fields


class ExpectedDeliveryInline(admin.TabularInline[models.ExpectedDelivery, models.Product]):
    model = models.ExpectedDelivery
    extra = 0


@admin.register(models.Product)
class ProductAdmin(admin.ModelAdmin[models.Product]):
    list_display = ("sku", "mpn", "name", "manufacturer", "category", "life_cycle", "weight_grams")
    list_select_related = ("manufacturer", "category")
    list_filter = ("life_cycle", "kind", TaxedWithoutWeight, ("needs", admin.EmptyFieldListFilter))
    search_fields = ("sku", "mpn", "gtin", "name")
    search_help_text = _("SKU, MPN or GTIN, whole or begun, or words of the name")
    show_full_result_count = False
    ordering = ("pk",)
    raw_id_fields = ("successor",)
    autocomplete_fields = ("needs",)
    readonly_fields = (
        "sku", "mpn", "gtin", "name", "manufacturer", "category", "group", "source", "source_id", "made",
        "prices_today",
    )  # fmt: skip
    inlines = (PictureInline, DocumentInline, StockInline, ExpectedDeliveryInline)

    def get_urls(self) -> list[URLPattern]:
        def why(request: HttpRequest) -> HttpResponse:
            return why_page(request, self.admin_site.each_context(request))

        return [path("why/", self.admin_site.admin_view(why), name="catalog_product_why"), *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[models.Product], search_term: str
    ) -> tuple[QuerySet[models.Product], bool]:
        """By number as customers search, else by words; never a scan of all names (CAT-10, CAT-16)."""
        if not search_term.strip():
            return queryset, False
        numbered = products_numbered(search_term) or numbers_beginning(search_term)
        if numbered:
            return queryset.filter(pk__in=numbered), False
        return queryset.filter(listing__doc=SearchQuery(search_term, config="simple")), False

    @admin.display(description=_("Prices today"))
    def prices_today(self, product: models.Product) -> str:
        prices = prices_on_lists(product.pk, on=timezone.localdate())
        lines = (
            (price.market, price.price_list, formats.money(from_minor(price.minor, price.currency), price.currency))
            for price in prices
        )
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} · {}: {}</li>", lines)) if prices else "–"

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Files that were written are deleted again where the transaction inside fails."""
        with storing() as request.storing_files:  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if is_of_files(formset):
            save_files(formset, request.storing_files)  # type: ignore[attr-defined]
        else:
            super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Who watches the product is told of another day of delivery in the same transaction."""
        super().save_related(request, form, formsets, change)
        watching.tell_of_stock(now=timezone.now(), product_ids=[form.instance.pk])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Product | None = None) -> bool:
        return False


@admin.register(models.Manufacturer)
class ManufacturerAdmin(admin.ModelAdmin[models.Manufacturer]):
    list_display = ("name", "slug")
    search_fields = ("name",)
    show_full_result_count = False
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("needs",)


@admin.register(models.Category)
class CategoryAdmin(FacetsOfCategory):
    """Names, order and drawings; where a category stands in the tree comes with the products."""

    list_display = ("name", "path", "level", "position", "drawing")
    list_filter = ("level",)
    search_fields = ("name", "path")
    show_full_result_count = False
    readonly_fields = ("parent", "slug", "path", "level")
    autocomplete_fields = ("needs",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Category | None = None) -> bool:
        return False


class PriceListEditionInline(admin.TabularInline[models.PriceListEdition, models.PriceList]):
    model = models.PriceListEdition
    extra = 0


@admin.register(models.PriceList)
class PriceListAdmin(admin.ModelAdmin[models.PriceList]):
    list_display = ("name", "code", "market", "is_retail")
    list_select_related = ("market",)
    list_filter = ("market", "is_retail")
    search_fields = ("name", "code")
    show_full_result_count = False
    inlines = (PriceListEditionInline,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whom it leaves without any price, or gives one again, a worker finds: many may buy by it."""
        super().save_related(request, form, formsets, change)
        transaction.on_commit(partial(tasks.wake, tasks.find_unpriced), robust=True)


@admin.register(models.CompanyPriceList)
class CompanyPriceListAdmin(admin.ModelAdmin[models.CompanyPriceList]):
    list_display = ("company", "price_list")
    list_select_related = ("company", "price_list")
    search_fields = ("company__name", "company__customer_number")
    show_full_result_count = False
    raw_id_fields = ("company",)
    autocomplete_fields = ("price_list",)

    def save_model(self, request: HttpRequest, obj: models.CompanyPriceList, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        unpriced.look(now=timezone.now(), company_ids=[obj.company_id])

    def delete_model(self, request: HttpRequest, obj: models.CompanyPriceList) -> None:
        company_id = obj.company_id
        super().delete_model(request, obj)
        unpriced.look(now=timezone.now(), company_ids=[company_id])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[models.CompanyPriceList]) -> None:
        companies = list(queryset.values_list("company", flat=True))
        super().delete_queryset(request, queryset)
        unpriced.look(now=timezone.now(), company_ids=companies)


class AgreedPriceForm(forms.ModelForm[models.AgreedPrice]):
    """An agreed price as people write it; the table keeps whole minor units of the market's currency."""

    price = forms.DecimalField(label=_("Price"), min_value=0, max_digits=14, decimal_places=2)

    class Meta:
        model = models.AgreedPrice
        fields = ("company", "product", "valid_from", "valid_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["price"] = from_minor(self.instance.price_minor, self.instance.company.market.currency)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        company, price = cleaned.get("company"), cleaned.get("price")
        if company and price is not None:
            self.instance.price_minor = to_minor(price, company.market.currency)
        return cleaned


@admin.register(models.AgreedPrice)
class AgreedPriceAdmin(admin.ModelAdmin[models.AgreedPrice]):
    form = AgreedPriceForm
    list_display = ("company", "product", "price", "valid_from", "valid_to")
    list_select_related = ("company__market", "product")
    search_fields = ("company__name", "company__customer_number", "product__sku")
    show_full_result_count = False
    raw_id_fields = ("company", "product")

    def save_model(self, request: HttpRequest, obj: models.AgreedPrice, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self._tell(obj)

    def delete_model(self, request: HttpRequest, obj: models.AgreedPrice) -> None:
        super().delete_model(request, obj)
        self._tell(obj)

    def _tell(self, agreed: models.AgreedPrice) -> None:
        """Who of the company watches the product is told in the same transaction, staff if it was its last price."""
        unpriced.look(now=timezone.now(), company_ids=[agreed.company_id])
        watching.tell_of_prices(now=timezone.now(), product_ids=[agreed.product_id], company_ids=[agreed.company_id])

    @admin.display(description=_("Price"))
    def price(self, agreed: models.AgreedPrice) -> str:
        currency = agreed.company.market.currency
        return formats.money(from_minor(agreed.price_minor, currency), currency)


@admin.register(models.OwnPartNumber)
class OwnPartNumberAdmin(admin.ModelAdmin[models.OwnPartNumber]):
    """For reading: companies keep their numbers themselves, and files come in by the import."""

    list_display = ("number", "company", "product", "changed_at")
    list_select_related = ("company", "product")
    search_fields = ("number",)
    search_help_text = _("A number, whole or begun; dashes and spaces do not matter")
    show_full_result_count = False
    ordering = ("company", "norm")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[models.OwnPartNumber], search_term: str
    ) -> tuple[QuerySet[models.OwnPartNumber], bool]:
        norm = own_normalized(search_term)
        return (queryset.filter(pk__in=models.OwnPartNumber.objects.beginning(norm)) if norm else queryset), False

    def get_urls(self) -> list[URLPattern]:
        return [*own_number_desk.addresses(self.admin_site), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.OwnPartNumber | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.OwnPartNumber | None = None) -> bool:
        return False


@admin.register(models.Stock)
class StockAdmin(ForReading, admin.ModelAdmin[models.Stock]):
    list_display = ("product", "warehouse", "on_hand", "allocated", "available", "counted_at")
    list_select_related = ("product", "warehouse")
    list_filter = ("warehouse",)
    search_fields = ("product__sku", "product__mpn")
    show_full_result_count = False
    ordering = ("pk",)
    fields = ("product", "warehouse", "on_hand", "allocated", "available", "counted_at", "movements")

    @admin.display(description=_("Last movements"))
    def movements(self, stock: models.Stock) -> str:
        last = stock.movements.order_by("-at", "-pk")[:MOVEMENTS_SHOWN]
        lines = (
            (formats.moment(each.at), each.get_kind_display(), each.on_hand, each.allocated, each.reference)
            for each in last
        )
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} {}: {} / {} {}</li>", lines))


@admin.register(models.ExpectedDelivery)
class ExpectedDeliveryAdmin(admin.ModelAdmin[models.ExpectedDelivery]):
    list_display = ("product", "warehouse", "expected_on", "quantity")
    list_select_related = ("product", "warehouse")
    list_filter = ("warehouse",)
    search_fields = ("product__sku", "product__mpn")
    show_full_result_count = False
    raw_id_fields = ("product",)

    def save_model(self, request: HttpRequest, obj: models.ExpectedDelivery, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        watching.tell_of_stock(now=timezone.now(), product_ids=[obj.product_id])

    def delete_model(self, request: HttpRequest, obj: models.ExpectedDelivery) -> None:
        super().delete_model(request, obj)
        watching.tell_of_stock(now=timezone.now(), product_ids=[obj.product_id])


@admin.register(models.ChemicalTaxRate)
class ChemicalTaxRateAdmin(admin.ModelAdmin[models.ChemicalTaxRate]):
    list_display = ("group", "valid_from", "per_kilo", "cap", "source")
    list_filter = ("group",)
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Warn while this year has no rates of its own and the last ones are used (CAT-14)."""
        if not has_rates_of_its_own(timezone.localdate()):
            messages.warning(request, _("This year has no rates of its own yet; the last known ones are used."))
        return super().changelist_view(request, extra_context)


@admin.register(models.Watch)
class WatchAdmin(ForReading, admin.ModelAdmin[models.Watch]):
    """What members are told of; they choose it themselves."""

    list_display = ("member", "product", "stock", "eta", "price", "pace", "told")
    list_select_related = ("member__user", "member__company", "product")
    list_filter = ("pace",)
    search_fields = ("product__sku", "member__user__email", "member__company__name")
    show_full_result_count = False
    ordering = ("-pk",)
