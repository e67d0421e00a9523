"""Files that members had made: what became of each, and when it is deleted; nobody reads them here."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.only_looked_at import OnlyLookedAt
from accounts.models import Download


@admin.register(Download)
class DownloadAdmin(OnlyLookedAt, admin.ModelAdmin[Download]):
    fields = (
        *("title", "member", "company", "kind", "state", "failure", "attempt", "done", "total", "size", "language"),
        *("asked_at", "started_at", "seen_at", "finished_at", "expires_at"),
    )
    list_display = ("title", "member", "kind", "state", "total", "size", "asked_at", "finished_at", "expires_at")
    list_select_related = ("member__user", "member__company")
    list_filter = ("kind", "state", "company__market")
    search_fields = ("company__name", "company__customer_number", "member__user__email", "title")
    show_full_result_count = False

    def has_change_permission(self, request: HttpRequest, obj: Download | None = None) -> bool:
        return False
