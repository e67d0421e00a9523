"""The staff's desk for promotions (CAT-4c)."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog import tasks
from catalog.models import Promotion
from catalog.promoting import promote
from catalog.promotion_form import PromotionForm


class WhenFilter(admin.SimpleListFilter):
    """What runs today, what is to come, what is over."""

    title = _("when")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("Runs now")), ("later", _("To come")), ("over", _("Over"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Promotion]) -> QuerySet[Promotion]:
        today = timezone.localdate()
        conditions: dict[str | None, dict[str, Any]] = {
            "now": {"valid_from__lte": today, "valid_to__gte": today},
            "later": {"valid_from__gt": today},
            "over": {"valid_to__lt": today},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


@admin.register(Promotion)
class PromotionAdmin(admin.ModelAdmin[Promotion]):
    """Prices may change while a promotion runs; baskets tell it, orders keep what they were placed at."""

    form = PromotionForm
    fields = ("name", "market", "valid_from", "valid_to", "companies", "prices")
    list_display = ("name", "market", "valid_from", "valid_to", "products", "for_whom")
    list_select_related = ("market",)
    list_filter = ("market", WhenFilter)
    search_fields = ("name", "prices__product__sku", "prices__company__name")
    search_help_text = _("Name, SKU or company")
    show_full_result_count = False
    ordering = ("-valid_to", "name", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Promotion]:
        products = Count("prices__product", distinct=True)
        return (
            super()
            .get_queryset(request)
            .annotate(product_count=products, company_count=Count("prices__company", distinct=True))
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Promotion | None = None) -> tuple[str, ...]:
        """A promotion stays in its market: its prices are in that currency."""
        return () if obj is None else ("market",)

    @admin.display(description=_("Products"), ordering="product_count")
    def products(self, promotion: Promotion) -> int:
        return int(promotion.product_count)  # type: ignore[attr-defined]

    @admin.display(description=_("For whom"))
    def for_whom(self, promotion: Promotion) -> str:
        number: int = promotion.company_count  # type: ignore[attr-defined]
        if not number:
            return str(_("Whole market"))
        return str(_("Chosen companies: %(number)s") % {"number": number})

    def save_model(self, request: HttpRequest, obj: Promotion, form: Any, change: bool) -> None:
        promote(obj, form.cleaned_data["prices"], form.cleaned_data["companies"])
        transaction.on_commit(partial(tasks.wake, tasks.find_unpriced), robust=True)
