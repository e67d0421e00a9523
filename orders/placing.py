"""Placing an order: one transaction, never oversold, never twice (ORD-2, ORD-3)."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from accounts import recording as activity
from accounts.access import PrivilegeMissing
from accounts.models import ActivityKind, EndCustomer, Member
from accounts.privileges import Privilege
from baskets.models import Basket, BasketStatus
from catalog import bids
from catalog.bids import Taken
from catalog.models import Stock
from catalog.stock import allocate, lock_stock
from common.database import is_lock_timeout, tried_again
from invoices import credit
from markets import numbers
from markets.models import NumberSeries
from orders import recording, telling
from orders.bid_pieces import take_of_bids
from orders.drafting import Choices, Draft, DraftLine, draft_order
from orders.models import Allocation, Hold, Order, OrderLine, OrderTax, PlacementKey
from orders.ship_to import value_of
from orders.shown import Change, Shown, changes
from orders.states import EventKind, OrderStatus


class NotPlaced(Exception):
    """Nothing was placed and the basket is as it was; `str()` says why."""


class OfferChanged(NotPlaced):
    """A price, the stock or the day of shipping is not what the page showed (ORD-3)."""

    def __init__(self, found: Sequence[Change]) -> None:
        super().__init__(found)
        self.changes = list(found)

    def __str__(self) -> str:
        return _("Nothing was ordered yet, because something changed since the page was drawn.")


class CannotBeOrdered(NotPlaced):
    """The basket is empty, or a line cannot be ordered as it is."""

    def __init__(self, obstacles: Sequence[str]) -> None:
        super().__init__(obstacles)
        self.obstacles = list(obstacles)

    def __str__(self) -> str:
        return " ".join(self.obstacles) or _("The basket is empty.")


class KeyUsedForOtherContents(NotPlaced):
    """A form that has become an order came again with something else in it."""

    def __init__(self, order: Order) -> None:
        super().__init__(order)
        self.order = order

    def __str__(self) -> str:
        return _("This page was already ordered as %(number)s. What you changed afterwards was not ordered.") % {
            "number": self.order.number
        }


class AlreadyOrdered(NotPlaced):
    """The basket became an order meanwhile, perhaps in another tab."""

    def __init__(self, order: Order) -> None:
        super().__init__(order)
        self.order = order

    def __str__(self) -> str:
        return _("This basket is already ordered: this is order %(number)s.") % {"number": self.order.number}


class BasketGone(NotPlaced):
    """The basket is not there any more, or is not an active one."""

    def __str__(self) -> str:
        return _("This basket cannot be ordered any more.")


class EndCustomerNotUsable(NotPlaced):
    """The end customer is in review, or was refused or removed since the page was drawn."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return _("Orders cannot ship to %(name)s now. Please choose another address.") % {"name": self.name}


class TooBusy(NotPlaced):
    """Others held what the order needs for longer than anyone should wait."""

    def __str__(self) -> str:
        return _("Too many orders are being placed right now. Nothing was ordered; please press the button again.")


def place_order(basket: Basket, *, by: Member, key: uuid.UUID, shown: Shown, choices: Choices, now: datetime) -> Order:
    """Turn the basket into an order, once, and keep its promises: stock allocated, credit counted, people told.

    Too little credit, overdue invoices and a stop hold the order, they do not refuse it (ORD-2). The same `key` of
    the same member gives the same order. Raises NotPlaced in one of its kinds, and PrivilegeMissing.
    """
    try:
        return _place(basket, by=by, key=key, shown=shown, choices=choices, now=now)
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
    if (done := PlacementKey.objects.filter(member=by, key=key).select_related("order").first()) and done.order:
        return _of_same_contents(done, _digest(basket, shown, choices))
    raise TooBusy


@tried_again
@transaction.atomic
def _place(basket: Basket, *, by: Member, key: uuid.UUID, shown: Shown, choices: Choices, now: datetime) -> Order:
    claim = _claim(by, key, contents=_digest(basket, shown, choices), now=now)
    if claim.order:
        return _of_same_contents(claim, _digest(basket, shown, choices))
    by = _still_allowed(by)
    _check_end_customer(choices, by, now)
    basket = _locked_basket(basket, by)
    stock = _locked_stock(basket, by)
    _lock_bids(basket)
    account = credit.locked_account(by.company)
    draft = draft_order(basket, by=by, choices=choices, now=now)
    if not draft.is_placeable:
        raise CannotBeOrdered(draft.obstacles)
    if found := changes(shown, draft):
        raise OfferChanged(found)
    take_of_bids(draft)
    credit.reserve(account, draft.total)
    order = _write(draft, basket, by, now)
    _allocate(order, draft, stock, now)
    _hold(order, draft, by, now)
    claim.order = order
    claim.save(update_fields=["order"])
    telling.placed(order, holds=draft.holds, now=now)
    activity.note(
        by.company, ActivityKind.ORDER_PLACED, by=by.user, about=by.user, facts={"number": order.number}, now=now
    )
    return order


def _digest(basket: Basket, shown: Shown, choices: Choices) -> str:
    contents = [
        basket.pk,
        shown.written(),
        value_of(choices.ship_to),
        choices.method.pk,
        choices.po_number,
        choices.observations,
        str(choices.wished_on),
        choices.ships_complete,
        str(choices.backorders_until),
        choices.terms_version,
    ]
    return hashlib.sha256(json.dumps(contents).encode()).hexdigest()


def _claim(by: Member, key: uuid.UUID, *, contents: str, now: datetime) -> PlacementKey:
    """The key's row, locked; a copy of the same submission waits here until the first one is through."""
    fresh = PlacementKey(member=by, key=key, contents=contents, claimed_at=now)
    PlacementKey.objects.bulk_create([fresh], ignore_conflicts=True)
    return PlacementKey.objects.select_for_update(of=("self",)).select_related("order").get(member=by, key=key)


def _of_same_contents(claim: PlacementKey, contents: str) -> Order:
    assert claim.order is not None  # noqa: S101 - the caller looked
    if claim.contents != contents:
        raise KeyUsedForOtherContents(claim.order)
    return claim.order


def _still_allowed(by: Member) -> Member:
    """The member as the database has them now: rights may have gone since the request began (ACC-14)."""
    member = Member.objects.enabled().ready_to_ask().filter(pk=by.pk).first()
    needed = (Privilege.PLACE_ORDERS, Privilege.VIEW_PRICES)
    missing = needed if member is None else [privilege for privilege in needed if not member.may(privilege)]
    if member is None or missing:
        raise PrivilegeMissing(*missing)
    return member


def _check_end_customer(choices: Choices, by: Member, now: datetime) -> None:
    """Staff refuse and colleagues remove at any time: the row is asked again, and kept until the order is written."""
    if customer := choices.end_customer:
        usable = EndCustomer.objects.visible_to(by).usable(now).select_for_update(of=("self",), no_key=True)
        if not usable.filter(pk=customer.pk).exists():
            raise EndCustomerNotUsable(customer.name)


def _locked_basket(basket: Basket, by: Member) -> Basket:
    locked = Basket.objects.locked().filter(pk=basket.pk, company_id=by.company_id).first()
    if locked is None:
        raise BasketGone
    if order := Order.objects.filter(basket=locked).first():
        raise AlreadyOrdered(order)
    if locked.status != BasketStatus.ACTIVE:
        raise BasketGone
    return locked


def _locked_stock(basket: Basket, by: Member) -> dict[tuple[int, int], Stock]:
    """Stock rows by product and warehouse, locked in order of id; nobody else can promise them now."""
    products = basket.lines.values_list("product_id", flat=True)
    warehouses = by.company.market.market_warehouses.values_list("warehouse_id", flat=True)
    rows = lock_stock(list(products), list(warehouses))
    return {(row.product_id, row.warehouse_id): row for row in rows}


def _lock_bids(basket: Basket) -> None:
    """What the lines' BIDs have left, locked: nobody else can take of it now."""
    chosen = basket.lines.filter(bid__isnull=False).values_list("bid_id", "product_id")
    bids.lock(Taken(bid_id, product_id) for bid_id, product_id in chosen if bid_id)


def _write(draft: Draft, basket: Basket, by: Member, now: datetime) -> Order:
    choices = draft.choices
    order = Order.objects.create(
        market=draft.market,
        company=draft.company,
        basket=basket,
        placed_by=by,
        placed_at=now,
        status=OrderStatus.HELD if draft.holds else OrderStatus.OPEN,
        status_since=now,
        po_number=choices.po_number,
        observations=choices.observations,
        ship_to=choices.ship_to.lines(),
        ship_to_country=choices.ship_to.country,
        ship_to_region=choices.ship_to.region,
        end_customer=choices.end_customer,
        end_customer_name=choices.end_customer.name if choices.end_customer else "",
        shipping_method=choices.method,
        terms_days=draft.credit.terms_days,
        terms_version=choices.terms_version,
        wished_on=choices.wished_on,
        ships_complete=choices.ships_complete,
        backorders_until=choices.backorders_until,
        promised_on=None if draft.holds else draft.ships_on,
        cutoff_at=None if draft.holds else draft.cutoff_at,
        currency=draft.currency,
        goods=draft.goods,
        chemical_tax=draft.chemical_tax,
        freight=draft.freight,
        net=draft.totals.net,
        tax=draft.totals.tax,
        total=draft.total,
        reserved=draft.total,
        number=numbers.next_number(draft.market, NumberSeries.Kind.ORDER),
    )
    OrderTax.objects.bulk_create(
        OrderTax(order=order, name=tax.name, rate=tax.rate, net=tax.net, amount=tax.amount)
        for tax in draft.totals.taxes
    )
    basket.status, basket.is_current, basket.changed_at = BasketStatus.ORDERED, False, now
    basket.save(update_fields=["status", "is_current", "changed_at"])
    return order


def _allocate(order: Order, draft: Draft, stock: dict[tuple[int, int], Stock], now: datetime) -> None:
    lines = OrderLine.objects.bulk_create(
        _order_line(order, position, line) for position, line in enumerate(draft.lines, start=1)
    )
    allocations = []
    for order_line, line in zip(lines, draft.lines, strict=True):
        for part in line.parts:
            allocate(stock[order_line.product_id, part.warehouse.pk], part.quantity, reference=order.number, now=now)
            ships_on = None if draft.holds or not part.promise else part.promise.ships_on
            allocations.append(
                Allocation(line=order_line, warehouse=part.warehouse, quantity=part.quantity, ships_on=ships_on)
            )
    Allocation.objects.bulk_create(allocations)
    pieces = sum(allocation.quantity for allocation in allocations)
    recording.note(
        order, EventKind.PLACED, by=order.placed_by.user, now=now, facts={"allocated": pieces, "pieces": draft.pieces}
    )


def _order_line(order: Order, position: int, line: DraftLine) -> OrderLine:
    offer = line.offer
    return OrderLine(
        order=order,
        position=position,
        product_id=offer.product_id,
        sku=offer.sku,
        mpn=offer.mpn,
        own_number=offer.own_number,
        name=offer.name,
        quantity=line.quantity,
        allocated=line.in_stock,
        unit_price=line.unit_price,
        amount=line.amount,
        price_source=offer.price_source,
        price_source_name=offer.price_source_name,
        price_valid_until=offer.price_valid_until,
        bid_id=line.bid_id,
        chemical_tax_each=line.chemical_tax_each,
        weight_grams=offer.weight_grams or 0,
        promised_on=None if order.status == OrderStatus.HELD else line.ships_on,
        expected_on=line.expected_on,
        first_expected_on=line.expected_on,
    )


def _hold(order: Order, draft: Draft, by: Member, now: datetime) -> None:
    if draft.holds:
        Hold.objects.bulk_create(Hold(order=order, reason=reason, placed_at=now) for reason in draft.holds)
        recording.note(
            order, EventKind.HELD, by=None, now=now, facts={"reasons": [reason.value for reason in draft.holds]}
        )
