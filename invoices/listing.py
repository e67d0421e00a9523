"""The invoices that a reader asked for: the same ones on the page, in the export and in the ZIP (INV-3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Sum
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.privileges import Privilege
from common.spreadsheets import Cell
from invoices.forms import InvoiceFilter
from invoices.models import Invoice, InvoiceQuerySet, PaymentStatus, is_of_status

ZERO = Decimal(0)


@dataclass(frozen=True)
class Chip:
    """A saved view: its address, how many invoices it holds, and whether it is the one shown."""

    label: str
    address: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Totals:
    """What the listed invoices come to, in the company's currency."""

    count: int
    gross: Decimal
    open: Decimal


@dataclass(frozen=True)
class Listing:
    """A filter that was asked for, and what a member sees through it on a day of the market."""

    form: InvoiceFilter
    member: Member
    query: QueryDict
    on: date

    @property
    def status(self) -> str:
        return str(self.form.cleaned_data.get("status") or "")

    def searched(self) -> InvoiceQuerySet:
        """By number and date, of any status; a filter with an error lists what its other fields say."""
        wanted = self.form.cleaned_data
        invoices = Invoice.objects.visible_to(self.member)
        if text := wanted.get("q"):
            invoices = invoices.matching(text)
        return invoices.issued_between(wanted.get("issued_from"), wanted.get("issued_to"))

    def invoices(self) -> InvoiceQuerySet:
        searched = self.searched()
        return searched.with_status(self.status, on=self.on) if self.status else searched

    def totals(self) -> Totals:
        sums = self.invoices().aggregate(
            listed=Count("pk"), invoiced=Sum("gross", default=ZERO), unpaid=Sum(F("gross") - F("paid"), default=ZERO)
        )
        return Totals(sums["listed"], sums["invoiced"], sums["unpaid"])

    def chips(self) -> list[Chip]:
        """All, and each payment status, with how many there are; counted in one query."""
        counts = self.searched().aggregate(
            count_all=Count("pk"),
            **{f"count_{status}": Count("pk", filter=is_of_status(status, self.on)) for status in PaymentStatus},
        )
        chips = [Chip(_("All"), self._address(""), counts["count_all"], not self.status)]
        return chips + [
            Chip(str(status.label), self._address(status), counts[f"count_{status}"], self.status == status)
            for status in PaymentStatus
        ]

    def _address(self, status: str) -> str:
        query = self.query.copy()
        query.pop("page", None)
        query["status"] = status
        return f"?{query.urlencode()}"


def listing_of(query: QueryDict, member: Member, *, on: date) -> Listing:
    """The listing that a query string asks for."""
    form = InvoiceFilter(query)
    form.is_valid()
    return Listing(form, member, query, on)


def sees_amounts(member: Member) -> bool:
    """Whether a member may see what an invoice comes to: without "view prices", no amount anywhere (ACC-13)."""
    return member.may(Privilege.VIEW_PRICES)


def export_heads(member: Member) -> list[str]:
    heads = [_("Invoice"), _("Issued"), _("Due"), _("Order"), _("PO number"), _("Delivery"), _("Payment")]
    if sees_amounts(member):
        heads += [_("Currency"), _("Net"), _("Tax"), _("Total"), _("Paid"), _("Open amount")]
    return heads


def export_rows(listing: Listing) -> Iterator[Sequence[Cell]]:
    """The listed invoices, read in portions, with the columns that the member may see."""
    has_amounts = sees_amounts(listing.member)
    for invoice in listing.invoices().iterator(chunk_size=2000):
        row: list[Cell] = [
            invoice.number,
            invoice.issued_on,
            invoice.due_on,
            invoice.order_number,
            invoice.po_number,
            invoice.shipment_number,
            str(invoice.payment_status(listing.on).label),
        ]
        amounts: list[Cell] = [
            invoice.currency,
            invoice.net,
            invoice.tax,
            invoice.gross,
            invoice.paid,
            invoice.open_amount,
        ]
        yield row + amounts if has_amounts else row
