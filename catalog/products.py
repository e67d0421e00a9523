"""What the page of one product tells, beyond its offer (CAT-2, CAT-3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.bid_choices import BidChoice, choices_for
from catalog.facets import in_words
from catalog.models import Category, LifeCycle, Product, ProductPicture
from catalog.offers import Break, Buyer, Offer, offers_for
from catalog.pricing import terms_of
from catalog.rows import Columns, Row, rows_of, shipping_days, stock_in_words, you_pay_each
from common import formats

MOST_ALTERNATIVES = 4
MADE_UP = {"price": gettext_lazy("general price"), "weight": gettext_lazy("net weight")}


@dataclass(frozen=True)
class Shelf:
    """A warehouse's line in the table of stock."""

    name: str
    available: str
    ships: str


@dataclass(frozen=True)
class Expected:
    """A delivery's line in the table of stock."""

    warehouse: str
    expected_on: date
    quantity: int


@dataclass(frozen=True)
class NextBreak:
    """How many more reach the next price, and what ordering that many then saves."""

    more: int
    price: Decimal
    saved: Decimal


@dataclass(frozen=True)
class Step:
    """A line of the table of price breaks."""

    min_quantity: int
    price: Decimal
    saved_percent: Decimal
    is_current: bool


@dataclass(frozen=True)
class ProductPage:
    """A product with its offer, stock by warehouse, deliveries, attributes and alternatives for one reader."""

    product: Product
    offer: Offer
    trail: list[Category]
    shelves: list[Shelf]
    alternatives: list[Row]
    columns: Columns
    bids: list[BidChoice]
    pictures: list[ProductPicture]

    @property
    def drawing(self) -> str:
        """The static file shown where the manufacturer gave no picture."""
        return f"img/{self.offer.drawing}.svg"

    @property
    def life_cycle_kind(self) -> str:
        """The kind of its status, which gives it its shape and color."""
        return {LifeCycle.ACTIVE: "ok", LifeCycle.ENDING: "ending"}.get(LifeCycle(self.offer.life_cycle), "")

    @property
    def you_pay(self) -> Decimal | None:
        return you_pay_each(self.offer)

    @property
    def list_price(self) -> Decimal | None:
        """The list price where it is another than one's own."""
        return None if self.offer.list_price == self.offer.price else self.offer.list_price

    @property
    def deliveries(self) -> list[Expected]:
        names = {place.warehouse_id: place.name for place in self.offer.stock}
        return [Expected(names[due.warehouse_id], due.expected_on, due.quantity) for due in self.offer.deliveries]

    @property
    def steps(self) -> list[Step]:
        """The price breaks, from one on; none where the price is the same for any quantity."""
        offer = self.offer
        if offer.price is None or not offer.breaks:
            return []
        one, ordered = offer.price, offer.minimum_quantity
        breaks = [Break(1, one), *offer.breaks]
        current = max((step for step in breaks if step.min_quantity <= ordered), key=lambda step: step.min_quantity)
        return [Step(step.min_quantity, step.price, _saved(one, step.price), step == current) for step in breaks]

    @property
    def next_break(self) -> NextBreak | None:
        """The first break above the quantity that is offered to add, where each then costs less."""
        offer, ordered = self.offer, self.offer.minimum_quantity
        ahead = next((step for step in offer.breaks if step.min_quantity > ordered), None)
        if offer.price is None or ahead is None or ahead.price >= offer.price:
            return None
        saved = (offer.price - ahead.price) * ahead.min_quantity
        return NextBreak(ahead.min_quantity - ordered, ahead.price, saved)

    @property
    def attributes(self) -> list[tuple[str, str]]:
        """Name and value of each attribute, in words and by name."""
        return attributes_in_words(self.product)

    @property
    def made_up(self) -> str:
        """Names of the facts that the demonstration made up for want of a source."""
        return ", ".join(str(MADE_UP.get(fact, fact)) for fact in self.offer.made)


def product_page(product: Product, buyer: Buyer, *, now: datetime) -> ProductPage:
    """Everything the page shows, in a fixed number of queries."""
    on = now.astimezone(buyer.market.zone).date()
    terms = terms_of(buyer.market, buyer.company, on=on)
    alternatives = alternatives_to(product, buyer)
    quantities = {product.pk: product.minimum_quantity}
    offers = offers_for([product.pk, *alternatives], buyer, on=on, terms=terms, quantities=quantities)
    offer = offers.pop(product.pk)
    days = shipping_days(buyer, now) if buyer.shows_stock else {}
    return ProductPage(
        product=product,
        offer=offer,
        trail=list(Category.objects.filter(path__in=paths_above(product.category.path)).order_by("level")),
        shelves=[
            Shelf(place.name, stock_in_words(place.available), days[place.warehouse_id] if place.available else "")
            for place in offer.stock
        ],
        alternatives=rows_of(offers.values(), buyer, now=now),
        columns=Columns.of(buyer, tuple(name for _id, name in terms.warehouses), on=on),
        bids=choices_for([product.pk], buyer, on=on),
        pictures=list(product.pictures.all()) if offer.thumbnail else [],
    )


def attributes_in_words(product: Product) -> list[tuple[str, str]]:
    """Name and value of each attribute of a product, in words and by name."""
    found: Mapping[str, Any] = product.attributes or {}
    return sorted((in_words(name), _in_words(value)) for name, value in found.items() if value not in (None, "", []))


def paths_above(path: str) -> list[str]:
    """A category's path and those of the categories above it: a/b gives a, a/b."""
    slugs = path.split("/")
    return ["/".join(slugs[: count + 1]) for count in range(len(slugs))]


# The nearest by popularity on either side, each from its end of the index (cN, popularity, product).
_ALTERNATIVES = """
SELECT product_id FROM (
  (SELECT l.product_id, l.popularity FROM catalog_listing l WHERE {near} AND l.popularity >= %(popularity)s
   ORDER BY l.popularity LIMIT %(most)s)
  UNION ALL
  (SELECT l.product_id, l.popularity FROM catalog_listing l WHERE {near} AND l.popularity < %(popularity)s
   ORDER BY l.popularity DESC LIMIT %(most)s)) near
ORDER BY abs(popularity - %(popularity)s), product_id LIMIT %(most)s"""


def alternatives_to(product: Product, buyer: Buyer) -> list[int]:
    """Ids of up to four products to order instead: same category, as popular as this one, in stock where that shows."""
    near = f"""l.c{product.category.level} = %(category)s AND l.product_id <> %(product)s AND l.is_listed
      AND (SELECT life_cycle FROM catalog_product p WHERE p.id = l.product_id) <> %(gone)s"""  # noqa: S608 - a number
    if buyer.shows_stock:
        near += " AND l.in_stock & %(bit)s <> 0"
    params: dict[str, Any] = {
        "category": product.category_id,
        "product": product.pk,
        "popularity": product.listing.popularity,
        "bit": 1 << buyer.market.stock_bit,
        "gone": LifeCycle.DISCONTINUED,
        "most": MOST_ALTERNATIVES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ALTERNATIVES.format(near=near), params)
        return [row[0] for row in cursor.fetchall()]


def _saved(one: Decimal, price: Decimal) -> Decimal:
    return (100 * (one - price) / one).quantize(Decimal("0.1")) if one else Decimal(0)


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, (int, float)):
        return formats.figure(Decimal(str(value)))
    if isinstance(value, list):
        return ", ".join(_in_words(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{in_words(name)} {_in_words(part)}" for name, part in value.items())
    return str(value)
