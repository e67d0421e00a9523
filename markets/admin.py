"""The staff's desk for markets: every setting, effective at once and kept in the admin's own log (MKT-1)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from markets import models
from markets.models.policies import ReturnReason


class MarketWarehouseInline(admin.TabularInline[models.MarketWarehouse, Any]):
    model = models.MarketWarehouse
    extra = 0


class ContactDeskInline(admin.TabularInline[models.ContactDesk, models.Market]):
    model = models.ContactDesk
    extra = 0
    show_change_link = True
    fields = ("position", "kind", "name", "phone", "extension", "fax", "email")


class OpeningSpanInline(admin.TabularInline[models.OpeningSpan, models.ContactDesk]):
    model = models.OpeningSpan
    extra = 0


class ShippingMethodInline(admin.TabularInline[models.ShippingMethod, models.Market]):
    model = models.ShippingMethod
    extra = 0
    show_change_link = True
    fields = ("position", "code", "name", "carrier", "is_active", "least_days", "most_days")


class TaxRateInline(admin.TabularInline[models.TaxRate, models.Market]):
    model = models.TaxRate
    extra = 0


class RegistrationDocumentInline(admin.TabularInline[models.RegistrationDocument, models.Market]):
    model = models.RegistrationDocument
    extra = 0


class NumberSeriesInline(admin.TabularInline[models.NumberSeries, models.Market]):
    """Counters are for reading: a changed one would tear a gap or use a number twice (MKT-12)."""

    model = models.NumberSeries
    extra = 0
    readonly_fields = ("kind", "prefix", "last_number")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class FreightRateInline(admin.TabularInline[models.FreightRate, models.ShippingMethod]):
    model = models.FreightRate
    extra = 0


class DeliveryTimeInline(admin.TabularInline[models.DeliveryTime, models.ShippingMethod]):
    model = models.DeliveryTime
    extra = 0


class ClosingDayInline(admin.TabularInline[models.ClosingDay, models.Warehouse]):
    model = models.ClosingDay
    extra = 0


class MarketForm(forms.ModelForm[models.Market]):
    approved_at_once = forms.MultipleChoiceField(
        label=_("Reasons approved at once"),
        choices=ReturnReason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@admin.register(models.Market)
class MarketAdmin(admin.ModelAdmin[models.Market]):
    form = MarketForm
    list_display = ("name", "code", "country", "currency", "time_zone", "cutoff", "visitors_see")
    list_filter = ("currency", "visitors_see", "taxes_included")
    search_fields = ("code", "name", "country")
    inlines = (
        MarketWarehouseInline,
        ContactDeskInline,
        ShippingMethodInline,
        TaxRateInline,
        RegistrationDocumentInline,
        NumberSeriesInline,
    )
    fieldsets = (
        (None, {"fields": ("code", "name", "position", "country", "subdivision", "currency", "time_zone", "languages",
                           "served_countries", "stock_bit")}),
        (_("Prices and taxes"), {"fields": ("visitors_see", "taxes_included", "taxes_note", "sends_einvoices")}),
        (_("Contact"), {"fields": ("chat_topics", "return_address", "seller", "seller_tax_number", "payment_details")}),
        (_("Ordering"), {"fields": ("cutoff", "bid_cutoff", "import_rows", "price_list_rows", "active_baskets",
                                    "stuck_business_days",
                                    "certificate_hours", "sells_volume_licenses", "reports_at")}),
        (_("Signing in"), {"fields": ("wrong_passwords", "who_unlocks", "staff_need_request", "staff_change_email",
                                      "password_least", "password_most", "dormant_user_days",
                                      "access_review_days")}),
        (_("Staying a customer"), {"fields": ("minimum_purchases", "dormancy_months", "reactivation_fee",
                                              "processing_fee", "lapsed_loses", "warning_days", "suspension_days",
                                              "grace_days", "application_hours", "end_customer_review_hours",
                                              "stockist_countries")}),
        (_("Returns"), {"fields": ("rma_days", "reporting_hours", "reporting_covers", "checks_at_door",
                                   "approved_at_once", "handling_percent")}),
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: models.Market | None = None) -> tuple[str, ...]:
        return ("code", "stock_bit") if obj else ()


@admin.register(models.ContactDesk)
class ContactDeskAdmin(admin.ModelAdmin[models.ContactDesk]):
    list_display = ("name", "market", "kind", "phone", "email")
    list_filter = ("market", "kind")
    search_fields = ("name", "phone", "email")
    inlines = (OpeningSpanInline,)


@admin.register(models.Warehouse)
class WarehouseAdmin(admin.ModelAdmin[models.Warehouse]):
    list_display = ("name", "code", "city", "country", "time_zone")
    list_filter = ("country", "markets")
    search_fields = ("code", "name", "city")
    inlines = (MarketWarehouseInline, ClosingDayInline)


@admin.register(models.TaxRate)
class TaxRateAdmin(admin.ModelAdmin[models.TaxRate]):
    list_display = ("name", "market", "country", "region", "rate", "valid_from", "valid_to", "is_waived_by_certificate")
    list_filter = ("market", "country", "name")
    search_fields = ("name", "country", "region")


@admin.register(models.ShippingMethod)
class ShippingMethodAdmin(admin.ModelAdmin[models.ShippingMethod]):
    list_display = ("name", "market", "code", "carrier", "is_active")
    list_filter = ("market", "is_active")
    search_fields = ("code", "name", "carrier")
    inlines = (FreightRateInline, DeliveryTimeInline)
