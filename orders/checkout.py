"""The lines of a draft as the checkout page groups them: by warehouse and day, then what is not there (ORD-4)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from common import formats
from markets.models import Warehouse
from orders.clock import day_in_words, left_in_words
from orders.drafting import Draft, DraftLine
from orders.models import Order
from orders.promising import Promise


@dataclass(frozen=True)
class Row:
    """Pieces of a line that go the same way."""

    line: DraftLine
    quantity: int

    @property
    def amount(self) -> Decimal:
        return self.line.unit_price * self.quantity

    @property
    def chemical_tax(self) -> Decimal:
        return self.line.chemical_tax_each * self.quantity

    @property
    def sum(self) -> Decimal:
        return self.amount + self.chemical_tax


@dataclass(frozen=True)
class Group:
    """Rows under one heading; `kind` is the word that gives the heading its color."""

    kind: str
    heading: str
    rows: list[Row]


@dataclass(frozen=True)
class CreditAfter:
    """The credit once the order is placed, in the market's currency: either something is left or something is over.

    `used` of `whole` is how far the meter goes; it is full where the limit is passed, or is nothing.
    """

    used: Decimal
    whole: Decimal
    left: Decimal
    over: Decimal


def credit_after(draft: Draft) -> CreditAfter:
    """What the draft does to the company's credit."""
    limit, left = draft.credit.limit, draft.credit_after
    whole = limit or Decimal(1)
    return CreditAfter(used=whole if left < 0 else limit - left, whole=whole, left=left, over=max(-left, Decimal(0)))


def groups_of(draft: Draft, now: datetime) -> list[Group]:
    """Where and when each piece ships, in the order in which things happen."""
    found: dict[tuple[str, str], list[Row]] = {}
    for line in draft.lines:
        for part in line.parts:
            if part.promise is None:
                heading = (
                    "expected",
                    _("Held in %(warehouse)s until everything is there") % {"warehouse": part.warehouse.name},
                )
            else:
                heading = "in-stock", _ships(draft, part.warehouse, part.promise, now)
            found.setdefault(heading, []).append(Row(line, part.quantity))
    for line in draft.lines:
        if line.backordered:
            found.setdefault(("backorder", _backorder(line)), []).append(Row(line, line.backordered))
    return [Group(kind, text, rows) for (kind, text), rows in found.items()]


def po_used_before(draft: Draft) -> Order | None:
    """The company's latest order with the same PO number, to warn of (ORD-1)."""
    po_number = draft.choices.po_number
    if not po_number:
        return None
    return Order.objects.filter(company=draft.company, po_number=po_number).order_by("-placed_at").first()


def _ships(draft: Draft, warehouse: Warehouse, promise: Promise, now: datetime) -> str:
    facts = {
        "day": day_in_words(promise.ships_on, draft.on),
        "warehouse": warehouse.name,
        "left": left_in_words(promise.cutoff_at, now),
    }
    if draft.holds:
        return _("From %(warehouse)s, once the order is released") % facts
    if draft.choices.wished_on and promise.ships_on >= draft.choices.wished_on:
        return _("Ships %(day)s from %(warehouse)s, as wished") % facts
    return _("Ships %(day)s from %(warehouse)s, if ordered within %(left)s") % facts


def _backorder(line: DraftLine) -> str:
    if line.expected_on is None:
        return _("Backorder, no expected date yet")
    return _("Backorder, expected %(day)s") % {"day": formats.short_day(line.expected_on)}
