"""Where an order may ship: the company's own addresses, and those of its end customers (ORD-1, ACC-20)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import Address, EndCustomerAddress, Member
from common import formats
from common.numbers import number_in
from markets.regions import printed

type Destination = Address | EndCustomerAddress

MOST_LISTED = 200  # more than that are found by name
MARK = "e"  # before the number of an end customer's address


def value_of(place: Destination) -> str:
    """What a form and its address call a destination: “17”, or “e17” for an end customer's."""
    return f"{MARK}{place.pk}" if isinstance(place, EndCustomerAddress) else str(place.pk)


@dataclass
class Destinations:
    """What one member may choose from now; `wanted` narrows a long list of end customers."""

    member: Member
    now: datetime
    wanted: str = ""

    @cached_property
    def own(self) -> list[Address]:
        return list(self.member.company.addresses.all())

    @cached_property
    def of_end_customers(self) -> list[EndCustomerAddress]:
        """Those in review too, which can be seen and not yet chosen."""
        places = self._places()
        if self.wanted:
            customers = self.member.company.end_customers.all().matching(self.wanted)
            places = places.filter(end_customer__in=customers)
        return list(places.order_by("end_customer__name", "label", "pk")[: MOST_LISTED + 1])

    @property
    def are_too_many(self) -> bool:
        """Whether a field to find end customers by is needed."""
        return bool(self.wanted) or len(self.of_end_customers) > MOST_LISTED

    def find(self, value: str) -> Destination | None:
        """What a form names, if it is the company's own and neither removed nor refused."""
        if not value.startswith(MARK):
            return next((place for place in self.own if str(place.pk) == value), None)
        return self._places().filter(pk=number_in(value.removeprefix(MARK))).first()

    def choices(self, chosen: Destination | None) -> list[Any]:
        """Grouped where there are end customers; the chosen one is always among them."""
        own = [(value_of(place), f"{place.label}: {_in_one_line(place)}") for place in self.own]
        listed = self.of_end_customers[:MOST_LISTED]
        if isinstance(chosen, EndCustomerAddress) and chosen not in listed:
            listed = [chosen, *listed]
        if not listed:
            return own
        theirs = [(value_of(place), self._named(place)) for place in listed]
        return [(_("Your addresses"), own), (_("End customers"), theirs)]

    def not_yet(self) -> set[str]:
        """The values of those still in review."""
        return {value_of(place) for place in self.of_end_customers if not place.end_customer.is_usable(self.now)}

    def _places(self) -> Any:
        places = EndCustomerAddress.objects.visible_to(self.member).select_related("end_customer")
        return places.filter(end_customer__archived_at=None, end_customer__refused_at=None)

    def _named(self, place: EndCustomerAddress) -> str:
        text = f"{place.end_customer.name}, {place.label}: {_in_one_line(place)}"
        if place.end_customer.is_usable(self.now):
            return text
        return _("%(place)s (usable from %(moment)s)") % {"place": text, "moment": _moment(place)}


class DestinationSelect(forms.Select):
    """A list of which some options can be seen and not chosen."""

    not_yet: set[str] = set()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.not_yet:
            option["attrs"]["disabled"] = True
        return option


class DestinationField(forms.ChoiceField):
    """One of the destinations, as itself. Whatever is foreign, removed or refused is no choice."""

    widget = DestinationSelect

    def offer(self, destinations: Destinations, chosen: Destination | None) -> None:
        self.destinations = destinations
        self.choices = destinations.choices(chosen)
        self.widget.not_yet = destinations.not_yet()

    def prepare_value(self, value: Any) -> Any:
        return value_of(value) if isinstance(value, Address | EndCustomerAddress) else value

    def clean(self, value: Any) -> Destination:
        """The chosen place. Raises ValidationError."""
        text = str(value or "")
        if not text:
            raise ValidationError(self.error_messages["required"], code="required")
        place = self.destinations.find(text)
        if place is None:
            raise ValidationError(self.error_messages["invalid_choice"] % {"value": text}, code="invalid_choice")
        if isinstance(place, EndCustomerAddress) and not place.end_customer.is_usable(self.destinations.now):
            facts = {"name": place.end_customer.name, "moment": _moment(place)}
            raise ValidationError(_("%(name)s is still in review: orders can ship to it from %(moment)s.") % facts)
        return place


def _in_one_line(place: Destination) -> str:
    return ", ".join(printed(place.lines()[1:]))


def _moment(place: EndCustomerAddress) -> str:
    return formats.moment(place.end_customer.usable_from)
