"""The freight policy of a market as a reader sees it: rates and times by method, place and warehouse (MKT-10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from common import formats
from markets.models import FreightRate, Market, ShippingMethod, Warehouse
from markets.regions import country_name, place_name


@dataclass(frozen=True)
class FreightRow:
    """Freight to one place; `amounts` follow the weight steps of the method, None where a step has no rate."""

    place: str
    amounts: list[tuple[str, Decimal | None]]


@dataclass(frozen=True)
class DeliveryRow:
    warehouse: str
    place: str
    days: str


@dataclass(frozen=True)
class MethodPolicy:
    """One shipping method on the page."""

    method: ShippingMethod
    steps: list[str]
    freight: list[FreightRow]
    deliveries: list[DeliveryRow]


def policy(market: Market) -> list[MethodPolicy]:
    """What every method that the market offers costs and how long it takes, in a fixed number of queries."""
    methods = (
        ShippingMethod.objects.offered(market)
        .prefetch_related("freight_rates", "delivery_times")
        .order_by("position", "id")
    )
    warehouses = market.warehouses_in_order()
    return [_policy_of(method, warehouses) for method in methods]


def _policy_of(method: ShippingMethod, warehouses: list[Warehouse]) -> MethodPolicy:
    rates = list(method.freight_rates.all())
    limits = sorted({rate.up_to_grams for rate in rates}, key=lambda grams: (grams is None, grams or 0))
    steps = [_step_name(grams) for grams in limits]
    return MethodPolicy(method, steps, _freight_rows(rates, limits), _delivery_rows(method, warehouses))


def _freight_rows(rates: Iterable[FreightRate], limits: list[int | None]) -> list[FreightRow]:
    places: dict[tuple[str, str], dict[int | None, Decimal]] = {}
    for rate in rates:
        places.setdefault((rate.country, rate.region), {})[rate.up_to_grams] = rate.amount
    return [
        FreightRow(name, [(_step_name(grams), places[place].get(grams)) for grams in limits])
        for place, name in _places(places)
    ]


def _delivery_rows(method: ShippingMethod, warehouses: list[Warehouse]) -> list[DeliveryRow]:
    times = list(method.delivery_times.all())
    rows: list[DeliveryRow] = []
    for warehouse in warehouses:
        own = {(time.country, time.region): time for time in times if time.warehouse_id == warehouse.pk}
        rows += [DeliveryRow(warehouse.name, name, own[place].days_text) for place, name in _places(own)]
        if ("", "") not in own:
            rest = _("everywhere else") if own else _("everywhere")
            rows.append(DeliveryRow(warehouse.name, rest, method.days_text))
    return rows


def _places(places: Iterable[tuple[str, str]]) -> list[tuple[tuple[str, str], str]]:
    """Places with their names: regions by name, then the rest of their country, then everywhere else."""
    known = set(places)
    split = {country for country, region in known if region}
    names = {place: _place(*place, is_rest=place[0] in split) for place in known}
    return sorted(names.items(), key=lambda item: (not item[0][0], country_name(item[0][0]), not item[0][1], item[1]))


def _place(country: str, region: str, *, is_rest: bool) -> str:
    if not country:
        return _("everywhere else")
    if is_rest and not region:
        return _("elsewhere in %(country)s") % {"country": country_name(country)}
    return place_name(country, region)


def _step_name(grams: int | None) -> str:
    if grams is None:
        return _("heavier")
    kilos = formats.kilos(grams) if grams % 1000 else f"{formats.whole(grams // 1000)}\u00a0kg"
    return _("up to %(weight)s") % {"weight": kilos}
