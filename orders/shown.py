"""What the checkout page showed, carried in its form, and what changed since (ORD-3)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.utils.translation import gettext as _

from common import formats
from orders.drafting import Draft, DraftLine


class NotWhatWasShown(ValueError):
    """The form carries something that no page of ours has drawn."""


@dataclass(frozen=True)
class ShownLine:
    """A line as the page showed it: price in the market's currency, pieces in stock, days as ISO dates or empty.

    `bid` is the number of the BID at which it is bought, or empty.
    """

    quantity: int
    price: str
    in_stock: int
    ships_on: str
    expected_on: str
    bid: str = ""


@dataclass(frozen=True)
class Shown:
    """Everything on the page that a buyer agrees to by finishing the order."""

    total: str
    lines: dict[str, ShownLine]

    @classmethod
    def of(cls, draft: Draft) -> Self:
        return cls(str(draft.total), {line.offer.sku: _shown_line(line) for line in draft.lines})

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `written` wrote. Raises NotWhatWasShown."""
        try:
            data: dict[str, Any] = json.loads(text)
            lines = {str(sku): ShownLine(*fields) for sku, fields in data["lines"].items()}
            return cls(str(data["total"]), lines)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise NotWhatWasShown from error

    def written(self) -> str:
        """One line of text for a hidden field."""
        lines = {
            sku: [line.quantity, line.price, line.in_stock, line.ships_on, line.expected_on, line.bid]
            for sku, line in self.lines.items()
        }
        return json.dumps({"total": self.total, "lines": lines}, separators=(",", ":"), sort_keys=True)


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was shown; `sku` is empty where it concerns the whole order."""

    sku: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.sku}: {self.sentence}" if self.sku else self.sentence


def changes(shown: Shown, draft: Draft) -> list[Change]:
    """What changed between the page and now, as sentences of the active language; none means: place it."""
    found = list(_line_changes(shown, draft))
    if not found and shown.total != str(draft.total):
        found.append(Change("", _("The total is now %(now)s.") % {"now": formats.money(draft.total, draft.currency)}))
    return found


def _line_changes(shown: Shown, draft: Draft) -> Iterator[Change]:
    has_later_day = False
    for line in draft.lines:
        sku = line.offer.sku
        before = shown.lines.get(sku)
        if before is None:
            yield Change(sku, _("Was added to the basket."))
            continue
        for sentence in _differences(before, line, draft.currency):
            yield Change(sku, sentence)
        has_later_day |= _is_later(before, line)
    for sku in shown.lines.keys() - {line.offer.sku for line in draft.lines}:
        yield Change(sku, _("Was taken out of the basket."))
    if has_later_day and draft.ships_on:
        yield Change(
            "", _("The cutoff has passed: the order now ships on %(day)s.") % {"day": formats.short_day(draft.ships_on)}
        )


def _differences(before: ShownLine, line: DraftLine, currency: str) -> Iterator[str]:
    if before.quantity != line.quantity:
        yield _("Quantity %(before)s → %(now)s.") % {"before": before.quantity, "now": line.quantity}
    if before.price != str(line.unit_price):
        if line.offer.bid and not line.offer.bid.holds:
            yield line.offer.bid.why_not
        yield _("Own price %(before)s → %(now)s.") % {
            "before": _amount(before.price, currency),
            "now": formats.amount(line.unit_price, currency),
        }
    elif before.bid != _bid(line):
        yield _("BID %(before)s → %(now)s.") % {"before": before.bid or "–", "now": _bid(line) or "–"}
    if before.in_stock != line.in_stock:
        yield _("In stock of those ordered: %(before)s → %(now)s.") % {
            "before": before.in_stock,
            "now": line.in_stock,
        }
    elif before.expected_on != _iso(line.expected_on):
        yield _("The rest is now expected on %(day)s.") % {
            "day": formats.short_day(line.expected_on) if line.expected_on else _("a day not known yet")
        }


def _is_later(before: ShownLine, line: DraftLine) -> bool:
    """Whether nothing but the day of shipping changed: the clock went over the cutoff."""
    is_same = before.in_stock == line.in_stock and before.quantity == line.quantity
    return is_same and before.ships_on != _iso(line.ships_on)


def _shown_line(line: DraftLine) -> ShownLine:
    days = _iso(line.ships_on), _iso(line.expected_on)
    return ShownLine(line.quantity, str(line.unit_price), line.in_stock, *days, bid=_bid(line))


def _bid(line: DraftLine) -> str:
    return line.offer.price_source_name if line.bid_id else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _amount(text: str, currency: str) -> str:
    try:
        return formats.amount(Decimal(text), currency)
    except (ArithmeticError, ValueError):
        return "–"
