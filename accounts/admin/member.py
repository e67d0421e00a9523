"""A company's people at the staff's desk: nothing is edited by hand, every change is a verb with its trail."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts import desk, people, searching
from accounts.admin.only_looked_at import OnlyLookedAt
from accounts.models import Member
from accounts.models.member import MemberState


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(each.value, each.label) for each in MemberState if each != MemberState.DELETED]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Member]) -> QuerySet[Member]:
        state = self.value() or ""
        return queryset.filter(people.STATES[MemberState(state)]) if state in MemberState else queryset


@admin.register(Member)
class MemberAdmin(OnlyLookedAt, admin.ModelAdmin[Member]):
    """Users are added on their company's page; the button “Delete” takes them out, and what they did stays."""

    list_display = ("user", "email", "company", "role", "state")
    list_select_related = ("user", "company")
    list_filter = (StateFilter, "role", "company__market")
    search_fields = ("user__email", "user__name", "user__username", "company__name", "company__customer_number")
    search_help_text = searching.PEOPLE
    show_full_result_count = False
    change_form_template = "admin/accounts/member/desk.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        return Member.objects.present().ready_to_ask()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Member], search_term: str
    ) -> tuple[QuerySet[Member], bool]:
        """By who they are or where: each asked of its own index, since an index does not reach over two tables."""
        return searching.members(queryset, search_term), False

    @admin.display(description=_("E-mail address"), ordering="user__email")
    def email(self, member: Member) -> str:
        return member.user.email

    @admin.display(description=_("State"))
    def state(self, member: Member) -> str:
        return str(member.state.label)

    def get_urls(self) -> list[URLPattern]:
        buttons = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"accounts_member_{name}")
            for name, view in desk.BUTTONS.items()
        ]
        return [*buttons, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        member = self.get_object(request, object_id)
        context = {**(extra_context or {}), **(desk.desk_of(request, member) if member else {})}
        context["may_press"] = request.user.has_perm(desk.CHANGE)
        return super().change_view(request, object_id, form_url, context)
