"""Why a company pays what it pays: each price that was considered, and which won (CAT-4b)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Company
from catalog.candidates import lowest
from catalog.chosen_bid import ChosenBid
from catalog.models import AgreedPrice, BidPrice, Product, PromotionPrice
from catalog.offers import Buyer, Offer, OfferRow, candidates_of, offers_for, rows_for
from catalog.pricing import Terms, terms_of
from common import formats
from common.money import from_minor

MOST_OF_OTHER_DAYS = 10


@dataclass(frozen=True)
class Considered:
    """A price of one item that was looked at, in the market's currency; `verdict` says why it holds or does not."""

    what: str
    price: Decimal
    valid_from: date | None
    valid_until: date | None
    verdict: str
    wins: bool = False


@dataclass(frozen=True)
class Explanation:
    """What a company is offered, the prices that were considered, the winner first, and what stands in the way."""

    company: Company
    product: Product
    quantity: int
    on: date
    offer: Offer
    considered: tuple[Considered, ...]
    remarks: tuple[str, ...]


def explain(company: Company, product: Product, *, quantity: int, on: date) -> Explanation:
    """Tell how the own price of a product comes about; by the same query and choice as every page's offers."""
    buyer, quantities = Buyer.for_company(company), {product.pk: quantity}
    terms = terms_of(company.market, company, on=on)
    [row] = rows_for(quantities, terms)
    offer = offers_for([product.pk], buyer, on=on, quantities=quantities, terms=terms)[product.pk]
    considered = [
        *_holding(row, terms),
        *_bids(row, terms, quantity),
        *_of_the_list(row, terms, quantity),
        *_agreed(row, terms),
        *_promoted(row, terms),
    ]
    remarks = tuple(_remarks(company, offer, terms, quantity))
    return Explanation(company, product, quantity, on, offer, tuple(considered), remarks)


def _holding(row: OfferRow, terms: Terms) -> list[Considered]:
    """The prices that hold for this quantity on this day, the lowest first."""
    candidates = candidates_of(row, terms)
    winner = lowest(candidates)
    words = {"list": _("Price list “%(name)s”"), "agreed": "%(name)s", "promotion": _("Promotion “%(name)s”")}
    found = [
        Considered(
            words[each.source] % {"name": each.name},
            from_minor(each.minor, terms.currency),
            None,
            each.valid_until,
            _("The lowest: this is the price.") if each is winner else _("Holds too, but does not lower the price."),
            each is winner,
        )
        for each in candidates
    ]
    return sorted(found, key=lambda each: (not each.wins, each.price))


def _bids(row: OfferRow, terms: Terms, quantity: int) -> Iterator[Considered]:
    """The company's BIDs for the product: one counts where it was chosen for the line, before all else."""
    found = BidPrice.objects.filter(bid__company=terms.company_id, product=row.facts.product_id).with_acceptance()
    for each in found.order_by("-bid__valid_to", "pk")[:MOST_OF_OTHER_DAYS]:
        bid = each.bid
        facts = (bid.number, each.price_minor, each.left, bid.valid_from, bid.valid_to)
        chosen = ChosenBid(*facts, is_accepted=each.is_accepted, quantity=quantity, on=terms.on)
        verdict = chosen.why_not or _("The price where it is chosen for the line, whatever else holds.")
        price = from_minor(each.price_minor, terms.currency)
        yield Considered(_("BID %(number)s") % {"number": bid.number}, price, bid.valid_from, bid.valid_to, verdict)


def _of_the_list(row: OfferRow, terms: Terms, quantity: int) -> Iterator[Considered]:
    """Prices of the same list that another quantity, or the list's own price, replaces."""
    steps = dict(zip(row.break_quantities or (), row.break_prices or (), strict=True))
    reached = max((least for least in steps if least <= quantity), default=None)

    def passed(what: str, minor: int, verdict: str) -> Considered:
        return Considered(what, from_minor(minor, terms.currency), None, terms.valid_until, verdict)

    for least, minor in steps.items():
        what = _("Price list “%(name)s”, from %(least)s pieces") % {
            "name": terms.list_name,
            "least": formats.whole(least),
        }
        if least > quantity:
            yield passed(what, minor, _("More pieces are needed."))
        elif least != reached:
            yield passed(what, minor, _("Replaced by the price from %(least)s pieces.") % {"least": reached})
    if reached is not None and row.factor_minor is not None:
        what = _("Price list “%(name)s”, base price times the group's factor") % {"name": terms.list_name}
        yield passed(what, row.factor_minor, _("Replaced by the list's own price for this product."))


def _agreed(row: OfferRow, terms: Terms) -> Iterator[Considered]:
    others = AgreedPrice.objects.filter(company=terms.company_id, product=row.facts.product_id).exclude(
        valid_from__lte=terms.on, valid_to__gte=terms.on
    )
    for each in others.order_by("-valid_to")[:MOST_OF_OTHER_DAYS]:
        price = from_minor(each.price_minor, terms.currency)
        yield Considered(_("Agreed price"), price, each.valid_from, each.valid_to, _("Not valid on this day."))


def _promoted(row: OfferRow, terms: Terms) -> Iterator[Considered]:
    """Promotions of other days, and those of this day that are for others alone."""
    is_theirs = Q(company=None) | Q(company=terms.company_id)
    runs = Q(valid_from__lte=terms.on, valid_to__gte=terms.on)
    prices = PromotionPrice.objects.filter(market=terms.market_id, product=row.facts.product_id)
    for found, verdict in (
        (prices.filter(is_theirs).exclude(runs).order_by("-valid_to", "pk"), _("Not valid on this day.")),
        (prices.filter(runs).exclude(is_theirs).order_by("promotion", "pk").distinct("promotion"), _("For others.")),
    ):
        for each in found.select_related("promotion")[:MOST_OF_OTHER_DAYS]:
            what = _("Promotion “%(name)s”") % {"name": each.promotion.name}
            price = from_minor(each.price_minor, terms.currency)
            yield Considered(what, price, each.valid_from, each.valid_to, verdict)


def _remarks(company: Company, offer: Offer, terms: Terms, quantity: int) -> Iterator[str]:
    """What is missing for a price, and what stands in the way of ordering; for staff."""
    choice = getattr(company, "price_list_choice", None)
    if choice is None:
        yield _("The company buys by no price list.")
    elif terms.edition_id is None:
        yield _("The price list “%(name)s” has no edition on this day.") % {"name": choice.price_list.name}
    if offer.is_on_request:
        yield _("No price holds: it is on request. Agree a price, or give the list one.")
    if offer.is_discontinued:
        yield _("It is discontinued and cannot be ordered.")
    if offer.lacks_weight:
        yield _(
            "The company pays the chemical tax and the net weight is missing: it cannot be ordered before it has one."
        )
    yield from (missing.remark for missing in offer.missing)
    if quantity < offer.minimum_quantity:
        yield _("At least %(least)s must be ordered.") % {"least": formats.whole(offer.minimum_quantity)}
