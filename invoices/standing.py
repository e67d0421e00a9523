"""Good standing: nothing overdue beyond the grace, balance within the limit, no stop by staff (ACC-23)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from invoices.models import CreditAccount, Invoice

ZERO = Decimal(0)


@dataclass(frozen=True)
class Standing:
    """What stands against a company on a day."""

    is_over_limit: bool
    is_overdue: bool
    is_stopped: bool

    @property
    def is_good(self) -> bool:
        return not (self.is_over_limit or self.is_overdue or self.is_stopped)


def standing_of(account: CreditAccount, *, on: date, extra: Decimal = ZERO) -> Standing:
    """The standing of the account's company on a day of its market.

    `extra` is what an order not yet reserved would take, with taxes: it must fit what open orders leave of the credit.
    Without it only the balance counts against the limit, as open orders are not owed yet.
    """
    lacks_credit = extra > 0 and extra > account.available
    return Standing(
        is_over_limit=lacks_credit or account.balance > account.limit,
        is_overdue=overdue_beyond_grace(account, on=on),
        is_stopped=account.is_stopped,
    )


def overdue_beyond_grace(account: CreditAccount, *, on: date) -> bool:
    """Whether an invoice was due more than the market's days of grace before that day (INV-8)."""
    grace = timedelta(days=account.company.market.grace_days)
    return Invoice.objects.filter(company_id=account.company_id).overdue(on=on - grace).exists()
