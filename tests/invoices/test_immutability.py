"""An issued invoice stays as it is, whoever writes to its tables (INV-1)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from invoices.models import Invoice, InvoiceLine
from tests.invoices.drafts import issue


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def check_at_once() -> None:
    """Have the database look at each statement instead of at the end of the transaction, which no test reaches."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def invoice(cast):
    return issue(cast.norrsken.company)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoices_invoice SET net = net + 1, gross = gross + 1",
        "UPDATE invoices_invoice SET number = 'SE-F-999'",
        "UPDATE invoices_invoice SET due_on = due_on + 1",
        "UPDATE invoices_invoice SET paid = 1, po_number = 'other'",
        "DELETE FROM invoices_invoice",
        "UPDATE invoices_invoiceline SET name = 'other'",
        "DELETE FROM invoices_invoiceline",
        "UPDATE invoices_invoicetax SET rate = 0",
        "DELETE FROM invoices_invoicetax",
        "UPDATE invoices_ledgerentry SET amount = amount + 1",
        "DELETE FROM invoices_ledgerentry",
    ],
)
def test_what_was_issued_is_not_touched(invoice, statement):
    with pytest.raises(IntegrityError, match=r"refused|stays as it is"):
        run(statement)


def test_a_payment_moves_paid_and_nothing_else(invoice):
    run("UPDATE invoices_invoice SET paid = 100.50")
    invoice.refresh_from_db()
    assert invoice.paid == Decimal("100.50")


def test_no_line_is_added_later(invoice):
    check_at_once()
    with pytest.raises(IntegrityError, match="not the sum"), transaction.atomic():
        InvoiceLine.objects.create(invoice=invoice, position=9, name="Late", unit_price=Decimal(1), amount=Decimal(1))


def test_an_invoice_without_its_lines_is_refused(invoice):
    copy = Invoice.objects.get(pk=invoice.pk)
    copy.pk, copy.number = None, "SE-F-999"
    check_at_once()
    with pytest.raises(IntegrityError, match="not the sum"), transaction.atomic():
        copy.save(force_insert=True)


def test_net_and_tax_make_gross(invoice):
    copy = Invoice.objects.get(pk=invoice.pk)
    copy.pk, copy.number, copy.gross = None, "SE-F-999", copy.gross + 1
    with pytest.raises(IntegrityError, match="invoice_net_and_tax_make_gross"), transaction.atomic():
        copy.save(force_insert=True)


def test_an_invoice_is_in_the_ledger_once(invoice):
    with pytest.raises(IntegrityError, match="invoice_is_in_the_ledger_once"):
        run(
            "INSERT INTO invoices_ledgerentry (account_id, kind, amount, invoice_id, reference, at)"
            " SELECT account_id, kind, amount, invoice_id, reference, at FROM invoices_ledgerentry"
        )
