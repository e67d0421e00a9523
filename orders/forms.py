"""What the buyer fills in at checkout, and what finds orders in the list."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Address, Member
from common import formats
from common.forms import DayField
from markets import freight
from markets.models import ShippingMethod
from orders.drafting import Choices, freight_of
from orders.models import Order
from orders.ship_to import Destination, DestinationField, Destinations
from orders.shown import NotWhatWasShown, Shown

PARTIAL, COMPLETE = "partial", "complete"
LONGEST_WISH = timedelta(days=366)


class CheckoutForm(forms.Form):
    """Everything that is chosen at checkout; filled in from the company's last order (ORD-1)."""

    ship_to = DestinationField(label=_("Ship to"))
    find = forms.CharField(
        label=_("Find end customer"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text=_("Name, city or tax number; then update."),
    )
    method = forms.ModelChoiceField(
        queryset=ShippingMethod.objects.none(), label=_("Shipping method"), empty_label=None
    )
    wished_on = DayField(
        label=_("Wished date"), required=False, help_text=_("The earliest day it ships. Empty: as soon as possible.")
    )
    deliveries = forms.ChoiceField(
        label=_("What is not in stock"),
        choices=[
            (PARTIAL, _("Send it later as a backorder")),
            (COMPLETE, _("Hold everything and send complete")),
        ],
        widget=forms.RadioSelect,
    )
    backorders_until = DayField(
        label=_("Last date for backorders"),
        required=False,
        help_text=_("What is still missing on the day after is canceled. Empty: no last date."),
    )
    po_number = forms.CharField(label=_("PO number"), max_length=100, required=False)
    observations = forms.CharField(
        label=_("Observations"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("At most 500 characters, printed on the packing slip as typed."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    terms_version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    terms = forms.BooleanField(
        label=_("I accept the terms of sale"),
        error_messages={"required": _("The order can be placed once the terms are accepted.")},
    )

    def __init__(self, data: Any = None, *, member: Member, grams: int, now: datetime, is_final: bool) -> None:
        self.member, self.today = member, now.astimezone(member.market.zone).date()
        self.destinations = Destinations(member, now, str(data.get("find", "")).strip()[:100] if data else "")
        initial = prefilled(member) | {"key": uuid.uuid4(), "terms_version": settings.TERMS_OF_SALE_VERSION}
        super().__init__(data if is_final or data is None else _filled_up(data, initial), initial=initial)
        self.fields["ship_to"].offer(self.destinations, self.address())  # type: ignore[attr-defined]
        if not self.destinations.are_too_many:
            del self.fields["find"]
        self.fields["terms"].required = is_final
        methods = self.fields["method"]
        methods.queryset = ShippingMethod.objects.offered(member.market)  # type: ignore[attr-defined]
        methods.choices = self._methods(grams)  # type: ignore[attr-defined]

    def _methods(self, grams: int) -> list[tuple[int, str]]:
        """Methods that go to the chosen address, each with its freight for the basket's weight."""
        address = self.address()
        choices = []
        for method in freight.methods_for(self.member.market):
            try:
                amount, _is_agreed = freight_of(method, self.member.company, address, grams)
            except freight.NoFreightRate:
                continue
            written = formats.amount(amount, self.member.market.currency)
            choices.append((method.pk, f"{method.name}, {method.days_text} · {written}"))
        return choices

    def address(self) -> Destination:
        """The chosen destination, else the one filled in."""
        chosen = self.destinations.find(str(self.data.get("ship_to", ""))) if self.is_bound else None
        return chosen or self.initial["ship_to"] or Address(company=self.member.company)

    def clean_wished_on(self) -> date | None:
        wished: date | None = self.cleaned_data["wished_on"]
        if wished and wished < self.today:
            raise ValidationError(_("That day is over."))
        if wished and wished > self.today + LONGEST_WISH:
            raise ValidationError(_("A wished date is at most a year ahead."))
        return wished

    def clean_backorders_until(self) -> date | None:
        until: date | None = self.cleaned_data["backorders_until"]
        if until and until < self.today:
            raise ValidationError(_("That day is over."))
        return until

    def clean_shown(self) -> Shown | None:
        if not self.cleaned_data["shown"]:
            return None
        try:
            return Shown.parse(self.cleaned_data["shown"])
        except NotWhatWasShown as error:
            raise ValidationError(_("Please look at the order again before you finish it.")) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wished, until = data.get("wished_on"), data.get("backorders_until")
        if wished and until and until < wished:
            self.add_error("backorders_until", _("The last date for backorders is before the wished date."))
        if self.fields["terms"].required and data.get("terms_version") != settings.TERMS_OF_SALE_VERSION:
            self.add_error("terms", _("The terms of sale have changed. Please accept them anew."))
        return data

    def choices(self) -> Choices:
        """What is chosen as far as it is valid, else what was filled in; a page can always be drawn from it."""
        data = getattr(self, "cleaned_data", {})
        method = data.get("method") or self.initial["method"]
        offered = [pk for pk, _label in self.fields["method"].choices]  # type: ignore[attr-defined]
        if offered and method.pk not in offered:
            method = self.fields["method"].queryset.get(pk=offered[0])  # type: ignore[attr-defined]
        return Choices(
            ship_to=self.address(),
            method=method,
            po_number=data.get("po_number", ""),
            observations=data.get("observations", ""),
            wished_on=data.get("wished_on"),
            ships_complete=data.get("deliveries", self.initial["deliveries"]) == COMPLETE,
            backorders_until=data.get("backorders_until"),
            terms_version=settings.TERMS_OF_SALE_VERSION,
        )


def _filled_up(data: QueryDict, initial: dict[str, Any]) -> QueryDict:
    """What a query says, and for the rest what the form is filled in with."""
    filled = data.copy()
    for name, value in initial.items():
        if value is not None:
            filled.setdefault(name, str(getattr(value, "pk", value)))
    return filled


def can_ship(member: Member) -> bool:
    """Whether the company has an address and its market a shipping method."""
    return member.company.addresses.exists() and ShippingMethod.objects.offered(member.market).exists()


def prefilled(member: Member) -> dict[str, Any]:
    """Address, method and way of delivery of the member's last order, else the company's and market's first ones.

    An end customer's address is never filled in: nobody should ship to somebody else's customer by not looking.
    """
    last = Order.objects.placed_by(member).select_related("shipping_method").order_by("-placed_at").first()
    addresses = list(member.company.addresses.all())
    methods = list(ShippingMethod.objects.offered(member.market).order_by("position", "id"))
    address = next((each for each in addresses if last and each.lines() == last.ship_to), None)
    return {
        "ship_to": address or next(iter(addresses), None),
        "method": last.shipping_method if last and last.shipping_method in methods else next(iter(methods), None),
        "deliveries": COMPLETE if last and last.ships_complete else PARTIAL,
    }


class OrderFilter(forms.Form):
    """Finds orders in the list; nonsense in a field leaves it out."""

    is_filter = True  # nothing in it is ever required, which needs no saying

    q = forms.CharField(
        label=_("Order, PO, end customer, product, serial or tracking number"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(label=_("Status"), required=False)
    placed_from = DayField(label=_("Placed from"), required=False)
    placed_to = DayField(label=_("to"), required=False)
    person = forms.ModelChoiceField(
        queryset=Member.objects.none(), label=_("Person"), required=False, empty_label=_("Anyone")
    )

    def __init__(self, data: Any, *, member: Member, statuses: list[tuple[str, Any]]) -> None:
        super().__init__(data)
        self.fields["status"].choices = statuses  # type: ignore[attr-defined]
        buyers = Member.objects.visible_to(member).filter(orders__isnull=False).select_related("user").distinct()
        self.fields["person"].queryset = buyers.order_by("user__name")  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = lambda each: str(each.user)  # type: ignore[attr-defined]
