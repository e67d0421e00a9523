"""What an invoice comes to: goods, chemical tax, freight and the taxes of the place of delivery (INV-2, MKT-5)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction

from invoices import billing
from invoices.models import Invoice, LedgerEntry, LedgerKind, LineKind
from markets.models import NumberSeries
from tests.factories import make_company
from tests.invoices.drafts import chemical_line, draft, freight_line, issue, product_line


def amounts(invoice: Invoice) -> list[tuple[str, str]]:
    return [(tax.name, str(tax.amount)) for tax in invoice.taxes.all()]


def test_norrsken_pays_vat_on_goods_chemical_tax_and_freight(cast):
    invoice = issue(cast.norrsken.company, product_line(), chemical_line(), freight_line())
    assert [(line.kind, str(line.amount)) for line in invoice.lines.all()] == [
        (LineKind.PRODUCT, "6624.00"),
        (LineKind.CHEMICAL_TAX, "1104.54"),
        (LineKind.FREIGHT, "390.00"),
    ]
    assert (str(invoice.net), str(invoice.tax), str(invoice.gross)) == ("8118.54", "2029.64", "10148.18")
    assert amounts(invoice) == [("VAT", "2029.64")]
    assert invoice.taxes.get().net == invoice.net


def test_lagerhuset_buys_net_of_chemical_tax(cast):
    invoice = issue(cast.lagerhuset.company)
    assert (str(invoice.net), str(invoice.tax), str(invoice.gross)) == ("7014.00", "1753.50", "8767.50")
    assert invoice.notes == []


def test_fjord_pays_norwegian_vat_and_no_chemical_tax(cast):
    invoice = issue(cast.fjord.company)
    assert (invoice.currency, amounts(invoice)) == ("NOK", [("VAT", "1753.50")])


def test_a_delivery_abroad_bears_no_tax_and_says_so(cast):
    invoice = issue(cast.norrsken.company, tax_country="DE", language="en")
    assert (invoice.tax, invoice.gross) == (0, invoice.net)
    assert invoice.notes == ["Delivered to Germany: no tax is charged."]


@pytest.mark.parametrize(
    ("region", "certificate", "expected"),
    [
        ("ON", "", [("HST", "13.01")]),
        ("QC", "", [("GST", "5.00"), ("QST", "9.98")]),
        ("BC", "", [("GST", "5.00"), ("PST", "7.00")]),
        ("BC", "PST-1234-5678", [("GST", "5.00")]),
        ("AB", "", [("GST", "5.00")]),
    ],
)
def test_canada_taxes_by_province_of_delivery(cast, region, certificate, expected):
    company = make_company(cast.markets["ca"], "Maple Systems", region=region, resale_certificate=certificate)
    invoice = issue(company, product_line("50.02"))
    assert amounts(invoice) == expected
    assert invoice.notes == (["PST not charged: bought for resale, certificate PST-1234-5678."] if certificate else [])


def test_brazil_includes_its_taxes_and_names_them(cast):
    invoice = issue(make_company(cast.markets["br"], "Sampa Tecnologia", region="SP"))
    assert (amounts(invoice), invoice.gross) == ([], invoice.net)
    assert invoice.notes == ["ICMS, IPI, PIS and COFINS included"]


@pytest.mark.parametrize(
    ("until", "expected", "notes"),
    [
        (date(2026, 12, 31), [], ["Sales tax not charged: bought for resale, certificate DR-13-77."]),
        (date(2025, 12, 31), [("Sales tax", "6.00")], []),
    ],
)
def test_florida_charges_nothing_while_a_resale_certificate_holds(cast, until, expected, notes):
    company = make_company(
        cast.markets["us"],
        "Biscayne Components",
        region="FL",
        resale_certificate="DR-13-77",
        resale_certificate_until=until,
    )
    invoice = issue(company, product_line("50.00"))
    assert (amounts(invoice), invoice.notes) == (expected, notes)


def test_the_rate_of_the_day_counts(cast):
    company = make_company(cast.markets["ca"], "Maple Systems", region="NS")
    before = issue(company, product_line("50.00"), now=datetime(2025, 3, 31, 16, 0, tzinfo=UTC))
    after = issue(company, product_line("50.00"), now=datetime(2025, 4, 1, 16, 0, tzinfo=UTC))
    assert [*amounts(before), *amounts(after)] == [("HST", "15.00"), ("HST", "14.00")]


def test_a_tax_is_rounded_once_on_the_sum_and_not_by_line(cast):
    invoice = issue(cast.norrsken.company, *(product_line("0.02", quantity=1) for _ in range(3)))
    assert (invoice.net, invoice.tax) == (Decimal("0.06"), Decimal("0.02"))


def test_date_and_terms_are_those_of_the_market_and_the_company(cast):
    late = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)  # past midnight in Stockholm
    invoice = issue(cast.norrsken.company, now=late)
    assert (invoice.issued_on, invoice.due_on, invoice.terms_days) == (date(2026, 11, 20), date(2026, 12, 20), 30)
    assert issue(cast.norrsken.company, now=late, terms_days=10).due_on == date(2026, 11, 30)


def test_who_sells_and_who_buys_is_kept_as_it_was(cast):
    invoice = issue(cast.norrsken.company)
    cast.se.seller = "Another name"
    cast.se.save()
    invoice.refresh_from_db()
    assert (invoice.seller[0], invoice.seller_tax_number) == ("Tradecounter Nordic AB", "SE556000000101")
    assert invoice.bill_to[0] == "Norrsken IT"
    assert invoice.buyer_tax_number == "SE556703748501"
    assert invoice.customer_number == cast.norrsken.company.customer_number


def test_the_document_is_in_the_company_s_language_where_the_market_offers_it(cast):
    company = cast.norrsken.company
    assert issue(company).language == "sv"
    company.language = "en"
    assert issue(company).language == "en"
    company.language = "de"
    assert issue(company).language == "sv"


def test_issuing_enters_the_ledger_and_moves_the_balance(cast):
    invoice = issue(cast.norrsken.company)
    entry = LedgerEntry.objects.get(account__company=cast.norrsken.company)
    assert (entry.kind, entry.amount, entry.invoice, entry.reference, entry.at) == (
        LedgerKind.INVOICE,
        invoice.gross,
        invoice,
        invoice.number,
        invoice.issued_at,
    )
    cast.norrsken.company.credit.refresh_from_db()
    assert cast.norrsken.company.credit.balance == invoice.gross


def test_whatever_rolls_back_leaves_no_trace_and_no_gap(cast):
    company = cast.norrsken.company
    first = issue(company)
    with transaction.atomic():
        issue(company)
        transaction.set_rollback(True)
    second = issue(company)
    assert [first.number, second.number] == ["SE-F-1", "SE-F-2"]
    assert NumberSeries.objects.get(market=cast.se, kind=NumberSeries.Kind.INVOICE).last_number == 2
    company.credit.refresh_from_db()
    assert company.credit.balance == first.gross + second.gross


def test_nothing_is_not_invoiced(cast):
    empty = billing.InvoiceDraft(company=cast.norrsken.company, market=cast.se, lines=[], tax_country="SE")
    with pytest.raises(billing.NothingToInvoice):
        billing.issue_invoice(empty, now=datetime(2026, 11, 19, tzinfo=UTC))


def test_totals_can_be_asked_for_before_anything_is_issued(cast):
    totals = billing.totals_of(draft(cast.norrsken.company), on=date(2026, 11, 19))
    assert (str(totals.net), str(totals.tax), str(totals.gross)) == ("7014.00", "1753.50", "8767.50")
