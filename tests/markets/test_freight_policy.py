"""The page that anyone can read: freight and delivery times per warehouse, region and method (MKT-10)."""

from decimal import Decimal

from common import formats
from markets.freight_policy import DeliveryRow, FreightRow, policy
from markets.models import Market


def test_places_by_name_then_the_rest_of_the_country(sweden):
    with formats.override("en", "SE", sweden.zone):
        parcel, express = policy(sweden)
    assert parcel.steps == ["up to 2\u00a0kg", "up to 10\u00a0kg", "up to 30\u00a0kg", "heavier"]
    assert [row.place for row in express.freight] == [
        "Jämtland",
        "Norrbotten",
        "Västerbotten",
        "Västernorrland",
        "elsewhere in Sweden",
    ]
    assert express.freight[-1] == FreightRow(
        "elsewhere in Sweden",
        list(zip(parcel.steps, map(Decimal, ("229.00", "329.00", "590.00", "1190.00")), strict=True)),
    )


def test_each_warehouse_with_its_own_times(sweden):
    with formats.override("en", "SE", sweden.zone):
        parcel, express = policy(sweden)
    assert DeliveryRow("Stockholm", "elsewhere in Sweden", "1 business day") in parcel.deliveries
    assert DeliveryRow("Borås", "elsewhere in Sweden", "1 to 2 business days") in parcel.deliveries
    assert express.deliveries == [
        DeliveryRow("Stockholm", "everywhere", "1 business day"),
        DeliveryRow("Borås", "everywhere", "1 business day"),
    ]


def test_a_longer_policy_needs_no_more_queries(markets: dict[str, Market], django_assert_num_queries):
    for market in markets.values():
        with django_assert_num_queries(5):
            policy(market)
