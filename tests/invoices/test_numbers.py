"""Invoice numbers have no gap and no twin, however many issue at once and whatever fails (MKT-12)."""

from threading import Thread

import pytest
from django.db import connection, transaction

from invoices.models import Invoice, LedgerEntry
from markets.models import NumberSeries
from tests.cast import Cast, assemble
from tests.invoices.drafts import issue


class Failed(Exception):
    """Something after the invoice went wrong."""


def issue_many(company, count: int) -> None:
    """Issue that many; every fifth attempt fails after its number was drawn and is tried again."""
    try:
        for attempt in range(count):
            if attempt % 5 == 4:
                fail_once(company)
            issue(company)
    finally:
        connection.close()


def fail_once(company) -> None:
    try:
        with transaction.atomic():
            issue(company)
            raise Failed
    except Failed:
        pass


def run_issuers(cast: Cast, *, issuers: int, each: int) -> None:
    companies = [cast.norrsken.company, cast.lagerhuset.company]
    threads = [Thread(target=issue_many, args=(companies[n % 2], each)) for n in range(issuers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def assert_gapless(cast: Cast, count: int) -> None:
    numbers = Invoice.objects.filter(market=cast.se).values_list("number", flat=True)
    assert sorted(int(number.removeprefix("SE-F-")) for number in numbers) == list(range(1, count + 1))
    assert NumberSeries.objects.get(market=cast.se, kind=NumberSeries.Kind.INVOICE).last_number == count
    assert LedgerEntry.objects.count() == count


def test_four_issuers_leave_no_gap(transactional_db):
    cast = assemble()
    run_issuers(cast, issuers=4, each=50)
    assert_gapless(cast, 200)


@pytest.mark.long
def test_eighty_thousand_leave_no_gap(transactional_db):
    cast = assemble()
    run_issuers(cast, issuers=8, each=10_000)
    assert_gapless(cast, 80_000)


def test_each_market_counts_for_itself(cast):
    numbers = [issue(cast.norrsken.company).number, issue(cast.fjord.company).number]
    assert numbers == ["SE-F-1", "NO-F-1"]
