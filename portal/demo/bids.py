"""BIDs of two companies of the demonstration: one with terms to accept, one that ends soon, one in another market."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from accounts.models import Company
from catalog import bids
from catalog.bids import Agreed
from catalog.models import Bid, LifeCycle, Listing
from catalog.offers import Buyer, offers_for
from common.money import to_minor

TERMS = (
    "The price holds for the named end customer alone and is given on proof of the sale: the manufacturer may ask for "
    "the invoice within two years.\n\nPieces that are not sold to the end customer within 90 days are reported and "
    "invoiced at the list price. They are returned through the distributor only."
)


class Deal(NamedTuple):
    """A BID: whose and what, days from today, percent of the own price, and pieces of each product."""

    company: str
    number: str
    end_customer: str
    first: int
    last: int
    percent: int
    pieces: tuple[int, ...]
    terms: str = ""


DEALS = (
    Deal("norrsken-it", "KS-24118", "Region Västerbotten", -20, 41, 81, (40, 25, 12), TERMS),
    Deal("norrsken-it", "24077", "", -60, 6, 88, (5,)),
    Deal("biscayne-components", "55210", "Hotel Bahía", -10, 50, 84, (30, 30), TERMS),
)
POPULAR, ONE = 200, Decimal(1)


def load_bids(today: date) -> None:
    """Agree them for popular products that the company can order; a company that is missing has none."""
    popular = Listing.objects.filter(is_listed=True, product__life_cycle=LifeCycle.ACTIVE).order_by("popularity")
    ids = list(popular.values_list("product_id", flat=True)[:POPULAR])
    for deal in DEALS:
        if company := Company.objects.select_related("market").filter(slug=deal.company).first():
            _load(deal, company, ids, today)


def _load(deal: Deal, company: Company, ids: list[int], today: date) -> None:
    offers = offers_for(ids, Buyer.for_company(company), on=today)
    sold = [offer for offer in offers.values() if offer.is_orderable and offer.price and offer.minimum_quantity == 1]
    chosen = sold[deal.percent % 7 :: 9][: len(deal.pieces)]  # some here, some there
    bid = Bid(
        company=company,
        number=deal.number,
        end_customer=deal.end_customer,
        valid_from=today + timedelta(days=deal.first),
        valid_to=today + timedelta(days=deal.last),
        terms=deal.terms,
    )
    prices = {
        offer.product_id: Agreed(max(1, to_minor((offer.price or ONE) * deal.percent / 100, offer.currency)), pieces)
        for offer, pieces in zip(chosen, deal.pieces, strict=False)
    }
    bids.agree(bid, prices)
