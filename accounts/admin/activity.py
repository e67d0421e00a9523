"""Who did what in which company, for staff to read."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import activities, searching
from accounts.models import Activity


@admin.register(Activity)
class ActivityAdmin(admin.ModelAdmin[Activity]):
    list_display = ("at", "company", "who", "what", "address")
    list_select_related = ("company", "actor", "asked_by")
    list_filter = ("kind",)
    search_fields = ("company__name", "company__customer_number", "actor__email", "subject__email")
    show_full_result_count = False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Activity], search_term: str
    ) -> tuple[QuerySet[Activity], bool]:
        return searching.activities(queryset, search_term), False

    @admin.display(description=_("Who"))
    def who(self, activity: Activity) -> str:
        return activities.actor_of(activity)

    @admin.display(description=_("What"))
    def what(self, activity: Activity) -> str:
        return " ".join([activities.sentence_of(activity), *activities.details_of(activity)])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Activity | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Activity | None = None) -> bool:
        return False
