"""Amounts, days and moments in a notification's JSON, so that its template formats them for whoever reads it."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise


class FactsEncoder(json.JSONEncoder):
    """Writes what JSON has no word for as an object with one key that names the type."""

    def default(self, o: Any) -> Any:
        if isinstance(o, Decimal):
            return {"decimal": str(o)}
        if isinstance(o, datetime):
            return {"datetime": o.isoformat()}
        if isinstance(o, date):
            return {"date": o.isoformat()}
        if isinstance(o, Promise):
            return str(o)
        return super().default(o)


class FactsDecoder(json.JSONDecoder):
    def __init__(self, **options: Any) -> None:
        super().__init__(object_hook=_revive, **options)


def _revive(found: dict[str, Any]) -> Any:
    match found:
        case {"decimal": str(text), **rest} if not rest:
            return Decimal(text)
        case {"datetime": str(text), **rest} if not rest:
            return datetime.fromisoformat(text)
        case {"date": str(text), **rest} if not rest:
            return date.fromisoformat(text)
    return found
