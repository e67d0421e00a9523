"""A row of a file of own part numbers with what it would do, and all rows: what somebody looks at before the button."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from accounts import importing
from catalog.models import OwnPartNumber, Product

MOST_SHOWN = 200


class Outcome(StrEnum):
    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """One row: the product that it names, the number that it gives, and what is wrong with it, by cell."""

    number: int
    cells: Mapping[str, str]
    product: Product | None = None
    own: str = ""
    norm: str = ""
    has: OwnPartNumber | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        if self.errors:
            return Outcome.REFUSED
        if self.has is None:
            return Outcome.ADD
        return Outcome.SAME if self.has.number == self.own else Outcome.CHANGE

    @property
    def named(self) -> str:
        """How the row names its product, as it was written."""
        return " · ".join(self.cells[name] for name in ("sku", "mpn", "gtin", "manufacturer") if self.cells.get(name))

    def refused(self, **errors: str) -> "Line":
        return replace(self, errors={**self.errors, **errors})

    def facts(self) -> list[object]:
        """What whoever pressed the button agreed to, whatever their language."""
        product = self.product.pk if self.product else None
        return [self.number, self.outcome, product, self.own, self.has and self.has.number, sorted(self.errors)]


class Preview(importing.Preview[Line]):
    """Every row with what it would do now."""

    @property
    def good(self) -> list[Line]:
        return self.of(Outcome.ADD, Outcome.CHANGE)

    @property
    def added(self) -> list[Line]:
        return self.of(Outcome.ADD)

    @property
    def changed(self) -> list[Line]:
        return self.of(Outcome.CHANGE)

    @property
    def unchanged(self) -> list[Line]:
        return self.of(Outcome.SAME)

    @property
    def shown(self) -> list[Line]:
        """Rows for a page: what was refused, what changes, what is new; the counts tell of all."""
        return [*self.refused, *self.changed, *self.added, *self.unchanged][:MOST_SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.lines) - MOST_SHOWN)
