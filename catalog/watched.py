"""The rows of the list of watches: what of, how, and how the product stands now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.models import Member
from catalog.models import Watch
from catalog.offers import Buyer, offers_for
from catalog.rows import rows_of


def rows_of_watches(watches: Sequence[Watch], member: Member, *, now: datetime) -> list[dict[str, Any]]:
    """A row for each watch with its product's, in a fixed number of queries."""
    buyer = Buyer.of(member)
    ids = [watch.product_id for watch in watches]
    offers = offers_for(ids, buyer, on=now.astimezone(buyer.market.zone).date())
    rows = rows_of(offers.values(), buyer, now=now)
    return [
        row | {"watch": watch, "what": [str(field.verbose_name) for field in _asked(watch)]}
        for watch, row in zip(watches, rows, strict=True)
    ]


def _asked(watch: Watch) -> list[Any]:
    return [Watch._meta.get_field(name) for name in ("stock", "eta", "price") if getattr(watch, name)]
