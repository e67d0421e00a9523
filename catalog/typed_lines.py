"""Prices as staff type or paste them, a product a line; each wrong line is told by its number."""

import re
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.forms import read_amount
from catalog.search import products_numbered
from common.money import to_minor

MOST_SENTENCES = 20
LONGEST_PRICE = 10**15


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines with something in them, numbered as one sees them."""
    return ((number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip())


def parts_of(line: str, count: int) -> list[str]:
    """The parts of a line between tabs or semicolons, else between its last blanks."""
    return re.split(r"\s*[\t;]\s*", line) if re.search(r"[\t;]", line) else line.rsplit(None, count - 1)


def product_in(typed: str) -> int:
    """The one product that has this number. Raises ValidationError."""
    found = products_numbered(typed)
    if len(found) != 1:
        sentence = (
            _("several products have the number %(number)s.") if found else _("no product has the number %(number)s.")
        )
        raise ValidationError(sentence % {"number": typed})
    return found[0]


def price_in(typed: str, currency: str) -> int:
    """A price in minor units. Raises ValidationError."""
    amount = read_amount(typed, currency)
    if amount is None or not 0 < to_minor(amount, currency) < LONGEST_PRICE:
        raise ValidationError(_("%(typed)s is no price.") % {"typed": typed})
    return to_minor(amount, currency)


def line_refused(number: int, refusal: ValidationError) -> str:
    return _("Line %(number)s: %(reason)s") % {"number": number, "reason": refusal.message}


def refuse(sentences: Iterable[str]) -> None:
    """Raise ValidationError with the first of them, where there are any."""
    wrong = list(sentences)
    if len(wrong) > MOST_SENTENCES:
        left = len(wrong) - MOST_SENTENCES
        wrong = [*wrong[:MOST_SENTENCES], _("And %(number)s more.") % {"number": left}]
    if wrong:
        raise ValidationError(wrong)
