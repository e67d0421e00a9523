"""The demonstration's six markets; loading again puts their values back and keeps their counters."""

from datetime import time
from decimal import Decimal

from django.db import transaction

from markets.models import (
    ClosingDay,
    ContactDesk,
    DeliveryTime,
    FreightRate,
    Market,
    MarketWarehouse,
    NumberSeries,
    OpeningSpan,
    RegistrationDocument,
    ShippingMethod,
    TaxRate,
    Warehouse,
)
from portal.demo.market_data.desks import DESKS, Desk
from portal.demo.market_data.freight import METHODS, STEPS, Method
from portal.demo.market_data.policies import MARKETS, NUMBER_PREFIXES, OURS, REGISTRATION_DOCUMENTS
from portal.demo.market_data.taxes import TAX_RATES
from portal.demo.market_data.warehouses import CLOSING_DAYS, IN_ORDER, WAREHOUSES

WORKDAYS = range(5)


@transaction.atomic
def load_markets() -> dict[str, Market]:
    """Load the six markets with all that belongs to them, and return them by code."""
    warehouses = _load_warehouses()
    markets = {code: _load_market(code, place) for place, code in enumerate(MARKETS)}
    for code, market in markets.items():
        _load_order(market, [warehouses[name] for name in IN_ORDER[code]])
        _load_desks(market, DESKS[code])
        for position, method in enumerate(METHODS[code]):
            _load_method(market, position, method, warehouses)
        _load_series(market)
    _load_taxes(markets)
    _load_documents(markets["us"])
    return markets


def _load_market(code: str, place: int) -> Market:
    values = OURS | {"served_countries": [MARKETS[code]["country"]]} | MARKETS[code] | {"position": place}
    market, _ = Market.objects.update_or_create(
        code=code, defaults=values, create_defaults=values | {"stock_bit": place}
    )
    return market


def _load_warehouses() -> dict[str, Warehouse]:
    fields = ("name", "city", "region", "country", "subdivision", "time_zone")
    warehouses = {
        code: Warehouse.objects.update_or_create(code=code, defaults=dict(zip(fields, values, strict=True)))[0]
        for code, values in WAREHOUSES.items()
    }
    for code, on, name in CLOSING_DAYS:
        ClosingDay.objects.update_or_create(warehouse=warehouses[code], on=on, defaults={"name": name})
    return warehouses


def _load_order(market: Market, warehouses: list[Warehouse]) -> None:
    for position, warehouse in enumerate(warehouses):
        MarketWarehouse.objects.update_or_create(market=market, warehouse=warehouse, defaults={"position": position})


def _load_desks(market: Market, desks: list[Desk]) -> None:
    for position, values in enumerate(desks):
        told = values._asdict()
        hours: list[tuple[time, time]] = told.pop("hours")
        desk, _ = ContactDesk.objects.update_or_create(
            market=market, name=told.pop("name"), defaults=told | {"position": position}
        )
        desk.spans.all().delete()
        OpeningSpan.objects.bulk_create(
            OpeningSpan(desk=desk, weekday=weekday, opens=opens, closes=closes)
            for weekday in WORKDAYS
            for opens, closes in hours
        )


def _load_method(market: Market, position: int, values: Method, warehouses: dict[str, Warehouse]) -> None:
    method, _ = ShippingMethod.objects.update_or_create(
        market=market,
        code=values.code,
        defaults={
            "name": values.name,
            "carrier": values.carrier,
            "tracking_url": values.tracking_url,
            "is_active": True,
            "position": position,
            "least_days": values.days[0],
            "most_days": values.days[1],
        },
    )
    method.freight_rates.all().delete()
    FreightRate.objects.bulk_create(
        FreightRate(method=method, country=country, region=region, up_to_grams=grams, amount=Decimal(amount))
        for places, amounts in values.freight
        for country, region in places
        for grams, amount in zip(STEPS, amounts, strict=True)
    )
    method.delivery_times.all().delete()
    DeliveryTime.objects.bulk_create(
        DeliveryTime(
            method=method,
            warehouse=warehouses[warehouse],
            country=country,
            region=region,
            least_days=days[0],
            most_days=days[1],
        )
        for warehouse, places, days in values.times
        for country, region in places
    )


def _load_series(market: Market) -> None:
    for kind, letter in NUMBER_PREFIXES.items():
        NumberSeries.objects.get_or_create(
            market=market, kind=kind, defaults={"prefix": f"{market.code.upper()}-{letter}"}
        )


def _load_taxes(markets: dict[str, Market]) -> None:
    for rate in TAX_RATES:
        TaxRate.objects.update_or_create(
            market=markets[rate.market],
            country=rate.country,
            region=rate.region,
            name=rate.name,
            valid_from=rate.valid_from,
            defaults={
                "rate": Decimal(rate.percent),
                "valid_to": rate.valid_to,
                "is_waived_by_certificate": rate.is_waived,
                "position": 0 if rate.name in ("GST", "HST", "VAT") else 1,
            },
        )


def _load_documents(market: Market) -> None:
    for country, names in REGISTRATION_DOCUMENTS.items():
        for position, name in enumerate(names):
            RegistrationDocument.objects.update_or_create(
                market=market, country=country, name=name, defaults={"position": position}
            )
