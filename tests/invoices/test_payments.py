"""INV-6: a payment moves invoice, ledger and balance together; never more than is owed."""

from datetime import date
from decimal import Decimal

import pytest

from invoices import payments
from invoices.models import CreditAccount, Invoice, LedgerEntry, PaymentStatus
from tests.cast import Cast
from tests.factories import NOON
from tests.invoices.drafts import issue


@pytest.fixture
def invoice(cast: Cast) -> Invoice:
    return issue(cast.norrsken.company)


def test_a_part_leaves_the_rest_open(invoice: Invoice) -> None:
    part = Decimal("100.00")
    paid = payments.pay(invoice, part, reference="BG 1", now=NOON)
    assert paid.payment_status(date(2026, 11, 19)) == PaymentStatus.PARTLY_PAID
    assert paid.open_amount == invoice.gross - part
    assert CreditAccount.objects.get(company=invoice.company).balance == invoice.gross - part


def test_paid_in_full_moves_balance_and_ledger_to_nothing(invoice: Invoice) -> None:
    paid = payments.pay(invoice, invoice.gross, reference="BG 2", now=NOON)
    assert paid.payment_status(date(2027, 11, 19)) == PaymentStatus.PAID
    assert CreditAccount.objects.get(company=invoice.company).balance == 0
    assert sum(LedgerEntry.objects.values_list("amount", flat=True)) == 0


@pytest.mark.parametrize("amount", ["0", "-5.00", "10000000.00"])
def test_more_than_is_owed_or_nothing_is_refused(invoice: Invoice, amount: str) -> None:
    with pytest.raises(payments.MoreThanOwed):
        payments.pay(invoice, Decimal(amount), reference="BG 3", now=NOON)
    assert LedgerEntry.objects.count() == 1
