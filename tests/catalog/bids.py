"""BIDs as the tests make them."""

from datetime import date
from decimal import Decimal

from accounts.models import Company, Member
from catalog import bids
from catalog.bids import Agreed
from catalog.models import Bid, BidPrice, Product
from common.money import to_minor
from tests.factories import NOON

FIRST, LAST = date(2026, 11, 1), date(2090, 12, 31)
TERMS = "Sold to the named end customer alone."


def make_bid(company: Company, agreed: dict[Product, tuple[str, int]], number: str = "BID-7", **fields: object) -> Bid:
    """A BID with price and pieces of each product."""
    given: dict[str, object] = {"valid_from": FIRST, "valid_to": LAST}
    bid = Bid(company=company, number=number, **(given | fields))
    currency = company.market.currency
    prices = {pk: Agreed(to_minor(Decimal(price), currency), pieces) for pk, (price, pieces) in _by_id(agreed).items()}
    bids.agree(bid, prices)
    return bid


def _by_id(agreed: dict[Product, tuple[str, int]]) -> dict[int, tuple[str, int]]:
    return {product.pk: each for product, each in agreed.items()}


def accept(bid: Bid, by: Member) -> None:
    bids.accept_terms(bid, read=bid.mark, by=by, now=NOON)


def left_of(bid: Bid) -> list[int]:
    return [row.left for row in BidPrice.objects.filter(bid=bid).order_by("pk")]
