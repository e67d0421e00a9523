"""What stands in the way of ordering a basket's lines, or is worth knowing; page, checkout and placing ask here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from baskets.models import BasketLine
from catalog.models import LifeCycle
from catalog.offers import Offer
from common import formats


@dataclass(frozen=True)
class Problem:
    """One sentence about one line; `blocks` means that the line cannot be ordered as it is."""

    line: BasketLine
    sentence: str
    blocks: bool


def find(lines: Iterable[BasketLine], offers: Mapping[int, Offer]) -> list[Problem]:
    """Problems of lines, given today's offers for their products and quantities (BAS-5, BAS-11, CAT-7, CAT-14)."""
    return [problem for line in lines for problem in _of_line(line, offers[line.product_id])]


def _of_line(line: BasketLine, offer: Offer) -> Iterable[Problem]:
    for sentence in _obstacles(line, offer):
        yield Problem(line, sentence, blocks=True)
    for sentence in _changes(line, offer):
        yield Problem(line, sentence, blocks=False)


def _obstacles(line: BasketLine, offer: Offer) -> Iterable[str]:
    if offer.life_cycle == LifeCycle.DISCONTINUED:
        if offer.successor_sku:
            yield _("Discontinued; its successor is %(sku)s.") % {"sku": offer.successor_sku}
        else:
            yield _("Discontinued and cannot be ordered any more.")
    if offer.is_on_request:
        yield _("Price on request: ask your account manager or the sales desk for a price.")
    if offer.lacks_weight:
        yield _(
            "Cannot be ordered until its weight is known, which the chemical tax is reckoned from. We have been told."
        )
    yield from (missing.sentence for missing in offer.missing)
    if line.quantity < offer.minimum_quantity:
        yield _("At least %(least)s must be ordered.") % {"least": formats.whole(offer.minimum_quantity)}
    if line.quantity % offer.order_multiple:
        below = line.quantity - line.quantity % offer.order_multiple
        yield _("Sold in packs of %(pack)s: order %(below)s or %(above)s.") % {
            "pack": formats.whole(offer.order_multiple),
            "below": formats.whole(below or offer.order_multiple),
            "above": formats.whole(below + offer.order_multiple),
        }


def _changes(line: BasketLine, offer: Offer) -> Iterable[str]:
    before, now = line.price_when_added, offer.price
    if offer.bid and not offer.bid.holds:
        yield _without_bid(offer, offer.bid.why_not)
    elif before is not None and now is not None and before != now:
        prices = {"before": formats.amount(before, offer.currency), "now": formats.amount(now, offer.currency)}
        yield _price_changed(line, offer, prices)
    if offer.stock and offer.available < line.quantity <= line.available_when_added:
        yield _("Stock %(before)s → %(now)s since it was added.") % {
            "before": formats.whole(line.available_when_added),
            "now": formats.whole(offer.available),
        }


def _without_bid(offer: Offer, why_not: str) -> str:
    """The BID of the line does not hold: why, and what is paid instead."""
    if offer.price is None:
        return why_not
    facts = {"why": why_not, "price": formats.amount(offer.price, offer.currency)}
    return _("%(why)s The own price %(price)s holds instead.") % facts


def _price_changed(line: BasketLine, offer: Offer, prices: dict[str, str]) -> str:
    """The price before and now; a promotion or BID that made the price and makes it no more is named."""
    name, until = line.price_source_name_when_added, line.price_valid_until_when_added
    if line.price_source_when_added == "bid" and line.bid_id is None:
        return _("Own price %(before)s → %(now)s since it was added: BID %(name)s is not there any more.") % (
            prices | {"name": name}
        )
    was_promoted = line.price_source_when_added == "promotion"
    if not was_promoted or until is None or (offer.price_source_name, offer.price_valid_until) == (name, until):
        return _("Own price %(before)s → %(now)s since it was added.") % prices
    return _(
        "Own price %(before)s → %(now)s since it was added: the promotion “%(name)s”, until %(day)s, makes it no more."
    ) % (prices | {"name": name, "day": formats.day(until)})
