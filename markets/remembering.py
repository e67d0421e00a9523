"""What every page asks and hardly ever changes, remembered in each process: the markets, their desks and warehouses.

Each request reads the markets' versions. A version is another one after any change to the market or to what is
remembered of it, by triggers, so that nothing remembered is older than the request that asks.
"""

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Model

from common.reading import rows_from

if TYPE_CHECKING:
    from markets.models import Market

MOST = 200  # lists that a process remembers; those longest unasked go first
_known: dict[tuple[int, str, UUID], list[Model]] = {}
_markets: dict[tuple[Any, ...], "Market"] = {}


def current_markets(model: "type[Market]") -> "list[Market]":
    """All markets as they are now, in copies of one's own and in their order; one narrow query while none changes."""
    versions = rows_from("SELECT id, version FROM markets_market ORDER BY position, code")
    if any(version not in _markets for version in versions):
        _markets.clear()
        read = list(model.objects.all())
        versions = [(market.pk, market.version) for market in read]
        _markets.update(zip(versions, read, strict=True))
    markets = [copy.copy(_markets[version]) for version in versions]
    for market in markets:
        market.was_just_read = True
    return markets


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
