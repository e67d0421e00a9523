"""Taxes on a document: which rates hold where and when, and what they amount to (MKT-5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.money import round_money
from markets.models import Market, TaxRate


@dataclass(frozen=True)
class TaxAmount:
    """One tax line of a document: `rate` in percent, `net` and `amount` in the document's currency."""

    name: str
    rate: Decimal
    net: Decimal
    amount: Decimal


def rates_for(market: Market, *, country: str, region: str, on: date, waived: bool = False) -> list[TaxRate]:
    """Rates that hold on a day for goods delivered to a place, in the order of the document's lines.

    `waived`: the company has the certificate (PST number, resale certificate) that frees it from the taxes which
    allow that. A delivery to a country without rates in this market bears none: it is an export.
    """
    rates = TaxRate.objects.for_place(market, country=country, region=region).valid(on)
    if waived:
        rates = rates.filter(is_waived_by_certificate=False)
    return list(rates.order_by("position", "name"))


def tax_amounts(rates: Iterable[TaxRate], net: Decimal, currency: str) -> list[TaxAmount]:
    """What each tax comes to on the sum of a document, each on the price without the others, rounded once (CAT-4)."""
    return [TaxAmount(rate.name, rate.rate, net, round_money(net * rate.rate / 100, currency)) for rate in rates]
