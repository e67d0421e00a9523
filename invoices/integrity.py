"""Whether balances are what the ledger says, documents are in it, and numbers have no gap (ACC-23, INV-1, MKT-12)."""

from collections.abc import Iterator

from django.db.models import Count, DecimalField, F, Q, Sum, Value
from django.db.models.functions import Coalesce

from invoices.models import CreditAccount, Invoice, InvoiceKind, LedgerKind
from markets.models import NumberSeries

ZERO = Value(0, output_field=DecimalField(max_digits=14, decimal_places=2))
SERIES_OF = {InvoiceKind.INVOICE: NumberSeries.Kind.INVOICE, InvoiceKind.CREDIT_NOTE: NumberSeries.Kind.CREDIT_NOTE}


def find() -> list[str]:
    """One sentence for each thing about invoices and credit that does not add up; an empty list is good."""
    return [*_balances(), *_outside_the_ledger(), *_sums(), *_numbers()]


def _balances() -> Iterator[str]:
    accounts = CreditAccount.objects.annotate(sum_of_entries=Coalesce(Sum("entries__amount"), ZERO))
    for account in accounts.exclude(balance=F("sum_of_entries")).order_by("pk"):
        said = f"balance {account.balance}, but the ledger sums to {account.sum_of_entries}"
        yield f"credit of company {account.pk}: {said}"


def _outside_the_ledger() -> Iterator[str]:
    entered = Count("ledger_entries", filter=Q(ledger_entries__kind__in=[LedgerKind.INVOICE, LedgerKind.CREDIT_NOTE]))
    for invoice in Invoice.objects.exclude(gross=0).annotate(entered=entered).exclude(entered=1).order_by("pk"):
        yield f"invoice {invoice.number} is in the ledger {invoice.entered} times"


def _sums() -> Iterator[str]:
    lines = Invoice.objects.annotate(sum_of_lines=Coalesce(Sum("lines__amount"), ZERO))
    for invoice in lines.exclude(net=F("sum_of_lines")).order_by("pk"):
        yield f"invoice {invoice.number}: net {invoice.net}, but its lines sum to {invoice.sum_of_lines}"
    taxes = Invoice.objects.annotate(sum_of_taxes=Coalesce(Sum("taxes__amount"), ZERO))
    for taxed in taxes.exclude(tax=F("sum_of_taxes")).order_by("pk"):
        yield f"invoice {taxed.number}: tax {taxed.tax}, but its taxes sum to {taxed.sum_of_taxes}"


def _numbers() -> Iterator[str]:
    for kind, series_kind in SERIES_OF.items():
        for series in NumberSeries.objects.filter(kind=series_kind).order_by("pk"):
            issued = Invoice.objects.filter(market=series.market_id, kind=kind).values_list("number", flat=True)
            yield from _gaps(series, set(issued))


def _gaps(series: NumberSeries, issued: set[str]) -> Iterator[str]:
    wanted = {f"{series.prefix}{n}" for n in range(1, series.last_number + 1)}
    for number in sorted(wanted - issued):
        yield f"{number} was drawn, but there is no such document"
    for number in sorted(issued - wanted):
        yield f"{number} was issued, but its series {series.prefix} has not come so far"
