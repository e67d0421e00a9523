"""Rows of product tables as ready strings, so that templates only place them (performance: formatting once, here)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import quote

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.chemical_tax import is_due
from catalog.models.file import address_of
from catalog.offers import Buyer, Offer
from common import formats
from markets.calendar import clock_of, ships_on

MUCH = 500
NOTHING = "–"
Row = dict[str, Any]


@dataclass(frozen=True)
class Columns:
    """Which columns of a product table its reader gets; what one may not see is left out (ACC-13)."""

    price: bool
    chemical_tax: bool
    stock: bool
    warehouses: tuple[str, ...]

    @classmethod
    def of(cls, buyer: Buyer, warehouses: tuple[str, ...], *, on: date) -> "Columns":
        is_taxed = buyer.shows_prices and is_due(buyer.company, on=on)
        return cls(buyer.shows_prices, is_taxed, buyer.shows_stock, warehouses if buyer.shows_stock else ())


def rows_of(offers: Iterable[Offer], buyer: Buyer, *, now: datetime) -> list[Row]:
    """A row for each offer, in the active language and the market's formats."""
    days = shipping_days(buyer, now) if buyer.shows_stock else {}
    words = _Words(now.year)
    return [_row(offer, days, words) for offer in offers]


def shipping_days(buyer: Buyer, now: datetime) -> dict[int, str]:
    """For each warehouse of the market, when an order placed now ships from there: Today, Tomorrow, a date (MKT-4)."""
    cutoff = buyer.company.agreed_cutoff if buyer.company else None
    days = {}
    for warehouse in buyer.market.warehouses_in_order():
        today = now.astimezone(clock_of(buyer.market, warehouse)).date()
        days[warehouse.pk] = day_in_words(ships_on(buyer.market, warehouse, now, cutoff=cutoff), today=today)
    return days


def day_in_words(day: date, *, today: date) -> str:
    """Today, Tomorrow, or the date with its weekday."""
    if day == today:
        return _("Today")
    return _("Tomorrow") if day == today + timedelta(days=1) else formats.short_day(day)


def stock_in_words(available: int) -> str:
    """A number on a shelf; more than five hundred is said so."""
    if available > MUCH:
        return _("over %(number)d") % {"number": MUCH}
    return str(available) if available else NOTHING


def small_picture(offer: Offer) -> str:
    """Address of the product's first picture as rows show it, else of the line drawing of its category."""
    return address_of(offer.thumbnail) if offer.thumbnail else static(f"img/{offer.drawing}.svg")


class _Words:
    """Translations and formats that the rows of a page share, each looked up once."""

    def __init__(self, year: int) -> None:
        self.quantity_of = _("Quantity of %(name)s")
        self.add = _("Add %(name)s")
        self.own_number = _("own number %(number)s")
        self.compare = _("Compare %(name)s")
        self.out_of_stock = _("Out of stock")
        self.no_date = _("no date yet")
        self.discontinued = _("Discontinued")
        self.download = _("Download")
        self.promotion = _("Promotion until %(day)s")
        self.needs = _("Needs the certification %(names)s")
        self.day = cache(lambda day: formats.day_and_month(day) if day.year == year else formats.day(day))
        self.amount = cache(formats.amount)
        self.drawing = cache(lambda drawing: static(f"img/{drawing}.svg"))
        self.delivery = cache(lambda day, quantity: f"{formats.day_and_month(day)} · {formats.whole(quantity)}")
        self.stock = cache(stock_in_words)
        self.products = reverse("catalog:product", args=["-"]).removesuffix("-/")

    def address(self, sku: str) -> str:
        """What `reverse` would say, without asking it for each row."""
        return f"{self.products}{quote(sku)}/"


def _row(offer: Offer, days: dict[int, str], words: _Words) -> Row:
    kind, ships, note = _ships(offer, days, words)
    return {
        "sku": offer.sku,
        "mpn": offer.mpn,
        "own_number": words.own_number % {"number": offer.own_number} if offer.own_number else "",
        "name": offer.name,
        "address": words.address(offer.sku),
        "picture": address_of(offer.thumbnail) if offer.thumbnail else words.drawing(offer.drawing),
        "price": NOTHING if offer.price is None else words.amount(offer.price, offer.currency),
        "price_note": _price_note(offer, words),
        "is_on_request": offer.is_on_request,
        "chemical_tax": _chemical_tax(offer, words),
        "stock": [{"name": place.name, "available": words.stock(place.available)} for place in offer.stock],
        "ships_kind": kind,
        "ships": ships,
        "ships_note": note,
        "successor": offer.successor_sku if offer.is_discontinued else "",
        "successor_address": words.address(offer.successor_sku) if offer.successor_sku else "",
        "is_orderable": offer.is_orderable,
        "lacks_weight": offer.lacks_weight,
        "needs": _needs(offer, words),
        "quantity": str(offer.minimum_quantity),
        "quantity_label": words.quantity_of % {"name": offer.name},
        "add_label": words.add % {"name": offer.name},
        "compare_label": words.compare % {"name": offer.name},
    }


def _needs(offer: Offer, words: _Words) -> str:
    """The certifications without which a product that is still sold cannot be added (CAT-7)."""
    if not offer.missing or offer.is_discontinued:
        return ""
    return words.needs % {"names": ", ".join(map(str, offer.missing))}


def _price_note(offer: Offer, words: _Words) -> str:
    if offer.price_source == "promotion" and offer.price_valid_until:
        return words.promotion % {"day": words.day(offer.price_valid_until)}
    if offer.price_source == "agreed":
        return offer.price_source_name
    if offer.list_price is None or offer.list_price == offer.price:
        return ""
    return words.amount(offer.list_price, offer.currency)


def _chemical_tax(offer: Offer, words: _Words) -> str:
    if offer.chemical is None or offer.lacks_weight:
        return NOTHING
    return words.amount(offer.chemical.amount, offer.currency)


def _ships(offer: Offer, days: dict[int, str], words: _Words) -> tuple[str, str, str]:
    """Kind of status, its word and a note: when it ships, when more comes, or that there is none (CAT-3)."""
    if offer.is_discontinued:
        return "", words.discontinued, ""
    first = next((place for place in offer.stock if place.available), None)
    if first:
        return "in-stock", days[first.warehouse_id], ""
    if offer.next_delivery:
        return "expected", words.delivery(offer.next_delivery.expected_on, offer.next_delivery.quantity), ""
    return "out", words.out_of_stock, words.no_date


def you_pay_each(offer: Offer) -> Decimal | None:
    """Price and chemical tax of one item, before VAT; None where either is not known."""
    if offer.price is None or offer.lacks_weight:
        return None
    return offer.price + (offer.chemical_tax or 0)
