"""Companies with what was agreed with them."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from accounts import desk, desk_import, recording
from accounts.models import (
    ActivityKind,
    Address,
    AgreedFreight,
    Company,
    Member,
    ServiceRemoval,
    StockistApproval,
    User,
)
from markets.models import ShippingMethod


class AddressInline(admin.StackedInline[Address, Company]):
    model = Address
    extra = 0
    fields = (
        ("label", "recipient"),
        ("street", "extra"),
        ("postal_code", "city", "region", "country"),
        ("is_default", "is_invoice_address"),
    )


class StockistApprovalInline(admin.TabularInline[StockistApproval, Company]):
    model = StockistApproval
    extra = 0
    readonly_fields = ("recorded_by",)


class AgreedFreightInline(admin.TabularInline[AgreedFreight, Company]):
    """Only the market's own shipping methods can be agreed on."""

    model = AgreedFreight
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Company | None = None, **kwargs: Any) -> Any:
        self.company = obj
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        if db_field.name == "method":
            market = self.company.market if self.company else None
            kwargs["queryset"] = ShippingMethod.objects.filter(market=market)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ServiceRemovalInline(admin.TabularInline[ServiceRemoval, Company]):
    model = ServiceRemoval
    extra = 0
    readonly_fields = ("removed_at",)


class MemberInline(admin.TabularInline[Member, Company]):
    """Who is in the company; everything about them is changed on the member's own page."""

    model = Member
    extra = 0
    fields = readonly_fields = ("user", "role", "is_enabled", "is_invited")
    show_change_link = True
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        return Member.objects.present().select_related("user", "company").order_by("user__name")

    def has_add_permission(self, request: HttpRequest, obj: Company | None = None) -> bool:
        return False


@admin.register(Company)
class CompanyAdmin(admin.ModelAdmin[Company]):
    list_display = ("name", "customer_number", "market", "country", "account_manager")
    list_select_related = ("market", "account_manager")
    list_filter = ("market",)
    search_fields = ("name", "customer_number", "slug")
    show_full_result_count = False
    autocomplete_fields = ("account_manager",)
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ("created_at",)
    inlines = (AddressInline, StockistApprovalInline, AgreedFreightInline, ServiceRemovalInline, MemberInline)

    def get_urls(self) -> list[URLPattern]:
        def new_user(request: HttpRequest, pk: int) -> HttpResponse:
            return desk.new_user(request, pk, self.admin_site.each_context(request))

        view = self.admin_site.admin_view(new_user)
        return [
            path("<int:pk>/users/new/", view, name="accounts_company_new_user"),
            *desk_import.addresses(self.admin_site),
            *super().get_urls(),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Company | None = None) -> tuple[str, ...]:
        """A company stays in its market: its documents are in that currency."""
        return ("created_at",) if obj is None else ("created_at", "market", "slug")

    def get_prepopulated_fields(self, request: HttpRequest, obj: Company | None = None) -> dict[str, Any]:
        return {"slug": ["name"]} if obj is None else {}

    def save_model(self, request: HttpRequest, obj: Company, form: Any, change: bool) -> None:
        """What staff ask of everybody in the company is in its activity (ACC-8, ACC-15)."""
        super().save_model(request, obj, form, change)
        if change and "requires_second_factor" in form.changed_data:
            kind = ActivityKind.FACTOR_REQUIRED if obj.requires_second_factor else ActivityKind.FACTOR_OPTIONAL
            recording.note(obj, kind, by=cast(User, request.user), now=timezone.now())

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is StockistApproval:
            for added in formset.extra_forms:
                added.instance.recorded_by = request.user
        super().save_formset(request, form, formset, change)
