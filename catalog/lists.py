"""A list of products as a page shows it: one page of rows, with what filters, sorts and counts them (CAT-11).

Everything that was chosen stands in the address, so that refresh, back and sharing keep it.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.counting import Counts, ManufacturerCount, counts_of
from catalog.facets import FROM, TO, Asked, Facet, asked_of, facets_of, text_of
from catalog.finding import BY_PRICE, MOST_FOUND, SORTS_OF_VISITORS, Scope, Sort, Wanted, page_of_ids
from catalog.forms import PriceForm, RangesForm
from catalog.models import AttributeKind
from catalog.offers import Buyer, offers_for
from catalog.price_range import PriceRange
from catalog.pricing import Terms, terms_of
from catalog.rows import Columns, Row, rows_of
from catalog.streams import is_streamed, page_by_price
from common import formats
from common.paging import SIZES, Page, asked_for

CHOICES_AT_ONCE = 8  # of a filter; the others are folded away
CHOICES_FOLDED = 40  # more would weigh on every page: they are sent to who asks for them
MOST_FIGURES = 12  # different numbers from which on a facet asks for a range
ALL_OF = "all"  # the filter of which an address asks for all choices
KEPT_BY_FILTERS = ("q", "promotion", "sort", "size", ALL_OF)


@dataclass(frozen=True)
class Choice:
    """A link that changes the list: a sort, a page size, a filter taken away."""

    label: str
    address: str
    is_current: bool = False


class Tick(NamedTuple):
    """A box of a filter, with how many products it leaves, in figures for people; there are hundreds on a page."""

    label: str
    value: str
    products: int
    figure: str
    is_ticked: bool

    @classmethod
    def of(cls, label: str, value: str, products: int, *, is_ticked: bool) -> "Tick":
        return cls(label, value, products, str(products) if products < 1000 else formats.whole(products), is_ticked)


class Ticks(NamedTuple):
    """The boxes of a filter: shown at once, folded away, and how many are too many for either and asked for."""

    at_once: list[Tick] = []
    folded: list[Tick] = []
    left_out: int = 0
    is_open: bool = False

    @classmethod
    def of(cls, ticks: list[Tick], *, asks_for_all: bool) -> "Ticks":
        """Those with most products first; one that is ticked is always shown."""
        rest = ticks[CHOICES_AT_ONCE:]
        at_once = ticks[:CHOICES_AT_ONCE] + [tick for tick in rest if tick.is_ticked]
        folded = [tick for tick in rest if not tick.is_ticked]
        if len(folded) > CHOICES_FOLDED and not asks_for_all:
            return cls(at_once, left_out=len(folded))
        return cls(at_once, folded, is_open=asks_for_all)

    @property
    def shown(self) -> list[Tick]:
        return self.at_once + self.folded


@dataclass(frozen=True)
class FacetChoices:
    """A facet with what to choose: boxes to tick, or the fields of a range."""

    facet: Facet
    ticks: Ticks
    fields: list[BoundField]

    @property
    def legend(self) -> str:
        return f"{self.facet.name}, {self.facet.unit}" if self.facet.unit and self.fields else self.facet.name


@dataclass(frozen=True)
class ProductList:
    """One page of products with everything around it."""

    page: Page[Row]
    columns: Columns
    counts: Counts
    wanted: Wanted
    query: QueryDict
    buyer: Buyer
    terms: Terms
    prices: PriceForm | None
    ranges: RangesForm
    declared: tuple[Facet, ...]

    @property
    def is_on_request(self) -> bool:
        """Whether no product of the page has a price."""
        return bool(self.page.rows) and all(row["is_on_request"] for row in self.page.rows)

    @property
    def shows_prices(self) -> bool:
        return self.buyer.shows_prices

    @property
    def shows_stock(self) -> bool:
        return self.buyer.shows_stock

    @property
    def currency(self) -> str:
        return self.terms.currency

    @property
    def total(self) -> str:
        """How many products there are, as far as they are counted."""
        if self.counts.is_capped and self.counts.total > MOST_FOUND:
            return _("over %(number)s") % {"number": formats.whole(MOST_FOUND)}
        return formats.whole(self.counts.total)

    @cached_property
    def manufacturers(self) -> Ticks:
        """The manufacturers with most products, and all that are ticked."""
        makers = self.counts.manufacturers
        ticks = [Tick.of(maker.name, maker.slug, maker.products, is_ticked=self._is_ticked(maker)) for maker in makers]
        return self._shown(ticks, "m")

    def _is_ticked(self, maker: ManufacturerCount) -> bool:
        return maker.slug in self.wanted.manufacturers

    @cached_property
    def facets(self) -> list[FacetChoices]:
        """The facets that tell the products apart, each with its choices."""
        found = (self._choices(facet, self._asked.get(facet.slot)) for facet in self.declared)
        return [choices for choices in found if choices.fields or choices.ticks.shown]

    @property
    def _asked(self) -> dict[int, Asked]:
        return {asked.facet.slot: asked for asked in self.wanted.facets}

    def _choices(self, facet: Facet, asked: Asked | None) -> FacetChoices:
        options = self.counts.facets.get(facet.slot, [])
        ticked = [json.loads(value) for value in asked.values] if asked else []
        if facet.kind == AttributeKind.NUMBER and not ticked:
            fields = self.ranges.of(facet)
            if len(options) > MOST_FIGURES or any(field.value() for field in fields):
                return FacetChoices(facet, Ticks(), fields)
        options += [(value, 0) for value in ticked if value not in [known for known, _ in options]]
        by = (lambda option: option[0]) if facet.kind != AttributeKind.TEXT else (lambda option: -option[1])
        ticks = [
            Tick.of(facet.label_of(value), text_of(value), count, is_ticked=value in ticked)
            for value, count in sorted(options, key=by)
        ]
        if len(ticks) < 2 and not ticked:
            return FacetChoices(facet, Ticks(), [])
        return FacetChoices(facet, self._shown(ticks, facet.field), [])

    def _shown(self, ticks: list[Tick], field: str) -> Ticks:
        return Ticks.of(ticks, asks_for_all=field in self.query.getlist(ALL_OF))

    @property
    def in_stock(self) -> Tick:
        return Tick.of(_("In stock"), "1", self.counts.in_stock, is_ticked=self.wanted.in_stock)

    @property
    def availability(self) -> Ticks:
        return Ticks([self.in_stock])

    @cached_property
    def chips(self) -> list[Choice]:
        """Each filter that is set, as a link to the list without it."""
        chips = [Choice(_("In stock"), self._address(stock=[]))] if self.wanted.in_stock else []
        chosen = [maker for maker in self.counts.manufacturers if self._is_ticked(maker)]
        chips += [
            Choice(gone.name, self._address(m=[maker.slug for maker in chosen if maker != gone])) for gone in chosen
        ]
        return chips + self._price_chips() + [chip for asked in self.wanted.facets for chip in self._facet_chips(asked)]

    def _facet_chips(self, asked: Asked) -> list[Choice]:
        facet = asked.facet
        values = [json.loads(value) for value in asked.values]
        chips = [
            Choice(
                f"{facet.name}: {facet.label_of(value)}",
                self._address(**{facet.field: [text_of(kept) for kept in values if kept != value]}),
            )
            for value in values
        ]
        from_words, to_words = _("%(name)s from %(figure)s"), _("%(name)s up to %(figure)s")
        for end, label, limit in ((FROM, from_words, asked.low), (TO, to_words, asked.high)):
            if limit is not None:
                name = label % {"name": facet.name, "figure": facet.label_of(limit)}
                chips.append(Choice(name, self._address(**{f"{facet.field}{end}": []})))
        return chips

    def _price_chips(self) -> list[Choice]:
        low, high = self.wanted.prices.low, self.wanted.prices.high
        chips = []
        if low is not None:
            label = _("From %(price)s") % {"price": formats.money(low, self.currency)}
            chips.append(Choice(label, self._address(price_from=[])))
        if high is not None:
            label = _("Up to %(price)s") % {"price": formats.money(high, self.currency)}
            chips.append(Choice(label, self._address(price_to=[])))
        return chips

    @property
    def is_long(self) -> bool:
        """Whether its price list is made in the background (CAT-8)."""
        return self.page.total > self.buyer.market.price_list_rows

    @property
    def everything(self) -> str:
        """The query string of the whole list: filters and order without a page."""
        query = self.query.copy()
        for name in ("page", "size"):
            query.pop(name, None)
        return f"?{query.urlencode()}" if query else ""

    @property
    def has_filters(self) -> bool:
        return self.wanted.has_filters

    @property
    def without_filters(self) -> str:
        fields = [f"{facet.field}{end}" for facet in self.declared for end in ("", FROM, TO)]
        return self._address(**{name: [] for name in ["stock", "m", "price_from", "price_to", *fields]})

    @cached_property
    def sorts(self) -> list[Choice]:
        """The orders that the reader may choose: none by what they may not see (ACC-13)."""
        hidden = (frozenset() if self.shows_prices else BY_PRICE) | (set() if self.shows_stock else {Sort.STOCK})
        labels = {sort: sort.label for sort in Sort} | ({} if self.buyer.company else SORTS_OF_VISITORS)
        return [
            Choice(str(labels[sort]), self._address(sort=[sort.value]), is_current=sort == self.wanted.sort)
            for sort in Sort
            if sort not in hidden
        ]

    @property
    def sizes(self) -> list[Choice]:
        return [Choice(str(size), self._address(size=[str(size)]), size == self.page.size) for size in SIZES]

    @property
    def by_name(self) -> str:
        return self._address(sort=[Sort.NAME])

    @property
    def by_price(self) -> str:
        """Where the head of the price column leads: lowest first, and from there highest first."""
        return self._address(sort=[Sort.PRICE_DOWN if self.wanted.sort == Sort.PRICE else Sort.PRICE])

    @property
    def price_order(self) -> str:
        return {Sort.PRICE: "ascending", Sort.PRICE_DOWN: "descending"}.get(self.wanted.sort, "")

    @property
    def name_order(self) -> str:
        return "ascending" if self.wanted.sort == Sort.NAME else ""

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form of filters carries along."""
        return [(name, value) for name in KEPT_BY_FILTERS for value in self.query.getlist(name) if value]

    def _address(self, **changes: list[str]) -> str:
        query = self.query.copy()
        query.pop("page", None)
        for name, values in changes.items():
            query.setlist(name, values)
        return f"?{query.urlencode()}"


@dataclass(frozen=True)
class Selection:
    """What an address lists for a buyer on a day: a scope with its filters and order, counted."""

    scope: Scope
    wanted: Wanted
    counts: Counts
    buyer: Buyer
    terms: Terms
    prices: PriceForm | None
    ranges: RangesForm
    declared: tuple[Facet, ...]

    @property
    def columns(self) -> Columns:
        names = tuple(name for _id, name in self.terms.warehouses)
        return Columns.of(self.buyer, names, on=self.terms.on)


def selection(scope: Scope, query: QueryDict, buyer: Buyer, *, now: datetime) -> Selection:
    """What of a scope the address asks for, whichever page of it; always the same number of queries."""
    prices = PriceForm(query, buyer.market.currency) if buyer.shows_prices else None
    facets = facets_of(scope.category)
    ranges = RangesForm(query, facets)
    asked = asked_of(query, facets, ranges.ends)
    wanted = Wanted.from_query(query, buyer, prices.range if prices else PriceRange(), asked)
    terms = terms_of(buyer.market, buyer.company, on=now.astimezone(buyer.market.zone).date())
    counts = counts_of(scope, wanted, facets, buyer, terms)
    return Selection(scope, wanted, counts, buyer, terms, prices, ranges, facets)


def product_list(scope: Scope, query: QueryDict, buyer: Buyer, *, now: datetime) -> ProductList:
    """The page of a scope that the address asks for, with the buyer's own prices; always the same number of queries."""
    found = selection(scope, query, buyer, now=now)
    wanted, counts, terms = found.wanted, found.counts, found.terms
    number, size = asked_for(query)
    number = min(number, max(1, -(-counts.total // size)))
    offset, limit = (number - 1) * size, size
    if scope.category and is_streamed(wanted, total=counts.total, last=offset + limit):
        makers = len(wanted.manufacturers) or len(counts.manufacturers)
        ids = page_by_price(scope.category, wanted, buyer, terms, makers=makers, offset=offset, limit=limit)
    else:
        ids = page_of_ids(scope, wanted, buyer, terms, offset=offset, limit=limit)
    offers = offers_for(ids, buyer, on=terms.on, terms=terms)
    return ProductList(
        page=Page(rows_of(offers.values(), buyer, now=now), number, size, counts.total, query),
        columns=found.columns,
        counts=counts,
        wanted=wanted,
        query=query,
        buyer=buyer,
        terms=terms,
        prices=found.prices,
        ranges=found.ranges,
        declared=found.declared,
    )
