"""A list of products as a page shows it: one page of rows, with what filters, sorts and counts them (CAT-11).

Everything that was chosen stands in the address, so that refresh, back and sharing keep it.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.finding import (
    BY_PRICE,
    SORTS_OF_VISITORS,
    Counts,
    ManufacturerCount,
    Scope,
    Sort,
    Wanted,
    counts_of,
    page_of_ids,
)
from catalog.forms import PriceForm
from catalog.offers import Buyer, offers_for
from catalog.price_range import PriceRange
from catalog.pricing import Terms, terms_of
from catalog.rows import Columns, Row, rows_of
from common import formats
from common.paging import SIZES, Page, asked_for

MANUFACTURERS_AT_ONCE = 8
KEPT_BY_FILTERS = ("q", "promotion", "sort", "size")


@dataclass(frozen=True)
class Choice:
    """A link that changes the list: a sort, a page size, a filter taken away."""

    label: str
    address: str
    is_current: bool = False


@dataclass(frozen=True)
class Tick:
    """A box of a filter, with how many products it leaves."""

    label: str
    value: str
    count: int
    is_ticked: bool

    @property
    def is_disabled(self) -> bool:
        return not self.count and not self.is_ticked


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

    @property
    def shows_prices(self) -> bool:
        return self.buyer.shows_prices

    @property
    def shows_stock(self) -> bool:
        return self.buyer.shows_stock

    @property
    def currency(self) -> str:
        return self.terms.currency

    @cached_property
    def manufacturers(self) -> list[Tick]:
        """The manufacturers with most products, and all that are ticked."""
        return [tick for tick, is_shown in self._ticks if is_shown]

    @cached_property
    def more_manufacturers(self) -> list[Tick]:
        return [tick for tick, is_shown in self._ticks if not is_shown]

    @cached_property
    def _ticks(self) -> list[tuple[Tick, bool]]:
        makers = enumerate(self.counts.manufacturers)
        return [(self._tick(maker), n < MANUFACTURERS_AT_ONCE or self._is_ticked(maker)) for n, maker in makers]

    def _tick(self, maker: ManufacturerCount) -> Tick:
        return Tick(maker.name, maker.slug, self.counts.of(maker), self._is_ticked(maker))

    def _is_ticked(self, maker: ManufacturerCount) -> bool:
        return maker.id in self.counts.chosen

    @property
    def in_stock(self) -> Tick:
        return Tick(_("In stock"), "1", self.counts.in_stock, self.wanted.in_stock)

    @cached_property
    def chips(self) -> list[Choice]:
        """Each filter that is set, as a link to the list without it."""
        chips = [Choice(_("In stock"), self._address(stock=[]))] if self.wanted.in_stock else []
        chosen = [maker for maker in self.counts.manufacturers if self._is_ticked(maker)]
        chips += [
            Choice(gone.name, self._address(m=[maker.slug for maker in chosen if maker != gone])) for gone in chosen
        ]
        return chips + self._price_chips()

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
    def has_filters(self) -> bool:
        return self.wanted.has_filters

    @property
    def without_filters(self) -> str:
        return self._address(stock=[], m=[], price_from=[], price_to=[])

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
        return [(name, self.query.get(name, "")) for name in KEPT_BY_FILTERS if self.query.get(name)]

    def _address(self, **changes: list[str]) -> str:
        query = self.query.copy()
        query.pop("page", None)
        for name, values in changes.items():
            query.setlist(name, values)
        return f"?{query.urlencode()}"


def product_list(scope: Scope, query: QueryDict, buyer: Buyer, *, now: datetime) -> ProductList:
    """The page of a scope that the address asks for, with the buyer's own prices; always the same number of queries."""
    on = now.astimezone(buyer.market.zone).date()
    prices = PriceForm(query, buyer.market.currency) if buyer.shows_prices else None
    wanted = Wanted.from_query(query, buyer, prices.range if prices else PriceRange())
    terms = terms_of(buyer.market, buyer.company, on=on)
    counts = counts_of(scope, wanted, buyer, terms)
    number, size = asked_for(query)
    number = min(number, max(1, -(-counts.total // size)))
    ids = page_of_ids(scope, wanted, counts, buyer, terms, offset=(number - 1) * size, limit=size)
    offers = offers_for(ids, buyer, on=on, terms=terms)
    names = tuple(name for _id, name in terms.warehouses)
    return ProductList(
        page=Page(rows_of(offers.values(), buyer, now=now), number, size, counts.total, query),
        columns=Columns.of(buyer, names, on=on),
        counts=counts,
        wanted=wanted,
        query=query,
        buyer=buyer,
        terms=terms,
        prices=prices,
    )
