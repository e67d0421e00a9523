"""The staff's desk for BIDs (CAT-6)."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from catalog import bids
from catalog.bid_form import BidForm
from catalog.models import Bid, BidPrice
from catalog.promotion_admin import WhenFilter
from common import formats


@admin.register(Bid)
class BidAdmin(admin.ModelAdmin[Bid]):
    """What orders took stays counted whatever is changed; one that orders took of is ended, not deleted."""

    form = BidForm
    fields = ("number", "company", "end_customer", "valid_from", "valid_to", "terms", "prices")
    list_display = ("number", "company", "end_customer", "valid_from", "valid_to", "products", "pieces_left")
    list_select_related = ("company",)
    list_filter = (("company__market", admin.RelatedOnlyFieldListFilter), WhenFilter)
    search_fields = ("number", "company__name", "company__customer_number", "end_customer", "prices__product__sku")
    search_help_text = _("Number, company, end customer or SKU")
    show_full_result_count = False
    ordering = ("-valid_to", "number", "pk")
    raw_id_fields = ("company",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bid]:
        prices = BidPrice.objects.filter(bid=OuterRef("pk")).order_by().values("bid")
        products, left = prices.annotate(sum=Count("pk")), prices.annotate(sum=Sum(F("quantity") - F("used")))
        return (
            super()
            .get_queryset(request)
            .annotate(product_count=Subquery(products.values("sum")), left_count=Subquery(left.values("sum")))
        )

    def get_fields(self, request: HttpRequest, obj: Bid | None = None) -> tuple[str, ...]:
        return self.fields if obj is None else (*self.fields, "what_is_left", "accepted")

    def get_readonly_fields(self, request: HttpRequest, obj: Bid | None = None) -> tuple[str, ...]:
        """A BID stays its company's."""
        return () if obj is None else ("company", "what_is_left", "accepted")

    @admin.display(description=_("Products"), ordering="product_count")
    def products(self, bid: Bid) -> int:
        return int(bid.product_count or 0)  # type: ignore[attr-defined]

    @admin.display(description=_("Pieces left"), ordering="left_count")
    def pieces_left(self, bid: Bid) -> int:
        return int(bid.left_count or 0)  # type: ignore[attr-defined]

    @admin.display(description=_("What is left"))
    def what_is_left(self, bid: Bid) -> str:
        rows = bid.prices.select_related("product").order_by("product__sku")
        lines = ((row.product.sku, formats.whole(row.left), formats.whole(row.quantity)) for row in rows)
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {} / {}</li>", lines))

    @admin.display(description=_("Terms accepted"))
    def accepted(self, bid: Bid) -> str:
        rows = bid.acceptances.select_related("accepted_by__user")
        lines = [
            (formats.moment(row.accepted_at), row.accepted_by.user, "" if row.terms == bid.terms else _("other terms"))
            for row in rows
        ]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} {} {}</li>", lines)) if lines else "–"

    def save_model(self, request: HttpRequest, obj: Bid, form: Any, change: bool) -> None:
        bids.agree(obj, form.cleaned_data["prices"])
