"""What a buyer sees for products: own price and its source, stock, deliveries, chemical tax (CAT-4, 13, 14).

Any number of products takes the same two or three queries.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db import connection
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from accounts.models import Company, Member
from accounts.privileges import Privilege
from catalog.candidates import Candidate, PriceSource, lowest
from catalog.certified import MissingCertification
from catalog.chemical_tax import ChemicalTax, Rates, is_due, rates_on, tax_each
from catalog.chosen_bid import ChosenBid
from catalog.models import LifeCycle
from catalog.pricing import FACTOR_PRICE, OWN_ENTRY, OWN_JOINS, OWN_LIST_PRICE, Terms, terms_of
from common.money import from_minor
from markets.models import Market


@dataclass(frozen=True)
class Buyer:
    """For whom offers are made, and what of them may be shown (ACC-13, MKT-3)."""

    market: Market
    company: Company | None
    shows_prices: bool
    shows_stock: bool

    @classmethod
    def of(cls, member: Member) -> Self:
        """A member sees prices and stock as far as their privileges go."""
        may = member.may
        return cls(member.market, member.company, may(Privilege.VIEW_PRICES), may(Privilege.VIEW_STOCK))

    @classmethod
    def visitor(cls, market: Market) -> Self:
        """A visitor sees no stock, and the retail price where the market shows it (MKT-3)."""
        return cls(market, None, market.visitors_see == Market.VisitorsSee.RETAIL, shows_stock=False)

    @classmethod
    def for_company(cls, company: Company) -> Self:
        """The company itself, whoever acts for it: everything is known, as documents need it."""
        return cls(company.market, company, shows_prices=True, shows_stock=True)


def buyer_of(request: HttpRequest) -> Buyer:
    """Whoever looks at a page: the member, else a visitor of the market; 404 where no market is there yet."""
    member: Member | None = getattr(request, "member", None)
    if member is not None:
        return Buyer.of(member)
    market: Market | None = getattr(request, "market", None)
    if market is None:
        raise Http404
    return Buyer.visitor(market)


@dataclass(frozen=True)
class Break:
    """From this quantity on, up to the next one, each costs this much."""

    min_quantity: int
    price: Decimal


@dataclass(frozen=True)
class WarehouseStock:
    """What a warehouse can still promise."""

    warehouse_id: int
    name: str
    available: int


@dataclass(frozen=True)
class Delivery:
    """Goods on their way to a warehouse."""

    expected_on: date
    quantity: int
    warehouse_id: int


@dataclass(frozen=True)
class ProductFacts:
    """What is true of a product for whoever looks."""

    product_id: int
    sku: str
    mpn: str
    gtin: str
    name: str
    manufacturer: str
    category_path: str
    drawing: str
    thumbnail: str
    kind: str
    life_cycle: str
    successor_sku: str
    minimum_quantity: int
    order_multiple: int
    weight_grams: int | None
    cn_code: str
    chemical_reduction: int
    has_serial_numbers: bool
    made: Sequence[str]
    own_number: str


@dataclass(frozen=True)
class Offer(ProductFacts):
    """A product as one buyer sees it on one day; prices are for one item, in the market's currency, before taxes.

    `price` is None where it is on request or may not be seen; `chemical` is None where no tax is due or prices
    may not be seen. `lacks_weight`: the tax is due but cannot be reckoned, who pays it cannot order (CAT-14).
    `bid` is the BID chosen for the line, whether its price holds or not; None where prices may not be seen.
    `missing`: certifications that it needs and the buyer does not hold on that day (CAT-7).
    """

    price: Decimal | None
    price_source: PriceSource
    price_source_name: str
    price_valid_until: date | None
    list_price: Decimal | None
    currency: str
    breaks: tuple[Break, ...]
    stock: tuple[WarehouseStock, ...]
    available: int
    deliveries: tuple[Delivery, ...]
    chemical: ChemicalTax | None
    lacks_weight: bool
    is_on_request: bool
    missing: tuple[MissingCertification, ...]
    bid: ChosenBid | None

    @property
    def chemical_tax(self) -> Decimal | None:
        """SEK for one item; None where none is due."""
        return self.chemical.amount if self.chemical else None

    @property
    def chemical_basis(self) -> str:
        return self.chemical.basis if self.chemical else ""

    @property
    def is_discontinued(self) -> bool:
        return self.life_cycle == LifeCycle.DISCONTINUED

    @property
    def is_orderable(self) -> bool:
        return self.is_orderable_at_bid and not self.is_on_request

    @property
    def is_orderable_at_bid(self) -> bool:
        """Whether nothing but the lack of a price can stand in the way."""
        return not (self.is_discontinued or self.lacks_weight or self.missing)

    @property
    def next_delivery(self) -> Delivery | None:
        return self.deliveries[0] if self.deliveries else None


def offers_for(
    product_ids: Sequence[int],
    buyer: Buyer,
    *,
    on: date,
    quantities: Mapping[int, int] | None = None,
    bids: Mapping[int, int | None] | None = None,
    ship_to_country: str | None = None,
    terms: Terms | None = None,
) -> dict[int, Offer]:
    """The offers of these products for a buyer on a day, by product id, in the order asked for.

    A product's price is that of its quantity in `quantities`, else of one; where `bids` names a BID by its id and that
    holds, the BID's. Unknown ids are left out. `terms`, where the caller asked for them already, spare a query.
    """
    if not product_ids:
        return {}
    terms = terms or terms_of(buyer.market, buyer.company, on=on)
    rates = rates_on(on) if is_due(buyer.company, on=on, ship_to_country=ship_to_country) else {}
    asked = {id_: (quantities or {}).get(id_, 1) for id_ in product_ids}
    offers = (_offer(row, buyer, terms, rates, asked) for row in rows_for(asked, terms, bids))
    return {offer.product_id: offer for offer in offers}


# Planning takes longer than running. The ids stand in a SELECT, so that the planner does not see how many they are: one
# plan is then as good as another, and a connection keeps it (decision 0014).
_OFFERS = f"""
SELECT p.id, p.sku, p.mpn, p.gtin, p.name, m.name, c.path, c.drawing,
  coalesce((SELECT thumbnail FROM catalog_productpicture WHERE product_id = p.id ORDER BY position, id LIMIT 1), ''),
  p.kind, p.life_cycle, coalesce(n.sku, ''),
  p.minimum_quantity, p.order_multiple, p.weight_grams, p.cn_code, p.chemical_reduction, p.has_serial_numbers, p.made,
  coalesce(o.number, ''),
  {FACTOR_PRICE}, {OWN_LIST_PRICE}, a.price_minor, a.valid_to,
  pc.price_minor, pc.valid_to, (SELECT name FROM catalog_promotion WHERE id = pc.promotion_id),
  pm.price_minor, pm.valid_to, (SELECT name FROM catalog_promotion WHERE id = pm.promotion_id),
  coalesce(re.price_minor, (l.base_minor * rf.ppm + 500000) / 1000000),
  b.quantities, b.prices, s.warehouses, s.available, d.days, d.quantities, d.warehouses,
  needed.manufacturers, needed.names, needed.waits, needed.last_days,
  bid.number, bid.price_minor, bid.available, bid.valid_from, bid.valid_to, bid.is_accepted
FROM unnest((SELECT %(ids)s::int[]), %(quantities)s::int[], %(bids)s::bigint[])
  WITH ORDINALITY i(id, quantity, bid_id, place)
JOIN catalog_product p ON p.id = i.id
JOIN catalog_manufacturer m ON m.id = p.manufacturer_id
JOIN catalog_category c ON c.id = p.category_id
LEFT JOIN catalog_category above ON above.id = c.parent_id
LEFT JOIN catalog_category top ON top.id = above.parent_id
LEFT JOIN catalog_product n ON n.id = p.successor_id
LEFT JOIN catalog_ownpartnumber o ON o.company_id = %(company)s AND o.product_id = i.id
LEFT JOIN catalog_listing l ON l.product_id = p.id
{OWN_JOINS.format(product="i.id", entry=OWN_ENTRY.format(product="i.id", quantity="i.quantity"))}
LEFT JOIN catalog_pricefactor rf ON rf.edition_id = %(retail)s AND rf.group_id = l.group_id
LEFT JOIN catalog_priceentry re ON re.edition_id = %(retail)s AND re.product_id = i.id AND re.min_quantity = 1
LEFT JOIN LATERAL (
  SELECT array_agg(min_quantity ORDER BY min_quantity) quantities, array_agg(price_minor ORDER BY min_quantity) prices
  FROM catalog_priceentry WHERE edition_id = %(edition)s AND product_id = i.id) b ON true
LEFT JOIN LATERAL (
  SELECT array_agg(warehouse_id) warehouses, array_agg(on_hand - allocated) available
  FROM catalog_stock WHERE product_id = i.id AND warehouse_id = ANY(%(warehouses)s::bigint[])) s ON true
LEFT JOIN LATERAL (
  SELECT array_agg(expected_on ORDER BY expected_on, id) days, array_agg(quantity ORDER BY expected_on, id) quantities,
    array_agg(warehouse_id ORDER BY expected_on, id) warehouses
  FROM catalog_expecteddelivery
  WHERE product_id = i.id AND expected_on >= %(on)s::date AND warehouse_id = ANY(%(warehouses)s::bigint[])) d ON true
LEFT JOIN LATERAL (
  SELECT array_agg(x.manufacturer ORDER BY x.id) manufacturers, array_agg(x.name ORDER BY x.id) names,
    array_agg(coalesce(h.waits, false) ORDER BY x.id) waits, array_agg(h.last_day ORDER BY x.id) last_days
  FROM catalog_certification x
  LEFT JOIN LATERAL (
    SELECT bool_or(confirmed_at IS NOT NULL AND is_valid) holds, bool_or(confirmed_at IS NULL AND is_valid) waits,
      max(valid_until) FILTER (WHERE NOT is_valid) last_day
    FROM (SELECT confirmed_at, valid_until, coalesce(valid_until >= %(on)s::date, true) is_valid
          FROM accounts_companycertification
          WHERE company_id = %(company)s AND lower(manufacturer) = lower(x.manufacturer) AND lower(name) = lower(x.name)
    ) own) h ON true
  WHERE x.id IN (p.needs_id, m.needs_id, c.needs_id, above.needs_id, top.needs_id) AND h.holds IS NOT TRUE
) needed ON true
LEFT JOIN LATERAL (
  SELECT g.number, gp.price_minor, gp.quantity - gp.used available, g.valid_from, g.valid_to,
    g.terms = '' OR EXISTS (
      SELECT FROM catalog_bidacceptance y WHERE y.bid_id = g.id AND md5(y.terms) = md5(g.terms)) is_accepted
  FROM catalog_bid g JOIN catalog_bidprice gp ON gp.bid_id = g.id AND gp.product_id = i.id
  WHERE g.id = i.bid_id AND g.company_id = %(company)s) bid ON true
ORDER BY i.place
"""  # noqa: S608 - made of constants


@dataclass(slots=True)
class OfferRow:
    facts: ProductFacts
    factor_minor: int | None
    list_minor: int | None
    agreed_minor: int | None
    agreed_to: date | None
    own_promotion_minor: int | None
    own_promotion_to: date | None
    own_promotion: str | None
    market_promotion_minor: int | None
    market_promotion_to: date | None
    market_promotion: str | None
    retail_minor: int | None
    break_quantities: list[int] | None
    break_prices: list[int] | None
    stock_warehouses: list[int] | None
    stock_available: list[int] | None
    delivery_days: list[date] | None
    delivery_quantities: list[int] | None
    delivery_warehouses: list[int] | None
    needed_manufacturers: list[str] | None
    needed_names: list[str] | None
    needed_waits: list[bool] | None
    needed_last_days: list[date | None] | None
    bid_number: str | None
    bid_minor: int | None
    bid_left: int | None
    bid_from: date | None
    bid_to: date | None
    bid_is_accepted: bool | None


_FACTS = len(fields(ProductFacts))


def rows_for(asked: Mapping[int, int], terms: Terms, bids: Mapping[int, int | None] | None = None) -> list[OfferRow]:
    chosen = [bids.get(id_) for id_ in asked] if bids else [None] * len(asked)
    params = terms.params | {"ids": list(asked), "quantities": list(asked.values()), "bids": chosen}
    with connection.cursor() as cursor:
        cursor.execute(_OFFERS, params)
        return [OfferRow(ProductFacts(*row[:_FACTS]), *row[_FACTS:]) for row in cursor.fetchall()]


def _offer(row: OfferRow, buyer: Buyer, terms: Terms, rates: Rates, asked: Mapping[int, int]) -> Offer:
    candidates, bid = candidates_of(row, terms), _bid(row, terms, asked)
    holds = bid is not None and bid.holds
    stock = _stock(row, terms) if buyer.shows_stock else ()
    chemical = tax_each(row.facts, terms.on, rates=rates) if rates else None
    return Offer(
        **vars(row.facts),
        **(_price(row, candidates, terms, bid) if buyer.shows_prices else _NO_PRICE),
        currency=terms.currency,
        stock=stock,
        available=sum(place.available for place in stock),
        deliveries=_deliveries(row) if buyer.shows_stock else (),
        chemical=chemical if buyer.shows_prices else None,
        lacks_weight=chemical is not None and chemical.needs_weight,
        is_on_request=not (candidates or holds),
        missing=_missing(row),
        bid=bid if buyer.shows_prices else None,
    )


_NO_PRICE: dict[str, Any] = {
    "price": None,
    "price_source": "",
    "price_source_name": "",
    "price_valid_until": None,
    "list_price": None,
    "breaks": (),
}


def candidates_of(row: OfferRow, terms: Terms) -> list[Candidate]:
    """The prices that come into question, in the order in which equal ones are named."""
    found: list[tuple[PriceSource, str | None, int | None, date | None]] = [
        ("list", terms.list_name, row.list_minor, terms.valid_until),
        ("agreed", _("Agreed price"), row.agreed_minor, row.agreed_to),
        ("promotion", row.own_promotion, row.own_promotion_minor, row.own_promotion_to),
        ("promotion", row.market_promotion, row.market_promotion_minor, row.market_promotion_to),
    ]
    return [Candidate(source, name or "", minor, until) for source, name, minor, until in found if minor is not None]


def _bid(row: OfferRow, terms: Terms, asked: Mapping[int, int]) -> ChosenBid | None:
    if row.bid_number is None or row.bid_minor is None or row.bid_left is None or not (row.bid_from and row.bid_to):
        return None
    is_accepted, quantity = bool(row.bid_is_accepted), asked[row.facts.product_id]
    facts = (row.bid_number, row.bid_minor, row.bid_left, row.bid_from, row.bid_to)
    return ChosenBid(*facts, is_accepted=is_accepted, quantity=quantity, on=terms.on)


def _price(row: OfferRow, candidates: Sequence[Candidate], terms: Terms, bid: ChosenBid | None) -> dict[str, Any]:
    """The BID's price where one was chosen and holds, whatever else there is; else the lowest."""
    own, breaks = lowest(candidates), tuple(_breaks(row, candidates, terms.currency))
    if bid is not None and bid.holds:
        own, breaks = Candidate("bid", bid.number, bid.minor, bid.valid_to), ()
    if own is None:  # though more of it may have a price
        return _NO_PRICE | {"breaks": breaks}
    retail = row.retail_minor
    return {
        "price": from_minor(own.minor, terms.currency),
        "price_source": own.source,
        "price_source_name": own.name,
        "price_valid_until": own.valid_until,
        "list_price": None if retail is None else from_minor(retail, terms.currency),
        "breaks": breaks,
    }


def _breaks(row: OfferRow, candidates: Sequence[Candidate], currency: str) -> list[Break]:
    """Quantities from which the own price is another than below, an agreed price and promotions counted in."""
    for_any_quantity = [each.minor for each in candidates if each.source != "list"]
    known = [*for_any_quantity, *(() if row.factor_minor is None else (row.factor_minor,))]
    breaks, before = [], min(known, default=None)
    for quantity, minor in zip(row.break_quantities or (), row.break_prices or (), strict=True):
        own = min((minor, *for_any_quantity))
        if quantity > 1 and own != before:
            breaks.append(Break(quantity, from_minor(own, currency)))
        before = own
    return breaks


def _stock(row: OfferRow, terms: Terms) -> tuple[WarehouseStock, ...]:
    available = dict(zip(row.stock_warehouses or (), row.stock_available or (), strict=True))
    return tuple(WarehouseStock(id_, name, available.get(id_, 0)) for id_, name in terms.warehouses)


def _deliveries(row: OfferRow) -> tuple[Delivery, ...]:
    facts = (row.delivery_days or (), row.delivery_quantities or (), row.delivery_warehouses or ())
    return tuple(Delivery(*fact) for fact in zip(*facts, strict=True))


def _missing(row: OfferRow) -> tuple[MissingCertification, ...]:
    facts = (row.needed_manufacturers, row.needed_names, row.needed_waits, row.needed_last_days)
    return tuple(MissingCertification(*fact) for fact in zip(*(each or () for each in facts), strict=True))
