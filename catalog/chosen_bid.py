"""A BID as it stands for one line on a day: whether its price holds, and if not, why (CAT-4, CAT-6)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import formats


@dataclass(frozen=True)
class ChosenBid:
    """A BID of the company, for a number of pieces of a product; the price is of one, in minor units."""

    number: str
    minor: int
    left: int
    valid_from: date
    valid_to: date
    is_accepted: bool
    quantity: int
    on: date

    @property
    def holds(self) -> bool:
        return self.is_accepted and self.left >= self.quantity and self.valid_from <= self.on <= self.valid_to

    @property
    def why_not(self) -> str:
        """Why its price does not hold; empty where it does."""
        if self.on > self.valid_to:
            return _("BID %(number)s ended on %(day)s.") % {"number": self.number, "day": formats.day(self.valid_to)}
        if self.on < self.valid_from:
            facts = {"number": self.number, "day": formats.day(self.valid_from)}
            return _("BID %(number)s begins on %(day)s.") % facts
        if self.left == 0:
            return _("Nothing is left of BID %(number)s.") % {"number": self.number}
        if self.left < self.quantity:
            facts = {"number": self.number, "left": formats.whole(self.left)}
            sentence = ngettext(
                "Only %(left)s piece is left of BID %(number)s.",
                "Only %(left)s pieces are left of BID %(number)s.",
                self.left,
            )
            return sentence % facts
        if not self.is_accepted:
            return _("The terms of BID %(number)s are not accepted yet.") % {"number": self.number}
        return ""
