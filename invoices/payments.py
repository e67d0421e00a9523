"""What a company has paid: matched to an invoice, balance and credit move at once (INV-6)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from common import formats
from invoices import credit
from invoices.models import Invoice, LedgerEntry, LedgerKind


class MoreThanOwed(Exception):
    """A payment is larger than what is still open on its invoice."""

    def __init__(self, invoice: Invoice) -> None:
        super().__init__(invoice)
        self.invoice = invoice

    def __str__(self) -> str:
        return _("Only %(open)s is still open on %(number)s.") % {
            "open": formats.money(self.invoice.open_amount, self.invoice.currency),
            "number": self.invoice.number,
        }


@transaction.atomic
def pay(invoice: Invoice, amount: Decimal, *, reference: str, now: datetime) -> Invoice:
    """Note a payment of an invoice, whole or in part, in its currency. Raises MoreThanOwed."""
    account = credit.locked_account(invoice.company)
    invoice = Invoice.objects.select_for_update().select_related("company").get(pk=invoice.pk)
    if not 0 < amount <= invoice.open_amount:
        raise MoreThanOwed(invoice)
    invoice.paid += amount
    invoice.save(update_fields=["paid"])
    LedgerEntry.objects.create(
        account=account, kind=LedgerKind.PAYMENT, amount=-amount, invoice=invoice, reference=reference, at=now
    )
    credit.owe(account, -amount)
    return invoice
