"""Putting products into a basket and taking them out (BAS-3, BAS-4).

Nothing here decides what may be ordered, but what needs a certification does not come in without it (CAT-7).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Member
from baskets.models import Basket, BasketLine
from catalog.models import Bid, Product
from catalog.offers import Buyer, Offer, offers_for
from common import formats

MOST_OF_ONE = 999_999
REMEMBERED = [field.name for field in BasketLine._meta.concrete_fields if field.name.endswith("_when_added")]


class TooMany(Exception):
    """A line would hold more pieces than anyone orders."""

    def __init__(self, product: Product) -> None:
        super().__init__(
            _("%(sku)s: a line holds at most %(most)s pieces.")
            % {"sku": product.sku, "most": formats.whole(MOST_OF_ONE)}
        )


class CertificationMissing(Exception):
    """The product needs a certification that the company does not hold today (CAT-7)."""

    def __init__(self, offer: Offer) -> None:
        super().__init__(f"{offer.sku}: {' '.join(each.sentence for each in offer.missing)}")


class BidNotUsable(Exception):
    """A BID's price would not hold for the line: it ended, has too few pieces left, or its terms are not accepted."""


class BasketWasOrdered(Exception):
    """The basket became an order meanwhile, perhaps in another tab."""

    def __init__(self, basket: Basket) -> None:
        super().__init__(_("The basket “%(name)s” was ordered meanwhile.") % {"name": basket.name})


def current_basket(member: Member, *, now: datetime) -> Basket:
    """The basket where “add” goes, made where the member has none (BAS-3)."""
    basket, _made = Basket.objects.get_or_create(
        owner=member,
        is_current=True,
        defaults={"company_id": member.company_id, "name": _("Basket"), "created_at": now, "changed_at": now},
    )
    return basket


@transaction.atomic
def add(
    basket: Basket, product: Product, quantity: int, *, by: Member, now: datetime, bid: Bid | None = None
) -> BasketLine:
    """Add pieces of a product; the same product again adds up (BAS-4). With a `bid` all of the line is bought at it.

    Keeps the price and the stock of this moment, so that the basket can tell what changed (BAS-5).
    Raises `CertificationMissing`, `BidNotUsable`, `TooMany` and `BasketWasOrdered`.
    """
    basket = _locked(basket)
    line = BasketLine.objects.filter(basket=basket, product=product).first()
    total = quantity + (line.quantity if line else 0)
    if total > MOST_OF_ONE:
        raise TooMany(product)
    line = line or BasketLine(basket=basket, product=product)
    line.quantity, line.added_at, line.bid = total, now, bid or line.bid
    offer = _remember([line], by=by, on=_today(by, now))[product.pk]
    if offer.missing:
        raise CertificationMissing(offer)
    if bid is not None:
        _refuse_unusable(bid, offer)
    line.save()
    _touch(basket, now)
    return line


@transaction.atomic
def choose_bid(basket: Basket, line_id: int, bid: Bid | None, *, by: Member, now: datetime) -> None:
    """Buy a line at a BID, or without one at the company's own price; a line that is gone meanwhile stays gone.

    Raises `BidNotUsable` and `BasketWasOrdered`.
    """
    basket = _locked(basket)
    line = basket.lines.filter(pk=line_id).first()
    if line is None:
        return
    line.bid = bid
    offer = _remember([line], by=by, on=_today(by, now))[line.product_id]
    if bid is not None:
        _refuse_unusable(bid, offer)
    line.save()
    _touch(basket, now)


def _refuse_unusable(bid: Bid, offer: Offer) -> None:
    if offer.bid is None:
        raise BidNotUsable(_("BID %(number)s has no price for this product.") % {"number": bid.number})
    if not offer.bid.holds:
        raise BidNotUsable(offer.bid.why_not)


def uncertified(product_ids: Collection[int], *, by: Member, now: datetime) -> dict[int, CertificationMissing]:
    """Those of the products that `add` would refuse for want of a certification, before anything is added."""
    offers = offers_for(list(product_ids), Buyer.of(by), on=_today(by, now))
    return {id_: CertificationMissing(offer) for id_, offer in offers.items() if offer.missing}


@transaction.atomic
def change_quantities(basket: Basket, quantities: Mapping[int, int], *, now: datetime) -> None:
    """Set the pieces of lines by their id; zero takes a line out. Lines that are gone meanwhile stay gone.

    Raises `BasketWasOrdered`.
    """
    basket = _locked(basket)
    for line in basket.lines.filter(pk__in=quantities):
        wanted = quantities[line.pk]
        if wanted == 0:
            line.delete()
        elif wanted != line.quantity:
            line.quantity = wanted
            line.save(update_fields=["quantity"])
    _touch(basket, now)


@transaction.atomic
def take_note_of_changes(basket: Basket, *, by: Member, now: datetime) -> None:
    """Take today's prices and stock as seen: what changed since the lines were added is no longer marked (BAS-5)."""
    basket = _locked(basket)
    lines = list(basket.lines.all())
    _remember(lines, by=by, on=_today(by, now))
    BasketLine.objects.bulk_update(lines, REMEMBERED)


def _locked(basket: Basket) -> Basket:
    locked = Basket.objects.locked().active().filter(pk=basket.pk).first()
    if locked is None:
        raise BasketWasOrdered(basket)
    return locked


def _remember(lines: list[BasketLine], *, by: Member, on: date) -> dict[int, Offer]:
    quantities = {line.product_id: line.quantity for line in lines}
    offers = offers_for(list(quantities), Buyer.of(by), on=on, quantities=quantities, bids=bids_of(lines))
    for line in lines:
        offer = offers[line.product_id]
        line.price_when_added, line.available_when_added = offer.price, offer.available
        line.price_source_when_added = offer.price_source
        line.price_source_name_when_added = offer.price_source_name
        line.price_valid_until_when_added = offer.price_valid_until
    return offers


def bids_of(lines: Iterable[BasketLine]) -> dict[int, int | None]:
    """The BIDs chosen for lines, by product."""
    return {line.product_id: line.bid_id for line in lines}


def _touch(basket: Basket, now: datetime) -> None:
    basket.changed_at = now
    basket.save(update_fields=["changed_at"])


def _today(member: Member, now: datetime) -> date:
    return now.astimezone(member.market.zone).date()
