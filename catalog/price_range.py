"""The range of own prices that a list is filtered by (CAT-4, CAT-11)."""

from dataclasses import dataclass
from decimal import Decimal

from catalog.pricing import OWN_PRICE
from common.money import decimals_of


@dataclass(frozen=True)
class PriceRange:
    """From a price up to another, both included, in the market's currency; None where an end is open."""

    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def is_set(self) -> bool:
        return self.low is not None or self.high is not None

    @property
    def condition(self) -> str:
        """SQL on what `pricing.OWN_JOINS` joins; a price on request is in no range."""
        ends = []
        if self.low is not None:
            ends.append(f"{OWN_PRICE} >= %(price_from)s::numeric")
        if self.high is not None:
            ends.append(f"{OWN_PRICE} <= %(price_to)s::numeric")
        return " AND ".join(ends) or "true"

    def params(self, currency: str) -> dict[str, Decimal]:
        """The parameters of the condition, in minor units."""
        ends = {"price_from": self.low, "price_to": self.high}
        return {name: end.scaleb(decimals_of(currency)) for name, end in ends.items() if end is not None}
