"""What every page asks of a market and hardly ever changes, remembered in each process: its desks and warehouses.

The market itself is read with every request. Its `version` is another one after any change to what is remembered, by
triggers, so that nothing remembered is older than the market that asks.
"""

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Model

if TYPE_CHECKING:
    from markets.models import Market

_known: dict[tuple[int, str], tuple[UUID, list[Model]]] = {}


def remembered[Row: Model](market: "Market", name: str, ask: Callable[[], list[Row]]) -> list[Row]:
    """Rows that belong to a market, in copies of one's own; asked for where they are not known in its version."""
    if not market.was_just_read:
        return ask()
    version, rows = _known.get((market.pk, name), (None, []))
    if version != market.version:
        rows = list(ask())
        if _is_still(market):  # not what a transaction changed and may take back
            _known[market.pk, name] = market.version, rows
    return [copy.copy(row) for row in rows]  # type: ignore[misc]


def _is_still(market: "Market") -> bool:
    return type(market).objects.filter(pk=market.pk, version=market.version).exists()
