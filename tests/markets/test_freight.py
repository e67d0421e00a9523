"""Freight by weight and place (MKT-10)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from markets.freight import NoFreightRate, freight_for, methods_for
from markets.models import FreightRate, ShippingMethod


@pytest.fixture
def parcel(sweden) -> ShippingMethod:
    return ShippingMethod.objects.get(market=sweden, code="parcel")


@pytest.mark.parametrize(
    ("region", "grams", "amount"),
    [
        ("AB", 0, "89"),
        ("AB", 2_000, "89"),
        ("AB", 2_001, "129"),
        ("", 500_000, "450"),
        ("BD", 2_000, "119"),  # Norrland has rates of its own
    ],
)
def test_the_closest_place_and_the_smallest_step_that_holds_it(parcel, region, grams, amount):
    assert freight_for(parcel, country="SE", region=region, grams=grams) == Decimal(amount)


def test_a_method_that_does_not_go_there_says_so(parcel):
    with pytest.raises(NoFreightRate, match="Parcel does not go to this address at this weight"):
        freight_for(parcel, country="BR", region="SP", grams=100)


def test_a_rate_for_everywhere_takes_the_rest(parcel):
    FreightRate.objects.create(method=parcel, amount=Decimal("990.00"))
    assert freight_for(parcel, country="BR", region="SP", grams=100) == Decimal("990.00")
    assert freight_for(parcel, country="SE", region="", grams=100) == Decimal("89.00")


def test_methods_in_order_without_those_withdrawn(sweden, django_assert_num_queries):
    ShippingMethod.objects.filter(market=sweden, code="express").update(is_active=False)
    with django_assert_num_queries(2):
        (only,) = methods_for(sweden)
        assert freight_for(only, country="SE", region="", grams=1) == Decimal("89.00")


def test_one_amount_for_one_place_and_step(parcel):
    rates = FreightRate.objects.filter(method=parcel, country="SE", region="", up_to_grams=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        FreightRate.objects.create(method=parcel, country="SE", amount=1)
    assert rates.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        rates.update(amount=-1)
