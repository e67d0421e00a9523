"""Issuing invoices: computed, numbered and owed in the transaction of what causes them (INV-1, INV-2)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Company
from common import formats
from common.money import round_money
from invoices import credit, tasks
from invoices.models import (
    CreditAccount,
    Invoice,
    InvoiceLine,
    InvoiceTax,
    LedgerEntry,
    LedgerKind,
    LineKind,
)
from markets import numbers
from markets.models import Market, NumberSeries, TaxRate
from markets.regions import place_name
from markets.taxes import TaxAmount, rates_for, tax_amounts

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class LineDraft:
    """A line to be invoiced; `unit_price` is before taxes, in the market's currency, and so is its sum.

    The chemical tax on goods is a line of its own that follows theirs (INV-4): what is due on the day of shipping is
    the caller's to say, `basis` says how it was reckoned.
    """

    kind: LineKind
    name: str
    quantity: int = 1
    unit_price: Decimal
    sku: str = ""
    mpn: str = ""
    own_number: str = ""
    basis: str = ""
    order_line: int | None = None
    serial_numbers: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class InvoiceDraft:
    """What is to be invoiced. The place of delivery decides the taxes; empty terms and language are the company's."""

    company: Company
    market: Market
    lines: Sequence[LineDraft]
    tax_country: str
    tax_region: str = ""
    ship_to: Sequence[str] = ()
    order_number: str = ""
    ordered_on: date | None = None
    po_number: str = ""
    shipment_number: str = ""
    delivered_from: str = ""
    carrier: str = ""
    tracking_number: str = ""
    language: str = ""
    terms_days: int | None = None


@dataclass(frozen=True)
class Totals:
    """What a document comes to: `net + tax = gross`, all in its currency; `notes` say why a tax is missing."""

    net: Decimal
    taxes: list[TaxAmount] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def tax(self) -> Decimal:
        return sum((tax.amount for tax in self.taxes), ZERO)

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax


class NothingToInvoice(Exception):
    """An invoice needs a line."""

    def __str__(self) -> str:
        return _("There is nothing to invoice.")


def document_language(company: Company) -> str:
    """The language of the company's documents: its own where the market offers it, else the market's first."""
    market = company.market
    return company.language if company.language in market.offered_languages() else market.default_language()


@transaction.atomic
def issue_invoice(draft: InvoiceDraft, *, now: datetime) -> Invoice:
    """Issue an invoice in the caller's transaction: document, taxes, ledger entry, balance, and the number last.

    Its date is that of `now` in the market's time zone; it is due by the company's terms. The caller has locked
    everything that comes before the credit account. Raises NothingToInvoice.
    """
    if not draft.lines:
        raise NothingToInvoice
    draft = replace(draft, language=draft.language or document_language(draft.company))
    account = credit.locked_account(draft.company)
    invoice = _document(draft, account, now)
    with formats.override(draft.language, draft.market.country, draft.market.zone):
        totals = totals_of(draft, on=invoice.issued_on)
    invoice.net, invoice.tax, invoice.gross, invoice.notes = totals.net, totals.tax, totals.gross, totals.notes
    credit.owe(account, invoice.gross)
    invoice.number = numbers.next_number(draft.market, NumberSeries.Kind.INVOICE)
    invoice.save(force_insert=True)
    InvoiceLine.objects.bulk_create(_lines(draft, invoice))
    InvoiceTax.objects.bulk_create(_tax(invoice, tax) for tax in totals.taxes)
    _enter(account, invoice)
    transaction.on_commit(partial(tasks.render_soon, invoice.pk, issued_at=now), robust=True)
    return invoice


def totals_of(draft: InvoiceDraft, *, on: date) -> Totals:
    """What the draft comes to on a day: goods, chemical tax and freight are the base of each tax (INV-2, ML 8:13).

    Where prices include taxes none is added; a certificate waives those that allow it (MKT-5). Notes are written in
    the active language.
    """
    market, company = draft.market, draft.company
    net = sum((line_amount(line, market.currency) for line in draft.lines), ZERO)
    if market.taxes_included:
        return Totals(net, notes=[market.taxes_note] if market.taxes_note else [])
    rates = rates_for(market, country=draft.tax_country, region=draft.tax_region, on=on)
    waived = [rate for rate in rates if rate.is_waived_by_certificate] if company.is_tax_waived(on) else []
    charged = [rate for rate in rates if rate not in waived]
    return Totals(net, tax_amounts(charged, net, market.currency), _tax_notes(draft, rates, waived))


def line_amount(line: LineDraft, currency: str) -> Decimal:
    """The sum of a line, rounded half up to the currency's decimals."""
    return round_money(line.quantity * line.unit_price, currency)


def _tax_notes(draft: InvoiceDraft, rates: list[TaxRate], waived: list[TaxRate]) -> list[str]:
    if waived:
        facts = {"taxes": ", ".join(_(rate.name) for rate in waived), "number": draft.company.resale_certificate}
        return [_("%(taxes)s not charged: bought for resale, certificate %(number)s.") % facts]
    if not rates:
        return [_("Delivered to %(place)s: no tax is charged.") % {"place": place_name(draft.tax_country)}]
    return []


def _document(draft: InvoiceDraft, account: CreditAccount, now: datetime) -> Invoice:
    market, company = draft.market, draft.company
    terms_days = account.terms_days if draft.terms_days is None else draft.terms_days
    issued_on = now.astimezone(market.zone).date()
    return Invoice(
        market=market,
        company=company,
        issued_at=now,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=terms_days),
        terms_days=terms_days,
        currency=market.currency,
        language=draft.language,
        seller=market.seller.splitlines() or [market.name],
        seller_tax_number=market.seller_tax_number,
        payment_details=market.payment_details.splitlines(),
        bill_to=_bill_to(company),
        customer_number=company.customer_number,
        buyer_tax_number=company.tax_number,
        ship_to=list(draft.ship_to),
        order_number=draft.order_number,
        ordered_on=draft.ordered_on,
        po_number=draft.po_number,
        shipment_number=draft.shipment_number,
        delivered_from=draft.delivered_from,
        carrier=draft.carrier,
        tracking_number=draft.tracking_number,
    )


def _bill_to(company: Company) -> list[str]:
    addresses = list(company.addresses.all())
    own = next((address for address in addresses if address.is_invoice_address), None)
    address = own or next(iter(addresses), None)
    lines = address.lines() if address else []
    return lines if company.name in lines else [company.name, *lines]


def _lines(draft: InvoiceDraft, invoice: Invoice) -> list[InvoiceLine]:
    return [
        InvoiceLine(
            invoice=invoice,
            position=position,
            kind=line.kind,
            sku=line.sku,
            mpn=line.mpn,
            own_number=line.own_number,
            name=line.name,
            basis=line.basis,
            order_line=line.order_line,
            quantity=line.quantity,
            unit_price=line.unit_price,
            amount=line_amount(line, invoice.currency),
            serial_numbers=list(line.serial_numbers),
        )
        for position, line in enumerate(draft.lines, start=1)
    ]


def _tax(invoice: Invoice, tax: TaxAmount) -> InvoiceTax:
    return InvoiceTax(invoice=invoice, name=tax.name, rate=tax.rate, net=tax.net, amount=tax.amount)


def _enter(account: CreditAccount, invoice: Invoice) -> None:
    if invoice.gross:
        LedgerEntry.objects.create(
            account=account,
            kind=LedgerKind.INVOICE,
            amount=invoice.gross,
            invoice=invoice,
            reference=invoice.number,
            at=invoice.issued_at,
        )
