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

MOST = 200  # lists that a process remembers; those longest unasked go first
_known: dict[tuple[int, str, UUID], list[Model]] = {}


def remembered[Row: Model](market: "Market", name: str, ask: Callable[[], list[Row]]) -> list[Row]:
    """Rows that belong to a market, in copies of one's own; asked for where they are not known in its version."""
    if not market.was_just_read:
        return ask()
    key = (market.pk, name, market.version)
    rows = _known.pop(key, None)
    if rows is None:
        rows = list(ask())
        if not _is_still(market):  # what a transaction changed and may take back
            return rows  # type: ignore[return-value]
    _known[key] = rows
    for oldest in list(_known)[:-MOST]:
        _known.pop(oldest, None)
    return [copy.copy(row) for row in rows]  # type: ignore[misc]


def _is_still(market: "Market") -> bool:
    return type(market).objects.filter(pk=market.pk, version=market.version).exists()
