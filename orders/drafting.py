"""An order before it is placed: priced, planned over the warehouses, with freight, taxes and what it leaves of credit.

One function for the checkout page and for placing, so that what is shown is what is ordered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import Company, EndCustomer, EndCustomerAddress, Member
from baskets import problems
from baskets.filling import bids_of
from baskets.models import Basket, BasketLine
from baskets.problems import Problem
from catalog.offers import Buyer, Offer, offers_for
from invoices.billing import InvoiceDraft, LineDraft, Totals, totals_of
from invoices.models import CreditAccount, LineKind
from invoices.standing import Standing, standing_of
from markets import freight
from markets.models import Market, ShippingMethod, Warehouse
from orders import plan
from orders.models import OrderLine
from orders.promising import Promise, promise_of
from orders.ship_to import Destination
from orders.states import HoldReason

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the buyer chooses at checkout (ORD-1); `terms_version` is the version of the terms of sale accepted."""

    ship_to: Destination
    method: ShippingMethod
    po_number: str = ""
    observations: str = ""
    wished_on: date | None = None
    ships_complete: bool = False
    backorders_until: date | None = None
    terms_version: str = ""

    @property
    def end_customer(self) -> EndCustomer | None:
        """Whose address it is, where the goods go straight to an end customer (ACC-20)."""
        return self.ship_to.end_customer if isinstance(self.ship_to, EndCustomerAddress) else None


@dataclass(frozen=True)
class Part:
    """Pieces of a line that one warehouse has; `promise` is None where they wait for the rest of the order."""

    warehouse: Warehouse
    quantity: int
    promise: Promise | None


@dataclass(frozen=True)
class DraftLine:
    """A line of the basket as it would be ordered; amounts before taxes in the market's currency."""

    line: BasketLine
    offer: Offer
    quantity: int
    parts: tuple[Part, ...]
    expected_on: date | None

    @property
    def unit_price(self) -> Decimal:
        return self.offer.price or ZERO

    @property
    def bid_id(self) -> int | None:
        """The BID at which it is bought."""
        return self.line.bid_id if self.offer.price_source == "bid" else None

    @property
    def amount(self) -> Decimal:
        return self.unit_price * self.quantity

    @property
    def chemical_tax_each(self) -> Decimal:
        return self.offer.chemical_tax or ZERO

    @property
    def chemical_tax(self) -> Decimal:
        return self.chemical_tax_each * self.quantity

    @property
    def grams(self) -> int:
        return (self.offer.weight_grams or 0) * self.quantity

    @property
    def in_stock(self) -> int:
        return sum(part.quantity for part in self.parts)

    @property
    def backordered(self) -> int:
        return self.quantity - self.in_stock

    @property
    def ships_on(self) -> date | None:
        """The day on which the last piece in stock ships."""
        return max((part.promise.ships_on for part in self.parts if part.promise), default=None)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A whole order before it is placed. `on` is the day in the market's time zone."""

    company: Company
    market: Market
    choices: Choices
    on: date
    lines: tuple[DraftLine, ...]
    problems: tuple[Problem, ...]
    freight: Decimal
    freight_is_agreed: bool
    obstacle: str
    totals: Totals
    credit: CreditAccount
    standing: Standing

    @property
    def currency(self) -> str:
        return self.market.currency

    @property
    def goods(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def chemical_tax(self) -> Decimal:
        return sum((line.chemical_tax for line in self.lines), ZERO)

    @property
    def total(self) -> Decimal:
        return self.totals.gross

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def credit_after(self) -> Decimal:
        """What is left of the credit once this order is placed; below zero where it does not fit."""
        return self.credit.available - self.total

    @property
    def holds(self) -> list[HoldReason]:
        """Why the order would wait for staff (ORD-5)."""
        reasons = (
            (self.standing.is_over_limit, HoldReason.CREDIT_LIMIT),
            (self.standing.is_overdue, HoldReason.OVERDUE),
            (self.standing.is_stopped, HoldReason.STOPPED),
        )
        return [reason for stands, reason in reasons if stands]

    @property
    def has_backorders(self) -> bool:
        return any(line.backordered for line in self.lines)

    @property
    def waits(self) -> bool:
        """Whether everything waits for what is not there (ORD-4)."""
        return self.choices.ships_complete and self.has_backorders

    @property
    def obstacles(self) -> list[str]:
        """Sentences that say why it cannot be placed as it is."""
        blocking = [f"{problem.line.product.sku}: {problem.sentence}" for problem in self.problems if problem.blocks]
        return blocking + ([self.obstacle] if self.obstacle else [])

    @property
    def is_placeable(self) -> bool:
        return bool(self.lines) and not self.obstacles

    @property
    def promises(self) -> list[Promise]:
        return [part.promise for line in self.lines for part in line.parts if part.promise]

    @property
    def ships_on(self) -> date | None:
        """The day on which the last piece in stock ships; None where nothing may ship yet."""
        return max((promise.ships_on for promise in self.promises), default=None)

    @property
    def cutoff_at(self) -> datetime | None:
        """The moment until which every promise holds."""
        return min((promise.cutoff_at for promise in self.promises), default=None)


def draft_order(basket: Basket, *, by: Member, choices: Choices, now: datetime) -> Draft:
    """Reckon what the basket would be as an order of the member's company, placed now (ORD-1).

    A fixed number of queries for any count of lines. Raises nothing: what stands in the way is in `obstacles`.
    """
    company, market = by.company, by.company.market
    on = now.astimezone(market.zone).date()
    basket_lines = list(basket.lines.select_related("product"))
    quantities = {line.product_id: line.quantity for line in basket_lines}
    country = choices.ship_to.country
    buyer = Buyer.for_company(company)
    bids = bids_of(basket_lines)
    offers = offers_for(list(quantities), buyer, on=on, quantities=quantities, bids=bids, ship_to_country=country)
    lines = _lines(basket_lines, offers, company=company, choices=choices, now=now)
    charge, is_agreed, obstacle = _freight(lines, company, choices)
    totals = totals_for(company, choices.ship_to, _net(lines) + charge, on=on)
    credit = CreditAccount.objects.filter(company=company).first() or CreditAccount(company=company)
    credit.company = company
    return Draft(
        company=company,
        market=market,
        choices=choices,
        on=on,
        lines=lines,
        problems=tuple(problems.find(basket_lines, offers)),
        freight=charge,
        freight_is_agreed=is_agreed,
        obstacle=obstacle,
        totals=totals,
        credit=credit,
        standing=standing_of(credit, on=on, extra=totals.gross),
    )


def totals_for(company: Company, ship_to: Destination, net: Decimal, *, on: date) -> Totals:
    """Taxes on a sum as an invoice of that day to that address would bear them (INV-2)."""
    sum_of_all = LineDraft(kind=LineKind.PRODUCT, name="", unit_price=net)
    return totals_of(
        InvoiceDraft(
            company=company,
            market=company.market,
            lines=[sum_of_all],
            tax_country=ship_to.country,
            tax_region=ship_to.region,
        ),
        on=on,
    )


def freight_of(method: ShippingMethod, company: Company, ship_to: Destination, grams: int) -> tuple[Decimal, bool]:
    """Freight before taxes, and whether the company has agreed on it (MKT-10). Raises markets.freight.NoFreightRate."""
    agreed = company.agreed_freights.filter(method=method).first()
    if agreed is not None:
        return agreed.amount, True
    return freight.freight_for(method, country=ship_to.country, region=ship_to.region, grams=grams), False


def _freight(lines: Sequence[DraftLine], company: Company, choices: Choices) -> tuple[Decimal, bool, str]:
    grams = sum(line.grams for line in lines)
    try:
        return *freight_of(choices.method, company, choices.ship_to, grams), ""
    except freight.NoFreightRate as refusal:
        return ZERO, False, str(refusal)


def _net(lines: Sequence[DraftLine]) -> Decimal:
    return sum((line.amount + line.chemical_tax for line in lines), ZERO)


def _lines(
    basket_lines: Sequence[BasketLine],
    offers: dict[int, Offer],
    *,
    company: Company,
    choices: Choices,
    now: datetime,
) -> tuple[DraftLine, ...]:
    market = company.market
    warehouses = {warehouse.pk: warehouse for warehouse in market.warehouses_in_order()}
    shares = {line.pk: plan.share_out(line.quantity, offers[line.product_id].stock) for line in basket_lines}
    missing = {line.pk: line.quantity - sum(pieces for _, pieces in shares[line.pk]) for line in basket_lines}
    waits = choices.ships_complete and any(missing.values())
    has_bid = any(offer.price_source == "bid" for offer in offers.values())
    promises = {
        pk: promise_of(warehouse, company, market, now=now, wished_on=choices.wished_on, has_bid=has_bid)
        for pk, warehouse in warehouses.items()
    }
    ahead = OrderLine.objects.backordered_by_product(
        [line.product_id for line in basket_lines if missing[line.pk]], warehouses
    )
    return tuple(
        DraftLine(
            line=line,
            offer=offers[line.product_id],
            quantity=line.quantity,
            parts=tuple(
                Part(warehouses[pk], pieces, None if waits else promises[pk]) for pk, pieces in shares[line.pk]
            ),
            expected_on=plan.expected_on(
                missing[line.pk], ahead.get(line.product_id, 0), offers[line.product_id].deliveries
            )
            if missing[line.pk]
            else None,
        )
        for line in basket_lines
    )
