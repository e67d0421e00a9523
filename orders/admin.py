"""The staff's desk for orders: search, look, press a verb's button (ORD-5, ORD-10, ORD-17)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common import formats
from markets.models import Market
from orders import bulk, desk, following
from orders.models import Order, Shipment
from orders.states import PICKABLE, HoldReason, OrderStatus, ShipmentStatus
from orders.stuck import is_stuck, stuck


class HeldFilter(admin.SimpleListFilter):
    """Orders that wait for a decision, by reason."""

    title = _("held for")
    parameter_name = "held"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("any", _("any reason")), *HoldReason.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        if not self.value():
            return queryset
        held = queryset.filter(status=OrderStatus.HELD)
        return held if self.value() == "any" else held.filter(holds__reason=self.value(), holds__decided_at=None)


class StuckFilter(admin.SimpleListFilter):
    """Orders that rest in a status longer than their market allows (ORD-10)."""

    title = _("stuck")
    parameter_name = "stuck"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        return queryset.filter(stuck(timezone.now())) if self.value() == "yes" else queryset


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin[Order]):
    """Nothing is edited by hand: every change is a verb that keeps stock, credit and timeline true."""

    list_display = (
        "number",
        "company",
        "market",
        "placed_at",
        "status",
        "is_partly_shipped",
        "promised_on",
        "is_stuck",
    )
    list_select_related = ("company", "market")
    list_filter = ("status", HeldFilter, StuckFilter, "market")
    search_fields = ("number", "po_number", "company__name", "lines__sku", "shipments__tracking_number")
    search_help_text = _("Order, PO, company, SKU or tracking number")
    show_full_result_count = False
    actions = ("start_picking", "pack", "ship", "confirm_delivery")
    change_form_template = "admin/orders/order/desk.html"

    @admin.display(description=_("stuck"), boolean=True)
    def is_stuck(self, order: Order) -> bool:
        return is_stuck(order, timezone.now())

    @admin.action(description=_("Start picking what is there"), permissions=["change"])
    def start_picking(self, request: HttpRequest, orders: QuerySet[Order]) -> None:
        bulk.pick(request, orders)

    @admin.action(description=_("Pack what is being picked"), permissions=["change"])
    def pack(self, request: HttpRequest, orders: QuerySet[Order]) -> None:
        bulk.pack(request, orders)

    @admin.action(description=_("Ship what is packed"), permissions=["change"])
    def ship(self, request: HttpRequest, orders: QuerySet[Order]) -> HttpResponse | None:
        return bulk.choose_to_ship(request, orders)

    @admin.action(description=_("Confirm the delivery of what is on its way"), permissions=["change"])
    def confirm_delivery(self, request: HttpRequest, orders: QuerySet[Order]) -> None:
        bulk.deliver(request, orders)

    def get_urls(self) -> list[URLPattern]:
        def address(route: str, view: Any, name: str) -> URLPattern:
            return path(f"<int:pk>/{route}", self.admin_site.admin_view(view), name=f"orders_order_{name}")

        return [
            path("shipping/", self.admin_site.admin_view(bulk.shipping), name="orders_order_ship_many"),
            address("release/", desk.release, "release"),
            address("refusal/", desk.refuse, "refuse"),
            address("picking/<int:warehouse_pk>/", desk.picking, "picking"),
            address("shipments/<int:shipment_pk>/packing/", desk.packing, "packing"),
            address("shipments/<int:shipment_pk>/shipping/", desk.shipping, "shipping"),
            address("shipments/<int:shipment_pk>/delivery/", desk.delivery, "delivery"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        order = self.get_object(request, object_id)
        context = {**(extra_context or {}), **(_desk_of(order) if order else {})}
        context["may_press"] = request.user.has_perm(desk.CHANGE)
        response = super().change_view(request, object_id, form_url, context)
        return _as_in(order.market, response) if order else response

    def get_readonly_fields(self, request: HttpRequest, obj: Order | None = None) -> list[str]:
        return [field.name for field in Order._meta.fields]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Order | None = None) -> bool:
        return False


def _desk_of(order: Order) -> dict[str, Any]:
    shipments = order.shipments.select_related("warehouse", "invoice", "order__shipping_method")
    return {
        "order": order,
        "is_stuck": is_stuck(order, timezone.now()),
        "lines": order.lines.prefetch_related("allocations__warehouse"),
        "holds": order.holds.select_related("decided_by"),
        "warehouses": desk.waiting_at(order) if order.status in PICKABLE else [],
        "shipments": [(each, _shipping_form(each)) for each in shipments],
        "log": following.log_of(order),
        "note_form": desk.NoteForm(),
    }


def _as_in(market: Market, response: HttpResponse) -> HttpResponse:
    """The page with days and times as the order's market keeps them."""
    if isinstance(response, TemplateResponse):
        with formats.override(get_language() or "en", market.country, market.zone):
            response.render()
    return response


def _shipping_form(shipment: Shipment) -> desk.ShippingForm | None:
    return desk.ShippingForm(shipment=shipment) if shipment.status == ShipmentStatus.PACKED else None
