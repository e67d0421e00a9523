"""Rows that the desk shows and never edits field by field: every change is a button's verb, with its trail."""

from typing import Any

from django.http import HttpRequest


class OnlyLookedAt:
    """For an admin's page, before `ModelAdmin`: nothing is added, edited or deleted by hand."""

    model: Any

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.model._meta.fields]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
