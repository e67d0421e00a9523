"""Reports of approvals as stockist: the proof to look at, and the buttons that confirm or refuse (ACC-19c)."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import stockists
from accounts.access import user_of
from accounts.acting import Refused
from accounts.admin.only_looked_at import OnlyLookedAt
from accounts.desk import Incomplete
from accounts.models import StockistReport
from accounts.stockist_forms import ConfirmForm, RefuseForm
from common.downloads import stored

Press = Callable[[], str]
NAME = "accounts_stockistreport"


@admin.register(StockistReport)
class StockistReportAdmin(OnlyLookedAt, admin.ModelAdmin[StockistReport]):
    list_display = ("company", "number", "decided_on", "state", "reported_at", "answered_by", "answered_at")
    list_select_related = ("company", "answered_by")
    list_filter = ("state", "company__market")
    search_fields = ("company__name", "company__customer_number", "number")
    show_full_result_count = False
    change_form_template = "admin/accounts/stockistreport/desk.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/proof/", wrap(require_safe(self.proof)), name=f"{NAME}_proof"),
            path("<int:pk>/confirming/", wrap(require_POST(self.confirming)), name=f"{NAME}_confirming"),
            path("<int:pk>/refusing/", wrap(require_POST(self.refusing)), name=f"{NAME}_refusing"),
            *super().get_urls(),
        ]

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Those that wait first, the oldest on top: they come last in the alphabet."""
        return "-state", "reported_at"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        report = self.get_object(request, object_id)
        context = {**_desk_of(report), **(extra_context or {})} if report else extra_context
        return super().change_view(request, object_id, form_url, context)

    def proof(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The file that the company sent, for staff alone, to be saved and not shown."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        report = get_object_or_404(StockistReport, pk=pk)
        return stored(report.proof, report.proof_name, report.proof_type)

    def confirming(self, request: HttpRequest, pk: int) -> HttpResponse:
        report, form = self._pressed(request, pk), ConfirmForm(request.POST)

        def press() -> str:
            if not form.is_valid():
                raise Incomplete(form)
            days = {name: form.cleaned_data[name] for name in ("valid_from", "valid_to")}
            stockists.confirm(report, **days, by=user_of(request), now=timezone.now())
            return _("Confirmed. The company's administrators are told.")

        return self._answered(request, report, press, {"confirm_form": form})

    def refusing(self, request: HttpRequest, pk: int) -> HttpResponse:
        report, form = self._pressed(request, pk), RefuseForm(request.POST)

        def press() -> str:
            if not form.is_valid():
                raise Incomplete(form)
            stockists.refuse(report, reason=form.cleaned_data["reason"], by=user_of(request), now=timezone.now())
            return _("Refused. The company's administrators are told.")

        return self._answered(request, report, press, {"refuse_form": form})

    def _pressed(self, request: HttpRequest, pk: int) -> StockistReport:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(StockistReport.objects.select_related("company"), pk=pk)

    def _answered(
        self, request: HttpRequest, report: StockistReport, press: Press, forms: dict[str, Any]
    ) -> HttpResponse:
        """Say what it did and come back, or say why not and keep what was typed."""
        try:
            messages.success(request, press())
        except Refused as refusal:
            messages.error(request, str(refusal))
            request.method = "GET"  # the page is drawn again, nothing of it is saved
            return self.change_view(request, str(report.pk), extra_context=forms)
        return redirect("admin:accounts_stockistreport_change", report.pk)


def _desk_of(report: StockistReport) -> dict[str, Any]:
    return {
        "report": report,
        "approvals": report.company.stockist_approvals.order_by("-valid_from"),
        "confirm_form": ConfirmForm(initial={"valid_from": report.decided_on}),
        "refuse_form": RefuseForm(),
    }
