"""Admin pages of rows that verbs and imports write."""

from typing import Any

from django.http import HttpRequest


class ForReading:
    """Rows that verbs and imports write, and nobody by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
