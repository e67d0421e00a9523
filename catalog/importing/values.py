"""Numbers, codes and texts as people type them, turned into what the tables hold; None where they cannot be."""

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from stdnum import ean

type Reader = Callable[[str], str | None]

MOST_INTEGER = 2_147_483_647
POWER_OF_TEN = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
BLANKS = str.maketrans("", "", " \u00a0\u202f\u2009'_")


def decimal_of(text: str, *, decimal_comma: bool) -> Decimal | None:
    """Read a number with a decimal point or comma and any thousands separator; blanks and apostrophes are forgiven.

    With both marks the last one is the decimal mark. A single comma is, if `decimal_comma` says so or if not exactly
    three digits follow it.
    """
    text = text.translate(BLANKS)
    point, comma = text.rfind("."), text.rfind(",")
    if point >= 0 and comma >= 0:
        thousands = "," if point > comma else "."
        text = text.replace(thousands, "").replace(",", ".")
    elif comma >= 0:
        is_mark = text.count(",") == 1 and (decimal_comma or len(text) - comma != 4)
        text = text.replace(",", "." if is_mark else "")
    elif text.count(".") > 1:
        text = text.replace(".", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def whole(text: str, *, least: int = 0, most: int = MOST_INTEGER) -> int | None:
    """Read a whole number between two others."""
    text = text.translate(BLANKS)
    if not re.fullmatch(r"\d{1,10}(\.0+)?", text):
        return None
    number = int(text.partition(".")[0])
    return number if least <= number <= most else None


def minor_units(text: str, decimals: int, *, decimal_comma: bool) -> int | None:
    """Read a price above zero as whole minor units; more decimals than the currency has are no price."""
    price = decimal_of(text, decimal_comma=decimal_comma)
    if price is None or not 0 < price < Decimal(10) ** 12:
        return None
    minor = price.scaleb(decimals)
    return int(minor) if minor == minor.to_integral_value() else None


def grams_of(kilos: str, *, decimal_comma: bool) -> int | None:
    """Read kilograms as whole grams, rounded down as the chemical tax wants it (LSKE 3 §)."""
    weight = decimal_of(kilos, decimal_comma=decimal_comma)
    if weight is None or not 0 < weight < 100_000:
        return None
    return int(weight * 1000) or None


def gtin_of(text: str) -> str | None:
    """Return a GTIN of 8, 12, 13 or 14 digits without blanks and dashes, if its check digit is right."""
    digits = re.sub(r"[\s-]", "", text)
    return digits if digits.isdigit() and digits.isascii() and ean.is_valid(digits) else None


def is_power_of_ten(text: str) -> bool:
    """Whether a spreadsheet wrote a long number as 4,71056E+12; which number it was nobody can say."""
    return POWER_OF_TEN.fullmatch(text) is not None


def day_of(text: str) -> date | None:
    """Read a day written as 2026-12-31, with a time behind it or not."""
    try:
        return date.fromisoformat(text.partition(" ")[0])
    except ValueError:
        return None


def cn_code_of(text: str) -> str | None:
    """Return a CN code of 4, 6 or 8 digits without blanks and points."""
    digits = re.sub(r"[\s.]", "", text)
    return digits if re.fullmatch(r"(\d\d){2,4}", digits) and digits.isascii() else None


def json_object_of(text: str) -> dict[str, object] | None:
    """Return a JSON object that PostgreSQL takes: no NaN, no NUL, no half of a surrogate pair."""
    try:
        found = json.loads(text)
        if not isinstance(found, dict):
            return None
        written = json.dumps(found, ensure_ascii=False, allow_nan=False)
        written.encode()
    except (ValueError, RecursionError):
        return None
    return None if "\\u0000" in written else found


def truth_of(text: str) -> bool | None:
    """Read yes or no."""
    return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}.get(text.lower())
