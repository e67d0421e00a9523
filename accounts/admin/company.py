"""Companies with what was agreed with them."""

from typing import Any

from django.contrib import admin
from django.db.models import Field, ForeignKey, QuerySet
from django.forms import ChoiceField, ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import desk, desk_import, recording, service_desk, staff_trail
from accounts.access import user_of
from accounts.admin.company_form import CompanyForm
from accounts.models import (
    ActivityKind,
    Address,
    AgreedFreight,
    Company,
    CompanyCertification,
    CompanyContact,
    Member,
    StockistApproval,
)
from markets.models import ShippingMethod
from markets.regions import countries


class AddressInline(admin.StackedInline[Address, Company]):
    model = Address
    extra = 0
    fields = (
        ("label", "recipient"),
        ("street", "extra"),
        ("postal_code", "city", "region", "country"),
        ("is_default", "is_invoice_address"),
    )

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "country":
            return ChoiceField(label=_("Country"), choices=[("", "–"), *countries()])
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class StockistApprovalInline(admin.StackedInline[StockistApproval, Company]):
    model = StockistApproval
    extra = 0
    fields = (("number", "valid_from", "valid_to"), "recorded_by")
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


class ContactInline(admin.StackedInline[CompanyContact, Company]):
    model = CompanyContact
    extra = 0
    fields = (("label", "name"), ("phone", "email"))


class CertificationInline(admin.StackedInline[CompanyCertification, Company]):
    """What staff add is confirmed with it; what the company added is confirmed in the list of certifications."""

    model = CompanyCertification
    extra = 0
    fields = (("manufacturer", "name"), ("number", "valid_until"), ("confirmed_at", "confirmed_by"))
    readonly_fields = ("confirmed_at", "confirmed_by")


class MemberInline(admin.TabularInline[Member, Company]):
    """Who is in the company; everything about them is changed on the member's own page."""

    model = Member
    extra = 0
    fields = readonly_fields = ("email", "role", "state")
    show_change_link = True
    can_delete = False

    @admin.display(description=_("E-mail address"))
    def email(self, member: Member) -> str:
        return member.user.email

    @admin.display(description=_("State"))
    def state(self, member: Member) -> str:
        return str(member.state.label)

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
    search_help_text = _("Name, customer number or short name, any part of it of three letters or more.")
    show_full_result_count = False
    autocomplete_fields = ("account_manager",)
    prepopulated_fields = {"slug": ["name"]}
    form = CompanyForm
    inlines = (
        MemberInline, AddressInline, ContactInline, CertificationInline, StockistApprovalInline, AgreedFreightInline,
    )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        def new_user(request: HttpRequest, pk: int) -> HttpResponse:
            return desk.new_user(request, pk, self.admin_site.each_context(request))

        def services(request: HttpRequest, pk: int) -> HttpResponse:
            return service_desk.services_page(request, pk, self.admin_site.each_context(request))

        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/users/new/", wrap(new_user), name="accounts_company_new_user"),
            path("<int:pk>/services/", wrap(services), name="accounts_company_services"),
            *desk_import.addresses(self.admin_site),
            *super().get_urls(),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Company | None = None) -> tuple[str, ...]:
        """A company stays in its market: its documents are in that currency."""
        always = ("created_at", "access_reviewed_at")
        return always if obj is None else (*always, "market", "slug")

    def get_prepopulated_fields(self, request: HttpRequest, obj: Company | None = None) -> dict[str, Any]:
        return {"slug": ["name"]} if obj is None else {}

    def save_model(self, request: HttpRequest, obj: Company, form: Any, change: bool) -> None:
        """What staff change, and what they ask of everybody in the company, is in its activity (ACC-8, 15, 19)."""
        before = Company.objects.select_related("account_manager").get(pk=obj.pk) if change else None
        super().save_model(request, obj, form, change)
        if before is not None:
            staff_trail.note_details(before, obj, form.changed_data, by=request.user, now=timezone.now())
        if change and "requires_second_factor" in form.changed_data:
            kind = ActivityKind.FACTOR_REQUIRED if obj.requires_second_factor else ActivityKind.FACTOR_OPTIONAL
            recording.note(obj, kind, by=user_of(request), now=timezone.now())

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Whoever adds an approval or certification stands for it; every row is in the activity."""
        now = timezone.now()
        for added in formset.extra_forms:
            if formset.model is StockistApproval:
                added.instance.recorded_by = request.user
            elif formset.model is CompanyCertification:
                added.instance.confirmed_by, added.instance.confirmed_at = request.user, now
        before = staff_trail.rows_of(formset) if change else {}
        super().save_formset(request, form, formset, change)
        if change:
            staff_trail.note_rows(form.instance, formset, before, by=request.user, now=now)
