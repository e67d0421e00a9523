"""Pieces of BIDs that orders take and give back; each piece of a line that is not canceled is taken (CAT-6, ORD-11)."""

from collections import Counter
from collections.abc import Iterable

from catalog import bids
from catalog.bids import Taken
from orders.drafting import Draft
from orders.models import OrderLine


def take_of_bids(draft: Draft) -> None:
    """Take what an order's lines buy at BIDs; their rows are locked."""
    pieces: Counter[Taken] = Counter()
    for line in draft.lines:
        if line.bid_id:
            pieces[Taken(line.bid_id, line.offer.product_id)] += line.quantity
    bids.take(pieces)


def give_back_bids(canceled: Iterable[tuple[OrderLine, int]]) -> None:
    """Return the pieces of lines that are being canceled to their BIDs, before the lines say that they are."""
    pieces: Counter[Taken] = Counter()
    for line, quantity in canceled:
        if line.bid_id and quantity:
            pieces[Taken(line.bid_id, line.product_id)] += quantity
    bids.give_back(pieces)
