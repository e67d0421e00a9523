"""Document numbers without gaps (MKT-12)."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from markets.models import Market, NumberSeries
from markets.numbers import NoNumberSeries, NumberOutsideTransaction, next_number
from portal.demo.markets import load_markets

Kind = NumberSeries.Kind


def test_each_kind_and_market_counts_for_itself(markets):
    assert [next_number(markets["se"], Kind.ORDER) for _ in range(2)] == ["SE-1", "SE-2"]
    assert next_number(markets["se"], Kind.INVOICE) == "SE-F-1"
    assert next_number(markets["se"], Kind.SHIPMENT) == "SE-S-1"
    assert next_number(markets["no"], Kind.ORDER) == "NO-1"


def test_a_document_that_is_rolled_back_leaves_no_gap(sweden):
    with transaction.atomic():
        assert next_number(sweden, Kind.INVOICE) == "SE-F-1"
        transaction.set_rollback(True)
    assert next_number(sweden, Kind.INVOICE) == "SE-F-1"


def test_a_market_without_the_counter_is_named(sweden):
    NumberSeries.objects.filter(market=sweden, kind=Kind.QUOTE).delete()
    with pytest.raises(NoNumberSeries, match="se has no number series for quote"):
        next_number(sweden, Kind.QUOTE)


def test_a_counter_only_grows(sweden):
    next_number(sweden, Kind.INVOICE)
    used = NumberSeries.objects.filter(market=sweden, kind=Kind.INVOICE)
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        used.update(last_number=0)
    with pytest.raises(IntegrityError, match="cannot be deleted"), transaction.atomic():
        used.delete()


def test_two_series_never_share_a_prefix(markets):
    with pytest.raises(IntegrityError):
        NumberSeries.objects.filter(market=markets["no"], kind=Kind.ORDER).update(prefix="SE-")


@pytest.mark.django_db(transaction=True)
def test_none_is_drawn_outside_a_transaction():
    sweden = load_markets()["se"]
    with pytest.raises(NumberOutsideTransaction):
        next_number(sweden, Kind.ORDER)


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_get_eight_numbers_in_a_row():
    sweden = load_markets()["se"]
    drawn: list[str] = []
    start = threading.Barrier(8)

    def draw(market: Market) -> None:
        start.wait()
        with transaction.atomic():
            drawn.append(next_number(market, Kind.INVOICE))
        connection.close()

    threads = [threading.Thread(target=draw, args=(sweden,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(drawn) == [f"SE-F-{number}" for number in range(1, 9)]
