"""Credit moves under lock and never by a cent too much (ACC-23)."""

from decimal import Decimal
from threading import Thread

import pytest
from django.db import connection, transaction

from invoices import credit
from invoices.models import CreditAccount, LedgerEntry
from tests.cast import assemble
from tests.factories import make_company
from tests.invoices.drafts import issue


def test_open_orders_take_credit_and_give_it_back(cast):
    account = credit.locked_account(cast.norrsken.company)
    credit.reserve(account, Decimal("1000.10"))
    credit.reserve(account, Decimal("-0.10"))
    assert CreditAccount.objects.get(pk=account.pk).reserved == Decimal("1000.00")
    assert account.available == account.limit - 1000


def test_no_more_is_given_back_than_is_held(cast):
    account = credit.locked_account(cast.norrsken.company)
    credit.reserve(account, Decimal("5.00"))
    with pytest.raises(credit.MoreReleasedThanReserved):
        credit.reserve(account, Decimal("-5.01"))
    assert CreditAccount.objects.get(pk=account.pk).reserved == 5


def test_a_company_without_an_account_gets_one_without_credit(cast):
    company = make_company(cast.se, "New Reseller")
    company.credit.delete()
    account = credit.locked_account(company)
    assert (account.limit, account.balance, account.available) == (0, 0, 0)


def test_a_lock_is_only_for_a_transaction(transactional_db):
    company = assemble().norrsken.company
    with pytest.raises(transaction.TransactionManagementError):
        credit.locked_account(company)


def test_many_at_once_lose_nothing(transactional_db):
    company = assemble().norrsken.company

    def order_and_invoice() -> None:
        try:
            for _ in range(10):
                with transaction.atomic():
                    credit.reserve(credit.locked_account(company), Decimal("0.01"))
                issue(company)
        finally:
            connection.close()

    threads = [Thread(target=order_and_invoice) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    account = CreditAccount.objects.get(company=company)
    entries = LedgerEntry.objects.filter(account=account)
    assert account.reserved == Decimal("0.40")
    assert entries.count() == 40
    assert account.balance == sum(entry.amount for entry in entries)
