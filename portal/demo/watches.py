"""What a few people of the demonstration asked to be told of: awaited goods, and prices of what they buy (CAT-3)."""

from datetime import datetime
from itertools import islice

from accounts.models import Member
from catalog.models import Listing, Pace, Product
from catalog.offers import Buyer, Offer, offers_for
from catalog.watching import Wish, watch

# Whose, and how many awaited products and prices.
WATCHED = {
    "buyer@norrsken-it.example": (3, 2),
    "basic@norrsken-it.example": (1, 1),
    "buyer@fjord-data.example": (1, 1),
    "buyer@sampa-tecnologia.example": (1, 2),
    "buyer@biscayne-components.example": (2, 1),
}
AWAITED, PRICED = Wish(stock=True, eta=True), Wish(price=True, pace=Pace.DAILY)
POPULAR = 400


def load_watches(*, now: datetime) -> None:
    """Watch as these people would; who watches something already keeps it as it is."""
    popular = Listing.objects.filter(is_listed=True).order_by("popularity")
    ids = list(popular.values_list("product_id", flat=True)[:POPULAR])
    for member in Member.objects.ready_to_ask().filter(user__email__in=WATCHED, watches=None).order_by("pk"):
        awaited, priced = WATCHED[member.user.email]
        offers = list(offers_for(ids, Buyer.of(member), on=now.astimezone(member.market.zone).date()).values())
        wishes = [
            *((offer, AWAITED) for offer in islice(filter(_is_awaited, offers), awaited)),
            *((offer, PRICED) for offer in islice((offer for offer in offers if offer.available), priced)),
        ]
        products = Product.objects.in_bulk([offer.product_id for offer, _wish in wishes])
        for offer, wish in wishes:
            watch(member, products[offer.product_id], wish, now=now)


def _is_awaited(offer: Offer) -> bool:
    return not offer.available and offer.next_delivery is not None and not offer.is_discontinued
