"""The steps of many orders at once, from the staff's list (ORD-17). Each shipment is a step and transaction of its own,
so that one which is refused holds up no other.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import user_of
from common.numbers import number_in
from orders import desk, fulfilling
from orders.models import Order, Shipment
from orders.states import ShipmentStatus

MOST = 50  # forms on one page
NAME = "shipment"


def pick(request: HttpRequest, orders: Iterable[Order]) -> None:
    """Begin picking at every warehouse that holds something for the chosen orders."""
    started = 0
    for order in orders:
        for warehouse in desk.waiting_at(order):
            try:
                fulfilling.start_picking(order, warehouse, by=user_of(request), now=timezone.now())
                started += 1
            except desk.REFUSALS as refusal:
                messages.error(request, str(refusal))
    text = ngettext("%(count)s shipment is being picked.", "%(count)s shipments are being picked.", started)
    messages.success(request, text % {"count": started})


def pack(request: HttpRequest, orders: Iterable[Order]) -> None:
    """Pack every shipment of the chosen orders that is being picked."""
    packed = 0
    for shipment in Shipment.objects.filter(order__in=orders, status=ShipmentStatus.PICKING):
        try:
            fulfilling.pack(shipment, by=user_of(request), now=timezone.now())
            packed += 1
        except desk.REFUSALS as refusal:
            messages.error(request, str(refusal))
    text = ngettext("%(count)s shipment is packed.", "%(count)s shipments are packed.", packed)
    messages.success(request, text % {"count": packed})


def deliver(request: HttpRequest, orders: Iterable[Order]) -> None:
    """Confirm the delivery of every shipment of the chosen orders that is on its way."""
    delivered = 0
    for shipment in Shipment.objects.filter(order__in=orders, status=ShipmentStatus.SHIPPED):
        try:
            fulfilling.confirm_delivery(shipment, by=user_of(request), now=timezone.now())
            delivered += 1
        except desk.REFUSALS as refusal:
            messages.error(request, str(refusal))
    text = ngettext("%(count)s shipment is delivered.", "%(count)s shipments are delivered.", delivered)
    messages.success(request, text % {"count": delivered})


def choose_to_ship(request: HttpRequest, orders: Iterable[Order]) -> HttpResponse | None:
    """Lead to the page where the packed shipments of the chosen orders are shipped; stay where there is none."""
    packed = Shipment.objects.filter(order__in=orders, status=ShipmentStatus.PACKED)
    found = list(packed.values_list("pk", flat=True)[: MOST + 1])
    if not found:
        messages.error(request, _("Nothing of the chosen orders is packed."))
        return None
    if len(found) > MOST:
        messages.warning(request, _("The first %(most)s shipments are listed.") % {"most": MOST})
    query = QueryDict(mutable=True)
    query.setlist(NAME, [str(pk) for pk in found[:MOST]])
    return redirect(f"{reverse('admin:orders_order_ship_many')}?{query.urlencode()}")


@require_http_methods(["GET", "HEAD", "POST"])
def shipping(request: HttpRequest) -> HttpResponse:
    """Carrier and tracking number of many shipments on one page; what is refused stays there, as it was typed."""
    if not request.user.has_perm(desk.CHANGE):
        raise PermissionDenied
    shipments = _asked_for(request.GET)
    if request.method != "POST":
        forms = [desk.ShippingForm(shipment=each) for each in shipments if each.status == ShipmentStatus.PACKED]
        return _page(request, forms) if forms else _back()
    sent = [form for form in (desk.ShippingForm(request.POST, shipment=each) for each in shipments) if _was_drawn(form)]
    refused = [form for form in sent if not _ship(request, form)]
    if shipped := len(sent) - len(refused):
        text = ngettext("%(count)s shipment is on its way.", "%(count)s shipments are on their way.", shipped)
        messages.success(request, text % {"count": shipped})
    return _page(request, refused, status=422) if refused else _back()


def _ship(request: HttpRequest, form: desk.ShippingForm) -> bool:
    """Ship what the form is about; where it is refused, the form says why."""
    if not form.is_valid():
        return False
    try:
        desk.ship(form, by=user_of(request), now=timezone.now())
    except desk.REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _asked_for(query: QueryDict) -> list[Shipment]:
    wanted = [pk for text in query.getlist(NAME)[:MOST] if (pk := number_in(text)) is not None]
    shipments = Shipment.objects.filter(pk__in=wanted).select_related(
        "warehouse", "order__shipping_method", "order__company"
    )
    return list(shipments.prefetch_related("lines__line"))


def _was_drawn(form: desk.ShippingForm) -> bool:
    return form.add_prefix("tracking_number") in form.data


def _page(request: HttpRequest, forms: list[desk.ShippingForm], status: int = 200) -> HttpResponse:
    context: dict[str, Any] = admin.site.each_context(request) | {
        "title": _("Ship what is packed"),
        "opts": Order._meta,
        "forms": forms,
        "is_refused": status != 200,
    }
    return TemplateResponse(request, "admin/orders/order/ship_many.html", context, status=status)


def _back() -> HttpResponse:
    return redirect("admin:orders_order_changelist")
