"""Which lines of a basket may be bought at a BID, and what a form says of one (CAT-4, BAS-4)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.shortcuts import get_object_or_404

from accounts.access import MemberRequest
from accounts.models import Member
from baskets.contents import Contents, Row
from catalog import bids
from catalog.bid_choices import BidChoice, choices_for
from catalog.models import Bid
from catalog.offers import Buyer
from common.numbers import number_in


@dataclass(frozen=True)
class LineBids:
    """A line that has a BID, or could have one; `others` are those that it is not bought at."""

    row: Row
    others: tuple[BidChoice, ...]

    @property
    def chosen(self) -> Bid | None:
        return self.row.line.bid

    @property
    def in_use(self) -> bool:
        return self.row.offer.price_source == "bid"


def bids_for(contents: Contents, member: Member, *, on: date) -> list[LineBids]:
    """The lines that BIDs of the company concern on a day; none for who sees no prices."""
    buyer = Buyer.of(member)
    choices = choices_for({row.line.product_id for row in contents.rows}, buyer, on=on)
    found = []
    for row in contents.rows:
        others = tuple(
            choice
            for choice in choices
            if choice.product_id == row.line.product_id and choice.bid.pk != row.line.bid_id
        )
        if buyer.shows_prices and (others or row.line.bid_id):
            found.append(LineBids(row, others))
    return found


def bid_asked_for(request: MemberRequest) -> Bid | None:
    """The BID that a form names; 404 where the member's company has none such."""
    asked = request.POST.get("bid", "")
    return get_object_or_404(Bid.objects.visible_to(request.member), pk=number_in(asked) or 0) if asked else None


def accept_if_ticked(request: MemberRequest, bid: Bid, *, now: datetime) -> None:
    """Accept the BID's terms as the page showed them. Raises `bids.TermsChanged` and PrivilegeMissing."""
    if request.POST.get("accept"):
        bids.accept_terms(bid, read=request.POST.get("read", ""), by=request.member, now=now)
