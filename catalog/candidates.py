"""The prices that come into question for a product, and which of them is the own price (CAT-4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

PriceSource = Literal["bid", "list", "agreed", "promotion", ""]


@dataclass(frozen=True)
class Candidate:
    """A price of one item, in minor units of the market's currency: where it comes from, and its last valid day."""

    source: PriceSource
    name: str
    minor: int
    valid_until: date | None


def lowest(candidates: Iterable[Candidate]) -> Candidate | None:
    """The own price; of equal ones the first, so that a promotion is named only where it lowers something."""
    return min(candidates, key=lambda candidate: candidate.minor, default=None)
