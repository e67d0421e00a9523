"""Days without work by law or custom, from the `holidays` library; a warehouse's own closing days are rows."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays

# The Swedish law does not list Midsummer Eve, Christmas Eve and New Year's Eve, but nobody works then.
CATEGORIES = {"SE": ("public", "de_facto")}


@lru_cache(maxsize=512)
def public_holidays(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    """Holidays of a year in a country, with those of its province or state; names in the country's language."""
    return dict(
        holidays.country_holidays(
            country, subdiv=subdivision or None, years=year, categories=CATEGORIES.get(country, ("public",))
        )
    )


def is_known(country: str, subdivision: str = "") -> bool:
    """Whether the library has a calendar for the place, so that staff cannot save one without."""
    subdivisions = holidays.list_supported_countries(include_aliases=False).get(country)
    return subdivisions is not None and (not subdivision or subdivision in subdivisions)
