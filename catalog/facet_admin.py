"""By which attributes a category's lists are filtered, and what those are called: the staff's choice (CAT-11)."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from catalog.importing.facets import fill
from catalog.models import Attribute, Category, CategoryFacet


@admin.register(Attribute)
class AttributeAdmin(admin.ModelAdmin[Attribute]):
    """What an attribute is called and measured in; where it stands in the products' data stays as it is."""

    list_display = ("name", "unit", "kind", "path", "slug")
    list_filter = ("kind",)
    search_fields = ("name", "slug")
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Attribute | None = None) -> tuple[str, ...]:
        return ("path", "kind", "slug") if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Attribute | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("name",)}


class CategoryFacetInline(admin.TabularInline[CategoryFacet, Category]):
    """Up to eight filters of a lowest category; its products' values are read anew when they are saved."""

    model = CategoryFacet
    extra = 1
    max_num = 8
    autocomplete_fields = ("attribute",)


class FacetsOfCategory(admin.ModelAdmin[Category]):
    """Fills the slots of the category's products after its facets were changed."""

    inlines = (CategoryFacetInline,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            fill(form.instance)
