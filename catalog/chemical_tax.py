"""The Swedish tax on chemicals in electronics: which goods bear it, how much, and who pays (CAT-14).

Law (2016:1067), "LSKE", as in force since 1 July 2023. Rates are rows that staff edit; the list of goods is the law's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from accounts.models import Company
from catalog.models import ChemicalClass, ChemicalTaxRate
from common import formats
from common.money import round_money
from common.reading import Columns, rows_from

COUNTRY = "SE"
CURRENCY = "SEK"

# LSKE 3 §: six digits of the CN codes of Commission Implementing Regulation (EU) 2021/1832.
# Chapters and headings with their taxed subheadings: {"8418": "10 21"} is 8418 10 and 8418 21.
_WHITE_GOODS = {
    "8418": "10 21 29 30 40",
    "8422": "11",
    "8450": "11 12 19",
    "8451": "21",
    "8508": "11",
    "8516": "50 60",
}
_ELECTRONICS = {
    "8471": "30 41 49",
    "8517": "11 13 14 18 62",
    "8519": "30 81 89",
    "8521": "10 90",
    "8527": "12 13 19 91 92 99",
    "8528": "42 49 52 59 71 72 73",
    "9504": "50",
}
_GROUPS = {
    heading + subheading: group
    for group, goods in ((ChemicalClass.WHITE_GOODS, _WHITE_GOODS), (ChemicalClass.ELECTRONICS, _ELECTRONICS))
    for heading, subheadings in goods.items()
    for subheading in subheadings.split()
}
TAXED_HEADINGS = frozenset(_GROUPS)  # six digits each

Rates = Mapping[str, ChemicalTaxRate]


class Taxable(Protocol):
    """What the tax of an item hangs on: a product, an offer's row."""

    @property
    def cn_code(self) -> str: ...
    @property
    def weight_grams(self) -> int | None: ...
    @property
    def chemical_reduction(self) -> int: ...


@dataclass(frozen=True)
class ChemicalTax:
    """The tax of one item in SEK and what it was reckoned from; without a weight the amount is not known, and zero."""

    amount: Decimal
    grams: int | None
    per_kilo: Decimal
    is_capped: bool
    reduction: int

    @property
    def needs_weight(self) -> bool:
        return self.grams is None

    @property
    def basis(self) -> str:
        """The reckoning in words of the active language: "3,490 kg × 180,71, capped"."""
        if self.grams is None:
            return _("net weight not known")
        facts = {
            "weight": formats.kilos(self.grams),
            "rate": formats.amount(self.per_kilo, CURRENCY),
            "reduction": formats.percent(Decimal(self.reduction)),
        }
        if self.is_capped and self.reduction:
            return _("%(weight)s × %(rate)s, capped, less %(reduction)s") % facts
        if self.is_capped:
            return _("%(weight)s × %(rate)s, capped") % facts
        if self.reduction:
            return _("%(weight)s × %(rate)s, less %(reduction)s") % facts
        return _("%(weight)s × %(rate)s") % facts


def chemical_class_of(cn_code: str) -> ChemicalClass | None:
    """The group of taxed goods that a CN code belongs to by its first six digits, or None where it is not taxed."""
    return _GROUPS.get("".join(filter(str.isdigit, cn_code))[:6])


_RATES = Columns(ChemicalTaxRate)
_NEWEST = f"""
SELECT DISTINCT ON ("group") {_RATES.sql("r")} FROM catalog_chemicaltaxrate r
WHERE valid_from <= %s ORDER BY "group", valid_from DESC
"""  # noqa: S608 - names of columns


def rates_on(on: date) -> Rates:
    """The rate of each group on a day, in one query; the last known one where no later is known (CAT-14)."""
    rates = (_RATES.made_of(row) for row in rows_from(_NEWEST, [on]))
    return {rate.group: rate for rate in rates if rate}


def has_rates_of_its_own(on: date) -> bool:
    """Whether rates of the year itself are known for every group; where not, staff are told (CAT-14)."""
    rates = rates_on(on)
    return all(group in rates and rates[group].valid_from.year == on.year for group in ChemicalClass)


def whole_grams(kilos: Decimal) -> int:
    """A net weight as the tax counts it: rounded down to whole grams (LSKE 3 §)."""
    return int((kilos * 1000).to_integral_value(ROUND_FLOOR))


def tax_each(item: Taxable, on: date, *, rates: Rates | None = None) -> ChemicalTax | None:
    """The tax of one item on a day, in SEK, before VAT; None where the goods are not taxed.

    Weight x rate, at most the cap (LSKE 3 §), less the deduction (LSKE 4 §), half up to whole öre.
    `rates` spares the query where many items are asked for.
    """
    group = chemical_class_of(item.cn_code)
    rate = (rates_on(on) if rates is None else rates).get(group) if group else None
    if rate is None:
        return None
    if item.weight_grams is None:
        return ChemicalTax(Decimal(0), None, rate.per_kilo, is_capped=False, reduction=item.chemical_reduction)
    by_weight = rate.per_kilo * item.weight_grams / 1000
    kept = Decimal(100 - item.chemical_reduction) / 100
    amount = round_money(min(by_weight, rate.cap) * kept, CURRENCY)
    return ChemicalTax(
        amount, item.weight_grams, rate.per_kilo, is_capped=by_weight > rate.cap, reduction=item.chemical_reduction
    )


def is_due(company: Company | None, *, on: date, ship_to_country: str | None = None) -> bool:
    """Whether a company pays the tax on what it buys: in Sweden, no stockist that day, delivered in Sweden.

    Without a place of delivery yet, its own country counts. LSKE 12 and 14 §, SE FAQ.
    """
    if company is None or company.country != COUNTRY or company.market.country != COUNTRY:
        return False
    return (ship_to_country or COUNTRY) == COUNTRY and not company.is_stockist(on)
