"""The latest invoices for other pages, and what documents write of an invoice."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from accounts.models import Member
from accounts.privileges import Privilege
from invoices.listing import sees_amounts
from invoices.models import Invoice, PaymentStatus
from markets.regions import printed

register = template.Library()
register.filter(printed)

LATEST = 5
STATUS_KINDS = {PaymentStatus.PARTLY_PAID: "partly"}


@register.filter
def ways(payment_details: Iterable[str]) -> list[tuple[str, str]]:
    """Label and value of each way to pay: “Bankgiro: 555-0102”."""
    split = (line.partition(": ") for line in payment_details)
    return [(label, value) for label, _colon, value in split if value]


@register.filter
def payment_status(invoice: Invoice, today: date) -> PaymentStatus:
    """Whether the invoice is open, partly paid, paid or overdue on a day of the market."""
    return invoice.payment_status(today)


@register.filter
def status_kind(status: PaymentStatus) -> str:
    """The word by which the style sheets know a payment status."""
    return STATUS_KINDS.get(status, status.value)


@register.inclusion_tag("invoices/_latest.html", takes_context=True)
def latest_invoices(context: template.Context) -> dict[str, Any]:
    """The member's latest invoices with their payment status; nothing without the privilege (ACC-13)."""
    member: Member | None = getattr(context.get("request"), "member", None)
    if member is None or not member.may(Privilege.VIEW_INVOICES):
        return {"is_shown": False}
    return {
        "is_shown": True,
        "invoices": list(Invoice.objects.visible_to(member)[:LATEST]),
        "today": timezone.now().astimezone(member.company.market.zone).date(),
        "sees_amounts": sees_amounts(member),
    }
