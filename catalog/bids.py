"""The verbs of BIDs: agreed by staff, terms accepted by the company, pieces taken by orders and given back (CAT-6).

Pieces left never go below zero: each change is one UPDATE of a locked row, and behind it stands the constraint
`bid_quantity_left_never_below_zero`. Rows are locked in order of id, after stock and before credit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts import recording
from accounts.access import PrivilegeMissing
from accounts.models import ActivityKind, Member
from accounts.privileges import Privilege
from catalog.models import Bid, BidAcceptance, BidPrice


class Taken(NamedTuple):
    """A product of a BID; what orders take of it is counted there."""

    bid_id: int
    product_id: int


class NotEnoughLeft(Exception):
    """A BID has fewer pieces left than an order would take; whoever locked its rows first never meets this."""

    def __init__(self, taken: Taken) -> None:
        super().__init__(taken)

    def __str__(self) -> str:
        return _("The BID has not enough pieces left.")


@dataclass(frozen=True)
class Agreed:
    """What staff agreed for a product of a BID: the price of one in minor units, and how many pieces."""

    minor: int
    quantity: int


class TakenByOrders(Exception):
    """Orders took more of a product than the BID would have now; `taken` is how many, by product."""

    def __init__(self, taken: Mapping[int, int]) -> None:
        super().__init__(taken)
        self.taken = dict(taken)

    def __str__(self) -> str:
        return _("Orders took more than the BID would have.")


@transaction.atomic
def agree(bid: Bid, agreed: Mapping[int, Agreed]) -> None:
    """Save a BID with exactly these products; what orders took stays counted. Raises TakenByOrders.

    It is chosen for a line and changes no own price (CAT-4), so that nobody who watches a price is told.
    """
    bid.save()
    known = {row.product_id: row for row in bid.prices.order_by("pk").select_for_update(no_key=True)}
    over = {pk: row.used for pk, row in known.items() if row.used > (agreed[pk].quantity if pk in agreed else 0)}
    if over:
        raise TakenByOrders(over)
    bid.prices.exclude(product__in=agreed).delete()
    for pk, row in known.items():
        if pk in agreed:
            row.price_minor, row.quantity = agreed[pk].minor, agreed[pk].quantity
            row.save(update_fields=["price_minor", "quantity"])
    BidPrice.objects.bulk_create(
        BidPrice(bid=bid, product_id=pk, price_minor=each.minor, quantity=each.quantity)
        for pk, each in agreed.items()
        if pk not in known
    )


class TermsChanged(Exception):
    """The terms of a BID are not those that were read."""

    def __init__(self, bid: Bid) -> None:
        super().__init__(bid)
        self.bid = bid

    def __str__(self) -> str:
        return _("The terms of BID %(number)s have changed. Please read them anew.") % {"number": self.bid.number}


@transaction.atomic
def accept_terms(bid: Bid, *, read: str, by: Member, now: datetime) -> None:
    """Accept a BID's terms for the company, once; who and when are kept, and in its activity.

    `read` is the mark of the terms that were read (`Bid.mark`). Who may place orders may bind the company. Raises
    PrivilegeMissing and TermsChanged.
    """
    if not by.may(Privilege.PLACE_ORDERS):
        raise PrivilegeMissing(Privilege.PLACE_ORDERS)
    bid = Bid.objects.select_for_update(no_key=True).get(pk=bid.pk)
    if bid.mark != read:
        raise TermsChanged(bid)
    if not bid.terms or bid.acceptances.filter(terms=bid.terms).exists():
        return
    BidAcceptance.objects.create(bid=bid, terms=bid.terms, accepted_by=by, accepted_at=now)
    facts = {"number": bid.number}
    recording.note(by.company, ActivityKind.BID_TERMS_ACCEPTED, by=by.user, facts=facts, now=now)


def lock(taken: Iterable[Taken]) -> list[BidPrice]:
    """Lock what these take of until the transaction ends, always in order of id; nobody else can take of it now."""
    wanted = Q()
    for each in set(taken):
        wanted |= Q(bid_id=each.bid_id, product_id=each.product_id)
    if not wanted:
        return []
    return list(BidPrice.objects.filter(wanted).order_by("pk").select_for_update(no_key=True))


def take(pieces: Mapping[Taken, int]) -> None:
    """Take pieces of BIDs for an order. Raises NotEnoughLeft."""
    for taken, quantity in pieces.items():
        left = BidPrice.objects.filter(**taken._asdict(), quantity__gte=F("used") + quantity)
        if not left.update(used=F("used") + quantity):
            raise NotEnoughLeft(taken)


def give_back(pieces: Mapping[Taken, int]) -> None:
    """Return pieces that an order will not have to their BIDs, whether these still run or not."""
    for row in lock(pieces):
        row.used = F("used") - pieces[Taken(row.bid_id, row.product_id)]
        row.save(update_fields=["used"])
