"""A market's settings (MKT-1, 13), its warehouses and what the database refuses."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from markets.models import Market, NumberSeries, Warehouse
from markets.numbers import next_number
from portal.demo.markets import load_markets


def test_loading_again_restores_values_and_keeps_counters(sweden):
    next_number(sweden, NumberSeries.Kind.INVOICE)
    Market.objects.filter(code="se").update(cutoff=time(15))
    again = load_markets()["se"]
    assert (again.pk, again.cutoff) == (sweden.pk, time(14))
    assert next_number(again, NumberSeries.Kind.INVOICE) == "SE-F-2"


def test_every_market_and_warehouse_passes_its_own_validation(markets):
    for row in (*markets.values(), *Warehouse.objects.all()):
        row.full_clean()


def test_stockholm_serves_sweden_and_norway_each_in_its_order(markets, django_assert_num_queries):
    with django_assert_num_queries(2):
        places = markets["no"].warehouses_in_order()
        assert [(place.code, place.days_closed) for place in places] == [("STO", frozenset()), ("STR", frozenset())]
    assert [place.code for place in markets["se"].warehouses_in_order()] == ["STO", "BOR"]


def test_only_complete_languages_are_offered(markets):
    assert markets["se"].offered_languages() == ["sv", "en"]
    assert markets["ca"].offered_languages() == ["en"]
    assert markets["br"].offered_languages() == ["en"]
    assert (markets["br"].default_language(), markets["se"].default_language()) == ("en", "sv")
    assert (markets["se"].locale("en"), markets["br"].locale("pt-br")) == ("en_SE", "pt_BR")


def test_the_support_phone_is_that_of_the_support_desk(sweden):
    assert sweden.support_phone == "+46 8 555 010 20"
    assert sweden.zone.key == "Europe/Stockholm"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stock_bit", 15),
        ("languages", []),
        ("country", "se"),
        ("bid_cutoff", time(15)),
        ("wrong_passwords", 0),
        ("password_most", 7),
        ("handling_percent", 101),
    ],
)
def test_the_database_refuses_nonsense(sweden, field, value):
    with pytest.raises(IntegrityError):
        Market.objects.filter(pk=sweden.pk).update(**{field: value})


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Europe/Atlantis"), ("country", "ZZ"), ("subdivision", "QQ"), ("languages", ["sv", "tlh"])],
)
def test_staff_cannot_save_a_place_without_clock_calendar_or_language(sweden, field, value):
    setattr(sweden, field, value)
    with pytest.raises(ValidationError):
        sweden.full_clean()
