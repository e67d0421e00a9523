"""Freight by shipping method, place and weight (MKT-10); a company's agreed freight comes from the caller."""

from decimal import Decimal

from django.utils.translation import gettext as _

from markets.models import FreightRate, Market, ShippingMethod


class NoFreightRate(Exception):
    """No freight is on record for this place and weight, so the method cannot be chosen."""

    def __init__(self, method: ShippingMethod) -> None:
        self.method = method

    def __str__(self) -> str:
        return _("%(method)s does not go to this address at this weight.") % {"method": self.method.name}


def methods_for(market: Market) -> list[ShippingMethod]:
    """The shipping methods that a market offers, the preferred one first, with their freight rates."""
    return list(ShippingMethod.objects.offered(market).prefetch_related("freight_rates").order_by("position", "id"))


def freight_for(method: ShippingMethod, *, country: str, region: str, grams: int) -> Decimal:
    """Freight before taxes in the market's currency for a shipment of that weight.

    The closest place on record decides (region, then country, then everywhere), and in it the smallest weight step
    that holds the shipment, its limit included. Raises NoFreightRate.
    """
    rates = _closest(list(method.freight_rates.all()), country, region)
    steps = [rate for rate in rates if rate.up_to_grams is None or grams <= rate.up_to_grams]
    if not steps:
        raise NoFreightRate(method)
    return min(steps, key=_step).amount


def _closest(rates: list[FreightRate], country: str, region: str) -> list[FreightRate]:
    for place in ((country, region), (country, ""), ("", "")):
        if found := [rate for rate in rates if (rate.country, rate.region) == place]:
            return found
    return []


def _step(rate: FreightRate) -> float:
    return float("inf") if rate.up_to_grams is None else rate.up_to_grams
