"""Products suggested while somebody types: those with exactly this number, numbers begun so, words (CAT-10)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.finding import first_ids
from catalog.forgiving import forgive
from catalog.offers import Buyer, Offer, offers_for
from catalog.part_numbers import normalized, own_normalized
from catalog.rows import stock_in_words
from catalog.search import exact_or_begun, of_words
from common import formats

LEAST_TYPED = 2


@dataclass(frozen=True)
class Suggestion:
    """A product in one line, with what of it its reader may see; `quantity` is how many a key adds, 0 for none."""

    sku: str
    name: str
    number: str
    address: str
    price: str
    stock_kind: str
    stock: str
    is_exact: bool
    quantity: int


def suggestions_for(text: str, buyer: Buyer, *, most: int, now: datetime) -> list[Suggestion]:
    """At most so many products, exact numbers first, each with own price and stock; none for a single letter."""
    if len(text) < LEAST_TYPED:
        return []
    exact, begun = exact_or_begun(text, buyer.company)
    ids = list(dict.fromkeys([*exact[:most], *_begun_or_named(text, begun, buyer, most)]))[:most]
    offers = offers_for(ids, buyer, on=now.astimezone(buyer.market.zone).date())
    return [_suggestion(offer, text, exact, buyer) for offer in offers.values()]


def _begun_or_named(text: str, begun: Sequence[int], buyer: Buyer, most: int) -> list[int]:
    found = first_ids(of_words(text, buyer.company, begun=begun), buyer, limit=most)
    if not found and (forgiven := forgive(text)) and not forgiven.dropped:
        found = first_ids(forgiven.scope, buyer, limit=most)
    return found


def _suggestion(offer: Offer, text: str, exact: Collection[int], buyer: Buyer) -> Suggestion:
    price = "" if offer.price is None else formats.amount(offer.price, offer.currency)
    on_request = _("Price on request") if buyer.shows_prices and offer.is_on_request else ""
    kind, stock = _stock(offer) if buyer.shows_stock else ("", "")
    return Suggestion(
        sku=offer.sku,
        name=offer.name,
        number=_number_meant(offer, text),
        address=reverse("catalog:product", args=[offer.sku]),
        price=price or on_request,
        stock_kind=kind,
        stock=stock,
        is_exact=offer.product_id in exact,
        quantity=offer.minimum_quantity if offer.is_orderable else 0,
    )


def _stock(offer: Offer) -> tuple[str, str]:
    """Kind of status and its word; more than five hundred is said so."""
    if offer.is_discontinued:
        return "", _("Discontinued")
    if offer.available:
        return "in-stock", stock_in_words(offer.available)
    return "out", _("Out of stock")


def _number_meant(offer: Offer, text: str) -> str:
    """The number that begins as it was typed, the company's own first, else our SKU."""
    own, norm = own_normalized(text), normalized(text)
    if own and own_normalized(offer.own_number).startswith(own):
        return offer.own_number
    numbers = (offer.sku, offer.mpn, offer.gtin)
    return next((number for number in numbers if norm and normalized(number).startswith(norm)), offer.sku)
