"""Numbers and times as people of a language and country write them (Babel); PLT-5."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_location
from babel.numbers import format_currency, format_decimal
from django.utils import timezone, translation

from common.money import decimals_of

_country: ContextVar[str] = ContextVar("country", default="")


def activate(language: str, country: str, zone: ZoneInfo) -> None:
    """Write for this language, country and time zone from now on in this request or task."""
    translation.activate(language)
    timezone.activate(zone)
    _country.set(country)


@contextmanager
def override(language: str, country: str, zone: ZoneInfo) -> Iterator[None]:
    """Write for this language, country and time zone inside the block: mails, PDFs, exports."""
    token = _country.set(country)
    try:
        with translation.override(language), timezone.override(zone):
            yield
    finally:
        _country.reset(token)


def active_locale() -> Locale:
    """The active language as the active country writes it: English in Sweden is en_SE."""
    return _locale(*_language_and_country())


def _language_and_country() -> tuple[str, str]:
    return (translation.get_language() or "en").replace("-", "_").split("_")[0], _country.get()


@lru_cache
def _locale(language: str, country: str) -> Locale:
    try:
        return Locale.parse(f"{language}_{country}")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)


@lru_cache(maxsize=16_384)  # a page of products writes hundreds of numbers, most of them again and again
def _written(number: str, pattern: str, language: str, country: str) -> str:
    return format_decimal(Decimal(number), format=pattern, locale=_locale(language, country))


def _number(value: Decimal | int, pattern: str) -> str:
    return _written(str(value), pattern, *_language_and_country())


def amount(value: Decimal, currency: str) -> str:
    """An amount without its currency, with exactly the currency's decimals; a true minus is kept."""
    digits = decimals_of(currency)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return _number(value, pattern)


def money(value: Decimal, currency: str) -> str:
    """An amount with its currency, as the active country writes it; a code of letters is parted from the figures."""
    return re.sub(r"(?<=[A-Za-z])(?=\d)", "\u00a0", format_currency(value, currency, locale=active_locale()))


def whole(value: int) -> str:
    """A whole number with the country's grouping."""
    return _number(value, "#,##0")


def figure(value: Decimal) -> str:
    """A measured number with the decimals it has, ungrouped as data sheets write it: 23.8, 1920."""
    return _number(value, "0.######")


def percent(value: Decimal) -> str:
    """A rate in percent without needless zeros: 25 %, 9.975 %."""
    return _number(value, "#,##0.####") + "\u00a0%"


def kilos(grams: int) -> str:
    """A weight in kilograms, to the gram."""
    return _number(Decimal(grams) / 1000, "#,##0.000") + "\u00a0kg"


def day(value: date) -> str:
    """A date, in the active time zone where it is a moment: 5 Nov 2026."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_date(value, "medium", locale=active_locale())


def short_day(value: date) -> str:
    """A date of this year in few letters: Mon 16 Nov."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_date(value, "E d MMM", locale=active_locale()).rstrip(".")  # it may end a sentence


def day_and_month(value: date) -> str:
    """A date of this year in the fewest letters, for narrow cells: 16 Nov."""
    return format_date(value, "d MMM", locale=active_locale())


def moment(value: datetime) -> str:
    """A moment in the active time zone: 5 Nov 2026, 13:12."""
    local = timezone.localtime(value)
    return f"{day(local)} {clock(local)}"


def clock(value: datetime) -> str:
    """The time of day of a moment in the active time zone, to the minute."""
    text = format_time(timezone.localtime(value), "short", locale=active_locale())
    return re.sub(r"\.\s*(?!\d)", "", text)  # Canada's "a.m." may end a sentence, which has a stop of its own


def clock_of(value: datetime) -> str:
    """On whose clock a moment is written, for people who may live by another one: New York."""
    return get_timezone_location(timezone.localtime(value), locale=active_locale(), return_city=True)
