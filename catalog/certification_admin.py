"""The staff's desk for certifications that products, manufacturers and categories need (CAT-7)."""

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import CompanyCertification
from catalog.models import Certification


@admin.register(Certification)
class CertificationAdmin(admin.ModelAdmin[Certification]):
    """How many hold one tells whether companies write it by the same words."""

    list_display = ("name", "manufacturer", "holders", "of_products", "of_manufacturers", "of_categories")
    search_fields = ("manufacturer", "name")
    show_full_result_count = False
    ordering = ("manufacturer", "name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certification]:
        same = CompanyCertification.objects.holding(timezone.localdate()).annotate(
            maker=Lower("manufacturer"), word=Lower("name")
        )
        held = same.filter(maker=Lower(OuterRef("manufacturer")), word=Lower(OuterRef("name")))
        count = held.order_by().values("word").annotate(number=Count("company", distinct=True)).values("number")
        return (
            super()
            .get_queryset(request)
            .annotate(
                holder_count=Coalesce(Subquery(count, output_field=IntegerField()), 0),
                product_count=Count("products", distinct=True),
                manufacturer_count=Count("manufacturers", distinct=True),
                category_count=Count("categories", distinct=True),
            )
        )

    @admin.display(description=_("Companies that hold it"), ordering="holder_count")
    def holders(self, certification: Certification) -> int:
        return int(certification.holder_count)  # type: ignore[attr-defined]

    @admin.display(description=_("Products"), ordering="product_count")
    def of_products(self, certification: Certification) -> int:
        return int(certification.product_count)  # type: ignore[attr-defined]

    @admin.display(description=_("Manufacturers"), ordering="manufacturer_count")
    def of_manufacturers(self, certification: Certification) -> int:
        return int(certification.manufacturer_count)  # type: ignore[attr-defined]

    @admin.display(description=_("Categories"), ordering="category_count")
    def of_categories(self, certification: Certification) -> int:
        return int(certification.category_count)  # type: ignore[attr-defined]
