"""Applications of resellers, those first that are due first, and requests for access."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import application_desk as desk
from accounts.models import AccessRequest, Application
from common import formats


class OnlyLookedAt:
    """Everything about a row is changed by its buttons, never field by field."""

    model: Any

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.model._meta.fields]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StandingFilter(admin.SimpleListFilter):
    """Open ones, unless something else is asked for; the late alone."""

    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("late", gettext_lazy("Late")), ("open", gettext_lazy("Open")), ("decided", gettext_lazy("Decided"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Application]) -> QuerySet[Application]:
        match self.value():
            case "late":
                return queryset.filter(state="waiting", due_at__lt=timezone.now())
            case "open":
                return queryset.filter(state__in=["waiting", "incomplete"])
            case "decided":
                return queryset.exclude(state__in=["waiting", "incomplete"])
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
        return AccessRequest.objects.select_related("company__market", "market", "answered_by")

    @admin.display(description=gettext_lazy("Who answers"))
    def able(self, asked: AccessRequest) -> str:
        if asked.state != "waiting" or asked.company is None:
            return "–"
        administrators = asked.company.members.administrators().able()
        return _("Its administrators") if administrators.exists() else _("Staff: no administrator is able to")

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
