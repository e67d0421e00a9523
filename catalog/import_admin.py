"""The history of what staff imported, in the admin; its pages are in `import_desk` (CAT-15)."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from catalog import import_desk
from catalog.for_reading import ForReading
from catalog.models import Import


@admin.register(Import)
class ImportAdmin(ForReading, admin.ModelAdmin[Import]):
    """Who imported which file when, and what came of it; the report stays with it."""

    list_display = ("file_name", "kind", "step", "state", "rows", "added", "changed", "refused", "sent_by", "sent_at")
    list_select_related = ("sent_by",)
    list_filter = ("kind", "step", "state")
    search_fields = ("file_name", "sent_by__email")
    search_help_text = _("File, or who sent it")
    show_full_result_count = False
    ordering = ("-pk",)

    def has_add_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        return bool(import_desk.kinds_for(request))

    def get_urls(self) -> list[URLPattern]:
        return [*import_desk.addresses(self.admin_site), *super().get_urls()]

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return import_desk.upload(request)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return import_desk.page(request, int(object_id) if object_id.isdigit() else 0)
