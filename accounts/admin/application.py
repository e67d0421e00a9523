"""Applications of resellers, those first that are due first, and requests for access."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import application_desk as desk
from accounts.admin.only_looked_at import OnlyLookedAt
from accounts.models import AccessRequest, AccessRequestState, Application, Member
from common import formats


class StandingFilter(admin.SimpleListFilter):
    """All, unless it is asked for the open ones, for the late among them, or for those that are decided."""

    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("late", gettext_lazy("Late")), ("open", gettext_lazy("Open")), ("decided", gettext_lazy("Decided"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Application]) -> QuerySet[Application]:
        match self.value():
            case "late":
                return queryset.filter(pk__in=Application.objects.late(timezone.now()))
            case "open":
                return queryset.filter(pk__in=Application.objects.open())
            case "decided":
                return queryset.exclude(pk__in=Application.objects.open())
        return queryset


@admin.register(Application)
class ApplicationAdmin(OnlyLookedAt, admin.ModelAdmin[Application]):
    list_display = ("reference", "company_name", "market", "country", "state", "due", "applied_at")
    list_select_related = ("market",)
    list_filter = (StandingFilter, "state", "market")
    search_fields = ("reference", "company_name", "tax_number", "email")
    show_full_result_count = False
    change_form_template = "admin/accounts/application/desk.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return Application.objects.select_related("market", "company", "decided_by")

    def get_ordering(self, request: HttpRequest) -> Any:
        return [*Application.objects.by_due_time().query.order_by]

    @admin.display(description=gettext_lazy("Due"), ordering="due_at")
    def due(self, application: Application) -> str:
        if application.due_at is None:
            return "–"
        moment = formats.moment(application.due_at)
        if application.is_late(timezone.now()):
            return format_html("<strong>{}: {}</strong>", _("Late"), moment)
        return moment

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        buttons = [
            path(f"<int:pk>/{name}/", view(press), name=f"accounts_application_{name}")
            for name, press in desk.BUTTONS.items()
        ]
        paper = path("papers/<int:pk>/", view(desk.document), name="accounts_application_paper")
        return [*buttons, paper, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        application = self.get_object(request, object_id)
        context = {**(extra_context or {}), **(desk.desk_of(request, application) if application else {})}
        return super().change_view(request, object_id, form_url, context)


@admin.register(AccessRequest)
class AccessRequestAdmin(OnlyLookedAt, admin.ModelAdmin[AccessRequest]):
    list_display = ("name", "customer_number", "email", "country", "state", "able", "asked_at")
    list_select_related = ("company",)
    list_filter = ("state", "market")
    search_fields = ("name", "customer_number", "email")
    show_full_result_count = False
    change_form_template = "admin/accounts/accessrequest/desk.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessRequest]:
        able = Member.objects.administrators().able().filter(company=OuterRef("company"))
        requests = AccessRequest.objects.select_related("company__market", "market", "answered_by")
        return requests.annotate(has_able_administrator=Exists(able))

    @admin.display(description=gettext_lazy("Who answers"))
    def able(self, asked: Any) -> str:
        if asked.state != AccessRequestState.WAITING:
            return "–"
        return _("Its administrators") if asked.has_able_administrator else _("Staff: no administrator is able to")

    def get_urls(self) -> list[URLPattern]:
        buttons = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(press), name=f"accounts_accessrequest_{name}")
            for name, press in desk.REQUEST_BUTTONS.items()
        ]
        return [*buttons, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        asked = self.get_object(request, object_id)
        context = {**(extra_context or {}), **(desk.request_desk_of(request, asked) if asked else {})}
        return super().change_view(request, object_id, form_url, context)
