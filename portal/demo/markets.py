"""The demonstration's six markets; loading again puts their values back and keeps their counters."""

from decimal import Decimal
from typing import Any

from django.db import models, transaction

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
from portal.demo.market_data.desks import DESKS
from portal.demo.market_data.freight import METHODS, STEPS
from portal.demo.market_data.policies import MARKETS, NUMBER_PREFIXES, OURS, REGISTRATION_DOCUMENTS
from portal.demo.market_data.taxes import TAX_RATES
from portal.demo.market_data.warehouses import CLOSING_DAYS, IN_ORDER, WAREHOUSES

WORKDAYS = range(5)
FIRST_ON_A_DOCUMENT = ("GST", "HST", "VAT")


@transaction.atomic
def load_markets() -> dict[str, Market]:
    """Load the six markets with all that belongs to them, and return them by code."""
    markets = {market.code: market for market in _load_markets()}
    warehouses = {warehouse.code: warehouse for warehouse in _load_warehouses()}
    _load_places(markets, warehouses)
    _load_desks(markets)
    _load_shipping(markets, warehouses)
    _load_taxes(markets)
    _load_documents(markets["us"])
    NumberSeries.objects.bulk_create(
        (
            NumberSeries(market=market, kind=kind, prefix=f"{code.upper()}-{letter}")
            for code, market in markets.items()
            for kind, letter in NUMBER_PREFIXES.items()
        ),
        ignore_conflicts=True,
    )
    return markets


def _save[Row: models.Model](rows: list[Row], *, known_by: list[str], keep: tuple[str, ...] = ()) -> list[Row]:
    """Write rows with their keys; one that is there already, known by these fields, gets all values but `keep`."""
    fields = [field.name for field in rows[0]._meta.concrete_fields if not field.primary_key]
    changed = [name for name in fields if name not in known_by and name not in keep]
    manager: Any = rows[0].__class__._default_manager
    saved: list[Row] = manager.bulk_create(rows, update_conflicts=True, unique_fields=known_by, update_fields=changed)
    return saved


def _load_markets() -> list[Market]:
    rows = [
        Market(code=code, position=place, stock_bit=place, **_settings_of(values))
        for place, (code, values) in enumerate(MARKETS.items())
    ]
    return _save(rows, known_by=["code"], keep=("stock_bit",))


def _settings_of(values: dict[str, Any]) -> dict[str, Any]:
    return OURS | {"served_countries": [values["country"]]} | values


def _load_warehouses() -> list[Warehouse]:
    fields = ("name", "city", "region", "country", "subdivision", "time_zone")
    rows = [Warehouse(code=code, **dict(zip(fields, values, strict=True))) for code, values in WAREHOUSES.items()]
    return _save(rows, known_by=["code"])


def _load_places(markets: dict[str, Market], warehouses: dict[str, Warehouse]) -> None:
    order = [
        MarketWarehouse(market=markets[code], warehouse=warehouses[name], position=position)
        for code, names in IN_ORDER.items()
        for position, name in enumerate(names)
    ]
    _save(order, known_by=["market", "warehouse"])
    _save(
        [ClosingDay(warehouse=warehouses[code], on=on, name=name) for code, on, name in CLOSING_DAYS],
        known_by=["warehouse", "on"],
    )


def _load_desks(markets: dict[str, Market]) -> None:
    rows, hours = [], []
    for code, desks in DESKS.items():
        for position, desk in enumerate(desks):
            told = desk._asdict()
            hours.append(told.pop("hours"))
            rows.append(ContactDesk(market=markets[code], position=position, **told))
    saved = _save(rows, known_by=["market", "name"])
    OpeningSpan.objects.filter(desk__in=saved).delete()
    OpeningSpan.objects.bulk_create(
        OpeningSpan(desk=desk, weekday=weekday, opens=opens, closes=closes)
        for desk, spans in zip(saved, hours, strict=True)
        for weekday in WORKDAYS
        for opens, closes in spans
    )


def _load_shipping(markets: dict[str, Market], warehouses: dict[str, Warehouse]) -> None:
    told = [(code, position, method) for code in METHODS for position, method in enumerate(METHODS[code])]
    rows = [
        ShippingMethod(
            market=markets[code],
            code=method.code,
            name=method.name,
            carrier=method.carrier,
            tracking_url=method.tracking_url,
            position=position,
            least_days=method.days[0],
            most_days=method.days[1],
        )
        for code, position, method in told
    ]
    saved = _save(rows, known_by=["market", "code"])
    pairs = [(method, values) for method, (_, _, values) in zip(saved, told, strict=True)]
    FreightRate.objects.filter(method__in=saved).delete()
    FreightRate.objects.bulk_create(
        FreightRate(method=method, country=country, region=region, up_to_grams=grams, amount=Decimal(amount))
        for method, values in pairs
        for places, amounts in values.freight
        for country, region in places
        for grams, amount in zip(STEPS, amounts, strict=True)
    )
    DeliveryTime.objects.filter(method__in=saved).delete()
    DeliveryTime.objects.bulk_create(
        DeliveryTime(
            method=method,
            warehouse=warehouses[warehouse],
            country=country,
            region=region,
            least_days=least,
            most_days=most,
        )
        for method, values in pairs
        for warehouse, places, (least, most) in values.times
        for country, region in places
    )


def _load_taxes(markets: dict[str, Market]) -> None:
    TaxRate.objects.filter(market__in=markets.values()).delete()
    TaxRate.objects.bulk_create(
        TaxRate(
            market=markets[rate.market],
            country=rate.country,
            region=rate.region,
            name=rate.name,
            rate=Decimal(rate.percent),
            valid_from=rate.valid_from,
            valid_to=rate.valid_to,
            is_waived_by_certificate=rate.is_waived,
            position=0 if rate.name in FIRST_ON_A_DOCUMENT else 1,
        )
        for rate in TAX_RATES
    )


def _load_documents(market: Market) -> None:
    rows = [
        RegistrationDocument(market=market, country=country, name=name, position=position)
        for country, names in REGISTRATION_DOCUMENTS.items()
        for position, name in enumerate(names)
    ]
    _save(rows, known_by=["market", "country", "name"])
