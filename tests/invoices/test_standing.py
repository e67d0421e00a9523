"""Good standing: nothing overdue beyond the grace, balance within the limit, no stop by staff (ACC-23)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from invoices.standing import Standing, standing_of
from tests.invoices.drafts import issue

TODAY = date(2026, 11, 19)


@pytest.fixture
def account(cast):
    return cast.norrsken.company.credit


def test_a_company_that_owes_nothing_is_in_good_standing(account):
    standing = standing_of(account, on=TODAY)
    assert standing == Standing(is_over_limit=False, is_overdue=False, is_stopped=False)
    assert standing.is_good


def test_a_stop_by_staff_is_no_good_standing(account):
    account.is_stopped = True
    assert standing_of(account, on=TODAY) == Standing(is_over_limit=False, is_overdue=False, is_stopped=True)
    assert not standing_of(account, on=TODAY).is_good


def test_an_invoice_may_be_overdue_for_the_days_of_grace(cast, account):
    invoice = issue(cast.norrsken.company, now=datetime(2026, 10, 1, 12, 0, tzinfo=UTC))
    last_good = invoice.due_on + timedelta(days=cast.se.grace_days)
    assert not standing_of(account, on=last_good).is_overdue
    assert standing_of(account, on=last_good + timedelta(days=1)).is_overdue


def test_a_paid_invoice_is_never_overdue(cast, account):
    invoice = issue(cast.norrsken.company, now=datetime(2026, 1, 1, 12, 0, tzinfo=UTC))
    invoice.paid = invoice.gross
    invoice.save(update_fields=["paid"])
    assert not standing_of(account, on=TODAY).is_overdue


def test_the_limit_itself_is_within_the_limit(account):
    account.balance = account.limit
    assert not standing_of(account, on=TODAY).is_over_limit
    account.balance += Decimal("0.01")
    assert standing_of(account, on=TODAY).is_over_limit


def test_an_order_must_fit_what_open_orders_leave(account):
    account.balance, account.reserved, account.limit = Decimal(400), Decimal(500), Decimal(1000)
    assert not standing_of(account, on=TODAY, extra=Decimal("100.00")).is_over_limit
    assert standing_of(account, on=TODAY, extra=Decimal("100.01")).is_over_limit
    account.reserved = Decimal(900)
    assert not standing_of(account, on=TODAY).is_over_limit
