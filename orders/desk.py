"""The buttons of staff on an order: each presses one verb and comes back with a plain sentence (ORD-17)."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import user_of
from accounts.models import User
from catalog.stock import NotEnoughStock
from common.database import Busy
from markets.models import Warehouse
from orders import fulfilling, holds
from orders.models import Order, Shipment, ShipmentLine
from orders.recording import IllegalMove

REFUSALS = (
    Busy,
    IllegalMove,
    NotEnoughStock,
    fulfilling.IllegalShipmentMove,
    fulfilling.NothingToPick,
    fulfilling.SerialNumbersMissing,
    fulfilling.TrackingNumberMissing,
    fulfilling.WaitsForTheRest,
)
CHANGE = "orders.change_order"
Button = Callable[..., str]


class NoteForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("Note to the customer"), max_length=300, required=False)


class ShippingForm(forms.Form):
    """Carrier, tracking number, and a field of serial numbers for each line whose product is tracked."""

    carrier = forms.CharField(label=gettext_lazy("Carrier"), max_length=80, required=False)
    tracking_number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=80, required=False)

    def __init__(self, data: Any = None, *, shipment: Shipment) -> None:
        super().__init__(
            data, initial={"carrier": shipment.order.shipping_method.carrier}, prefix=f"shipment-{shipment.pk}"
        )
        self.shipment = shipment
        self.tracked: dict[str, ShipmentLine] = {}
        for line in shipment.lines.select_related("line__product"):
            if line.line.product.has_serial_numbers:
                name = f"serials_{line.pk}"
                self.tracked[name] = line
                label = _("Serial numbers of %(pieces)s × %(sku)s") % {"pieces": line.quantity, "sku": line.line.sku}
                self.fields[name] = forms.CharField(
                    label=label, required=False, max_length=100_000, widget=forms.Textarea(attrs={"rows": 2})
                )

    def serials(self) -> dict[int, list[str]]:
        """Serial numbers by line, parted by commas, blanks or lines."""
        return {
            line.pk: self.cleaned_data.get(name, "").replace(",", " ").split() for name, line in self.tracked.items()
        }


def button(press: Button) -> Callable[..., HttpResponse]:
    """Make a view of a button: POST by staff with the right, one verb, a message, back to the order."""

    @wraps(press)
    @require_POST
    def pressed(request: HttpRequest, pk: int, **places: int) -> HttpResponse:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        order = get_object_or_404(Order.objects.with_parties(), pk=pk)
        try:
            messages.success(request, press(request, order, timezone.now(), **places))
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
        return redirect("admin:orders_order_change", order.pk)

    return pressed


@button
def release(request: HttpRequest, order: Order, now: datetime) -> str:
    holds.release(order, by=user_of(request), now=now, note=_note(request))
    return _("Order %(number)s is released.") % {"number": order.number}


@button
def refuse(request: HttpRequest, order: Order, now: datetime) -> str:
    holds.refuse(order, by=user_of(request), now=now, note=_note(request))
    return _("Order %(number)s is refused and canceled.") % {"number": order.number}


@button
def picking(request: HttpRequest, order: Order, now: datetime, warehouse_pk: int) -> str:
    warehouse = get_object_or_404(Warehouse, pk=warehouse_pk)
    shipment = fulfilling.start_picking(order, warehouse, by=user_of(request), now=now)
    return _("%(warehouse)s is picking shipment %(number)s.") % {"warehouse": warehouse, "number": shipment.number}


@button
def packing(request: HttpRequest, order: Order, now: datetime, shipment_pk: int) -> str:
    shipment = fulfilling.pack(_shipment(order, shipment_pk), by=user_of(request), now=now)
    return _("Shipment %(number)s is packed.") % {"number": shipment.number}


@button
def shipping(request: HttpRequest, order: Order, now: datetime, shipment_pk: int) -> str:
    shipment = _shipment(order, shipment_pk)
    form = ShippingForm(request.POST, shipment=shipment)
    if not form.is_valid():
        raise fulfilling.TrackingNumberMissing
    shipment = ship(form, by=user_of(request), now=now)
    facts = {"number": shipment.number, "invoice": shipment.invoice}
    return _("Shipment %(number)s is on its way; invoice %(invoice)s is issued.") % facts


@button
def delivery(request: HttpRequest, order: Order, now: datetime, shipment_pk: int) -> str:
    shipment = fulfilling.confirm_delivery(_shipment(order, shipment_pk), by=user_of(request), now=now)
    return _("Shipment %(number)s is delivered.") % {"number": shipment.number}


def ship(form: ShippingForm, *, by: User, now: datetime) -> Shipment:
    """Ship what a valid form is about. Raises what `fulfilling.ship` raises."""
    return fulfilling.ship(
        form.shipment,
        carrier=form.cleaned_data["carrier"],
        tracking_number=form.cleaned_data["tracking_number"],
        serials=form.serials(),
        by=by,
        now=now,
    )


def waiting_at(order: Order) -> list[Warehouse]:
    """Warehouses that hold something for the order which nobody is picking yet."""
    places = Warehouse.objects.filter(pk__in=order.lines.values("allocations__warehouse"))
    return [place for place in places if fulfilling.to_pick(order, place)]


def _note(request: HttpRequest) -> str:
    form = NoteForm(request.POST)
    return form.cleaned_data["note"] if form.is_valid() else request.POST.get("note", "")[:300].replace("\0", "")


def _shipment(order: Order, pk: int) -> Shipment:
    return get_object_or_404(Shipment.objects.select_related("order__shipping_method"), pk=pk, order=order)
