"""End customers at the staff's desk: what waits for review first; one button, to refuse with a reason (ACC-20)."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts import end_customers
from accounts.access import user_of
from accounts.acting import Refused
from accounts.admin.only_looked_at import OnlyLookedAt
from accounts.models import EndCustomer, EndCustomerState

CHANGE = "accounts.change_endcustomer"


class RefusalForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    use_required_attribute = False


@require_POST
def refusal(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse one in review; who added it gets the reason by mail."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    customer = get_object_or_404(EndCustomer, pk=pk)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please give a reason: it is mailed to who added the end customer."))
        return redirect("admin:accounts_endcustomer_change", pk)
    try:
        end_customers.refuse(
            customer,
            reason=form.cleaned_data["reason"],
            by=user_of(request),
            now=timezone.now(),
        )
    except Refused as why_not:
        messages.error(request, str(why_not))
    else:
        messages.success(request, _("%(name)s was refused; who added it is told.") % {"name": customer.name})
    return redirect("admin:accounts_endcustomer_change", pk)


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(each.value, each.label) for each in EndCustomerState]

    def queryset(self, request: HttpRequest, queryset: QuerySet[EndCustomer]) -> QuerySet[EndCustomer]:
        customers, now = EndCustomer.objects, timezone.now()
        match self.value():
            case EndCustomerState.IN_REVIEW:
                return queryset.filter(pk__in=customers.in_review(now))
            case EndCustomerState.USABLE:
                return queryset.filter(pk__in=customers.usable(now))
            case EndCustomerState.REFUSED:
                return queryset.filter(pk__in=customers.present().exclude(refused_at=None))
            case EndCustomerState.REMOVED:
                return queryset.exclude(pk__in=customers.present())
        return queryset


@admin.register(EndCustomer)
class EndCustomerAdmin(OnlyLookedAt, admin.ModelAdmin[EndCustomer]):
    """The list is the company's own, and its pages are not for staff."""

    view_on_site = False
    list_display = ("name", "company", "country", "tax_number", "added_at", "usable_from", "state")
    list_select_related = ("company",)
    list_filter = (StateFilter, "company__market")
    search_fields = ("name", "tax_number", "bare_tax_number", "company__name", "company__customer_number")
    ordering = ("-added_at", "-pk")
    show_full_result_count = False
    change_form_template = "admin/accounts/endcustomer/desk.html"

    @admin.display(description=gettext_lazy("state"))
    def state(self, customer: EndCustomer) -> str:
        return str(customer.state_at(timezone.now()).label)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(refusal)
        return [path("<int:pk>/refusal/", view, name="accounts_endcustomer_refusal"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        customer = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if customer:
            state = customer.state_at(timezone.now())
            context |= {
                "customer": customer,
                "state": state,
                "addresses": customer.addresses.all(),
                "refusal_form": RefusalForm(label_suffix="") if state == EndCustomerState.IN_REVIEW else None,
                "may_press": request.user.has_perm(CHANGE),
            }
        return super().change_view(request, object_id, form_url, context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[EndCustomer]:
        return super().get_queryset(request).select_related("company__market", "added_by__user", "refused_by")
