"""Up to four products side by side (CAT-12).

Which ones are compared stands in the page's address, so that refresh, back and sharing keep it. Lists and product
pages add to the comparison that the browser's session remembers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.acting import Refused
from catalog.models import Category, Product
from catalog.offers import Buyer, Offer, offers_for
from catalog.pricing import terms_of
from catalog.products import attributes_in_words
from catalog.rows import NOTHING, Columns, Row, rows_of
from common import formats

MOST = 4
MOST_ASKED = 20  # in one address; further ones are not even looked up
KEPT = "compared"  # the session's key


class TooManyCompared(Refused):
    """The comparison is full."""

    def __str__(self) -> str:
        return _("Four products at most are compared side by side. Remove one from the comparison first.")


@dataclass(frozen=True)
class Cell:
    """What one product has in a row; `kind` is that of a status."""

    text: str
    note: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """A row: what it is about, and what each product has."""

    label: str
    cells: list[Cell]

    @property
    def differs(self) -> bool:
        return len({cell.text for cell in self.cells}) > 1


@dataclass(frozen=True)
class Section:
    """Rows under one head."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Compared:
    """One product of the comparison, with the address of the comparison without it."""

    product: Product
    row: Row
    without: str

    @property
    def short(self) -> str:
        """Manufacturer and part number, which fit the head of a column."""
        return short_name(self.product)


@dataclass(frozen=True)
class Comparison:
    """The page: products in the order of the address, their rows, and what could not be taken in."""

    products: list[Compared]
    sections: list[Section]
    columns: Columns
    currency: str
    left_out: list[Product]
    has_unknown: bool

    @property
    def span(self) -> int:
        """Columns of the table."""
        return len(self.products) + 1

    @property
    def named_sections(self) -> list[tuple[str, list[tuple[Line, list[tuple[str, Cell]]]]]]:
        """Sections with their lines, each cell with the short name of its product: a folded row needs it."""
        shorts = [each.short for each in self.products]
        return [
            (section.title, [(line, list(zip(shorts, line.cells, strict=True))) for line in section.lines])
            for section in self.sections
        ]

    @property
    def category(self) -> Category:
        """Where there is more of the kind."""
        return self.products[0].product.category


def short_name(product: Product) -> str:
    return f"{product.manufacturer.name} {product.mpn or product.sku}"


def kept(session: SessionBase) -> list[str]:
    """SKUs that lists and product pages put into the comparison."""
    return list(session.get(KEPT, []))


def keep(session: SessionBase, skus: Iterable[str]) -> None:
    """Remember the comparison, the first four; nothing is written where it is as before."""
    wanted = list(dict.fromkeys(skus))[:MOST]
    if wanted != kept(session):
        session[KEPT] = wanted


def add(session: SessionBase, product: Product) -> None:
    """Put a product into the comparison. Raises `TooManyCompared`."""
    skus = kept(session)
    if product.sku not in skus and len(skus) >= MOST:
        raise TooManyCompared
    keep(session, [*skus, product.sku])


def remove(session: SessionBase, sku: str) -> None:
    keep(session, [each for each in kept(session) if each != sku])


def of_list(session: SessionBase, *, ticked: Iterable[str], drawn: Iterable[str]) -> list[str]:
    """What the ticks of a list amount to: those ticked, and what other pages added; `drawn` were ticked at first."""
    elsewhere = [sku for sku in kept(session) if sku not in set(drawn)]
    skus = list(dict.fromkeys([*elsewhere, *ticked]))[:MOST_ASKED]
    keep(session, skus)
    return skus


def address_of(skus: Iterable[str]) -> str:
    """The address that holds these products."""
    query = urlencode([("p", sku) for sku in skus])
    return f"{reverse('catalog:compare')}?{query}" if query else reverse("catalog:compare")


def comparison(asked: Sequence[str], buyer: Buyer, *, now: datetime) -> Comparison:
    """The products that an address names, for a buyer, in a fixed number of queries."""
    skus = list(dict.fromkeys(sku.replace("\0", "") for sku in asked if sku))[:MOST_ASKED]
    known = (
        Product.objects.select_related("manufacturer", "category").exclude(listing=None).in_bulk(skus, field_name="sku")
    )
    found = [known[sku] for sku in skus if sku in known]
    products, left_out = found[:MOST], found[MOST:]
    on = now.astimezone(buyer.market.zone).date()
    terms = terms_of(buyer.market, buyer.company, on=on)
    offers = list(offers_for([product.pk for product in products], buyer, on=on, terms=terms).values())
    columns = Columns.of(buyer, tuple(name for _id, name in terms.warehouses), on=on)
    rows = rows_of(offers, buyer, now=now)
    return Comparison(
        products=[
            Compared(product, row, without=address_of(other.sku for other in products if other != product))
            for product, row in zip(products, rows, strict=True)
        ],
        sections=[section for section in _sections(products, offers, rows, columns) if section.lines],
        columns=columns,
        currency=terms.currency,
        left_out=left_out,
        has_unknown=len(found) < len(skus),
    )


def _sections(
    products: Sequence[Product], offers: Sequence[Offer], rows: Sequence[Row], columns: Columns
) -> Iterable[Section]:
    if columns.price:
        yield Section(_("Price"), _prices(offers, rows, columns))
    if columns.stock:
        yield Section(_("Stock and delivery"), _stock(rows, columns))
    yield Section(_("Product"), _facts(products))
    yield Section(_("Attributes"), _attributes(products))


def _prices(offers: Sequence[Offer], rows: Sequence[Row], columns: Columns) -> list[Line]:
    own = [
        Cell(_("Price on request")) if offer.is_on_request else Cell(row["price"], offer.price_source_name)
        for offer, row in zip(offers, rows, strict=True)
    ]
    lines = [Line(_("Price, each"), own)]
    if any(offer.list_price is not None and offer.list_price != offer.price for offer in offers):
        lines.append(Line(_("List price"), [Cell(_list_price(offer)) for offer in offers]))
    if any(offer.breaks for offer in offers):
        lines.append(Line(_("Price breaks"), [Cell(_breaks(offer)) for offer in offers]))
    if columns.chemical_tax:
        lines.append(Line(_("Chemical tax"), [Cell(row["chemical_tax"]) for row in rows]))
    return lines


def _list_price(offer: Offer) -> str:
    return NOTHING if offer.list_price is None else formats.amount(offer.list_price, offer.currency)


def _breaks(offer: Offer) -> str:
    steps = (
        _("from %(quantity)s: %(price)s")
        % {"quantity": formats.whole(step.min_quantity), "price": formats.amount(step.price, offer.currency)}
        for step in offer.breaks
    )
    return "; ".join(steps) or NOTHING


def _stock(rows: Sequence[Row], columns: Columns) -> list[Line]:
    places = [
        Line(name, [Cell(row["stock"][place]["available"]) for row in rows])
        for place, name in enumerate(columns.warehouses)
    ]
    return [*places, Line(_("Ships"), [Cell(row["ships"], row["ships_note"], row["ships_kind"]) for row in rows])]


def _facts(products: Sequence[Product]) -> list[Line]:
    facts: list[tuple[str, Callable[[Product], str]]] = [
        (_("Manufacturer"), lambda product: product.manufacturer.name),
        (_("Category"), lambda product: product.category.name),
        (_("Kind"), lambda product: str(product.get_kind_display())),
        (_("Life cycle"), lambda product: str(product.get_life_cycle_display())),
        (_("Net weight"), _weight),
        (_("Warranty"), _warranty),
        (_("Returns"), lambda product: _("can be returned") if product.is_returnable else _("cannot be returned")),
        (_("Order quantity"), _quantity),
    ]
    return [Line(label, [Cell(fact(product)) for product in products]) for label, fact in facts if products]


def _weight(product: Product) -> str:
    return NOTHING if product.weight_grams is None else formats.kilos(product.weight_grams)


def _warranty(product: Product) -> str:
    months = product.warranty_months
    if not months:
        return _("as the manufacturer gives it")
    return ngettext("%(months)d month", "%(months)d months", months) % {"months": months}


def _quantity(product: Product) -> str:
    least, multiple = formats.whole(product.minimum_quantity), formats.whole(product.order_multiple)
    if product.order_multiple > 1:
        return _("at least %(least)s, in multiples of %(multiple)s") % {"least": least, "multiple": multiple}
    return _("at least %(least)s") % {"least": least}


def _attributes(products: Sequence[Product]) -> list[Line]:
    """Every attribute that one of them has; what differs comes first."""
    each: list[dict[str, str]] = [dict(attributes_in_words(product)) for product in products]
    labels = dict.fromkeys(label for attributes in each for label in attributes)
    lines = [Line(label, [Cell(attributes.get(label, NOTHING)) for attributes in each]) for label in labels]
    return sorted(lines, key=lambda line: (not line.differs, line.label))
