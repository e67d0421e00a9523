"""Desks and warehouses are remembered by a process and never older than the market of the request (MKT-1b, MKT-10)."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from markets import remembering
from markets.models import ClosingDay, Market
from markets.remembering import current_markets
from tests.cast import Cast


def just_read(market: Market) -> Market:
    """The market as a request reads it."""
    found = Market.objects.get(pk=market.pk)
    found.was_just_read = True
    return found


def asked(market: Market) -> int:
    """How many queries its desks and warehouses take."""
    with CaptureQueriesContext(connection) as captured:
        assert market.desk("support")
        assert market.warehouses_in_order()
    return len(captured)


def test_the_second_request_asks_for_nothing(cast: Cast) -> None:
    asked(just_read(cast.se))

    assert asked(just_read(cast.se)) == 0


def test_a_change_is_seen_by_the_next_request(cast: Cast) -> None:
    asked(just_read(cast.se))
    ClosingDay.objects.create(warehouse=cast.stockholm, on=date(2026, 12, 23), name="Stocktaking")
    cast.se.desks.filter(kind="support").update(phone="+46 8 555")

    market = just_read(cast.se)

    assert date(2026, 12, 23) in market.warehouses_in_order()[0].days_closed
    assert market.support_phone == "+46 8 555"


def test_what_was_taken_back_is_not_remembered(cast: Cast) -> None:
    market = just_read(cast.se)
    phone = cast.se.support_phone
    remembering._known.clear()
    with transaction.atomic():
        cast.se.desks.filter(kind="support").update(phone="+46 8 666")
        assert market.support_phone == "+46 8 666"
        transaction.set_rollback(True)

    assert just_read(cast.se).support_phone == phone


def test_nobody_changes_what_others_get(cast: Cast) -> None:
    just_read(cast.se).warehouses_in_order()[0].name = "Elsewhere"

    assert just_read(cast.se).warehouses_in_order()[0].name == cast.stockholm.name


@pytest.mark.parametrize("change", ["spans", "places", "warehouses"])
def test_every_table_counts(cast: Cast, change: str) -> None:
    before = just_read(cast.se).version
    if change == "spans":
        cast.se.desks.get(kind="support").spans.all().delete()
    elif change == "places":
        cast.se.market_warehouses.get(warehouse=cast.stockholm).save()
    else:
        cast.stockholm.save()

    assert just_read(cast.se).version != before


def test_markets_are_remembered_until_one_changes(cast: Cast) -> None:
    current_markets(Market)
    with CaptureQueriesContext(connection) as captured:
        before = {market.code: market for market in current_markets(Market)}
    assert len(captured) == 1

    Market.objects.filter(pk=cast.se.pk).update(name="Elsewhere")
    after = {market.code: market for market in current_markets(Market)}

    assert (before["se"].name, after["se"].name) == ("Sweden", "Elsewhere")
    assert after["no"].version == before["no"].version


def test_saving_a_market_that_was_read_long_ago_brings_back_no_version(cast: Cast) -> None:
    old = Market.objects.get(pk=cast.se.pk)
    Market.objects.filter(pk=old.pk).update(name="Elsewhere")
    current_markets(Market)
    old.chat_topics = ["Freight"]
    old.save()

    assert next(market for market in current_markets(Market) if market.pk == old.pk).chat_topics == ["Freight"]
    assert Market.objects.get(pk=old.pk).version != old.version
