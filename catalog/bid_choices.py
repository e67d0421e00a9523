"""The BIDs that a buyer can choose for products (CAT-4, CAT-6)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from catalog.models import Bid, BidPrice
from catalog.offers import Buyer
from common.money import from_minor


@dataclass(frozen=True)
class BidChoice:
    """A BID that holds for a product today, for up to `left` pieces; the price is of one, in the market's currency."""

    bid: Bid
    product_id: int
    price: Decimal
    left: int
    is_accepted: bool


def choices_for(product_ids: Collection[int], buyer: Buyer, *, on: date) -> list[BidChoice]:
    """What the company's BIDs offer for these products on a day, in one query, the cheapest first.

    None for who sees no prices.
    """
    if buyer.company is None or not buyer.shows_prices or not product_ids:
        return []
    prices = BidPrice.objects.filter(
        bid__in=Bid.objects.filter(company=buyer.company).valid(on), product__in=product_ids, quantity__gt=F("used")
    )
    return [
        BidChoice(
            row.bid, row.product_id, from_minor(row.price_minor, buyer.market.currency), row.left, row.is_accepted
        )
        for row in prices.with_acceptance().order_by("product_id", "price_minor", "pk")
    ]
