"""The company's end customers as one list: filtered, page by page, and whole as an export (ACC-20)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.end_customer_forms import EndCustomerFilter
from accounts.models import EndCustomer, EndCustomerState, Member
from accounts.models.end_customer import EndCustomerQuerySet
from common import formats
from common.spreadsheets import Cell
from markets.regions import country_name, printed

WORDS = {  # the words that give a state its color
    EndCustomerState.USABLE: "ready",
    EndCustomerState.IN_REVIEW: "in-review",
    EndCustomerState.REFUSED: "refused",
    EndCustomerState.REMOVED: "off",
}


@dataclass(frozen=True)
class EndCustomerListing:
    """A filter that was asked for, and what a member sees through it now."""

    form: EndCustomerFilter
    member: Member
    now: datetime

    def customers(self) -> EndCustomerQuerySet:
        wanted = self.form.cleaned_data
        customers = EndCustomer.objects.visible_to(self.member).present()
        if text := wanted.get("q"):
            customers = customers.matching(text)
        match wanted.get("state"):
            case EndCustomerState.USABLE:
                customers = customers.usable(self.now)
            case EndCustomerState.IN_REVIEW:
                customers = customers.in_review(self.now)
            case EndCustomerState.REFUSED:
                customers = customers.exclude(refused_at=None)
        return customers.select_related("added_by__user").prefetch_related("addresses").order_by("name", "pk")


def listing_of(query: QueryDict, member: Member, *, now: datetime) -> EndCustomerListing:
    """The listing that a query string asks for."""
    form = EndCustomerFilter(query)
    form.is_valid()
    return EndCustomerListing(form, member, now)


@dataclass(frozen=True)
class ShownState:
    """`kind` is the word that gives it its color; `detail` tells until when, or why."""

    kind: str
    word: str
    detail: str

    def __str__(self) -> str:
        return f"{self.word}: {self.detail}" if self.detail else self.word


def state_of(customer: EndCustomer, now: datetime) -> ShownState:
    """What the pages say about it: in review until when, refused for what reason."""
    state = customer.state_at(now)
    detail = customer.refusal
    if state == EndCustomerState.IN_REVIEW:
        detail = _("usable from %(moment)s") % {"moment": formats.moment(customer.usable_from)}
    return ShownState(WORDS[state], str(state.label), detail)


def export_heads() -> list[str]:
    return [
        *(_("Name"), _("Contact"), _("E-mail address"), _("Phone"), _("Country"), _("Tax number"), _("State")),
        *(_("Usable from"), _("Added"), _("Added by"), _("Notes"), _("Place"), _("Address")),
    ]


def export_rows(listing: EndCustomerListing) -> Iterator[Sequence[Cell]]:
    """The listed end customers, a row for each of their places, read in portions."""
    for customer in listing.customers().iterator(chunk_size=2000):
        facts: list[Cell] = [
            *(customer.name, customer.contact, customer.email, customer.phone),
            *(country_name(customer.country), customer.tax_number, str(state_of(customer, listing.now))),
            *(customer.usable_from, customer.added_at, str(customer.added_by.user), customer.notes),
        ]
        places = [(place.label, ", ".join(printed(place.lines()[1:]))) for place in customer.addresses.all()]
        for label, address in places or [("", "")]:
            yield [*facts, label, address]
