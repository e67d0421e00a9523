"""A company's credit under lock: every movement of it goes through here (ACC-23)."""

from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Company
from invoices.models import CreditAccount


class MoreReleasedThanReserved(Exception):
    """An order gave back more credit than orders hold."""

    def __str__(self) -> str:
        return _("More credit would be released than orders hold.")


def locked_account(company: Company) -> CreditAccount:
    """The company's credit account, locked until the transaction ends; one without credit is opened where none is.

    Locked after stock and before a number is drawn.
    """
    account, _is_new = CreditAccount.objects.select_for_update().get_or_create(company=company)
    account.company = company
    return account


def reserve(account: CreditAccount, change: Decimal) -> None:
    """Move what open orders take of the credit, in the account's currency; a negative change gives back.

    Raises MoreReleasedThanReserved.
    """
    if account.reserved + change < 0:
        raise MoreReleasedThanReserved
    account.reserved = F("reserved") + change
    account.save(update_fields=["reserved"])


def owe(account: CreditAccount, change: Decimal) -> None:
    """Move what the company owes, in the account's currency; the caller writes the ledger entry of the same amount."""
    account.balance = F("balance") + change
    account.save(update_fields=["balance"])
