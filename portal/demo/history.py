"""Half a year of trade, made through the portal's own verbs with the clock as argument.

Orders are placed at working hours, picked and shipped on the day they were promised for, delivered and paid later;
what would happen after now has not happened, so the last orders stand in every state.
"""

import heapq
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import count

from django.conf import settings
from django.db import transaction
from django.db.models import F

from accounts.models import Company, Member, Notification, User
from accounts.notifying import without_mail
from accounts.privileges import Privilege
from baskets import filling
from baskets.models import Basket
from catalog.models import Listing, Product, ProductKind
from catalog.offers import Buyer, offers_for
from invoices import payments
from invoices.models import CreditAccount, Invoice
from markets import calendar
from orders import fulfilling
from orders.drafting import Choices, draft_order
from orders.models import Order, Shipment
from orders.placing import place_order
from orders.shown import Shown
from orders.states import OrderStatus

MONTHS_BACK = 6
ORDERS_A_WEEK = {"norrsken-it": 1.8, "maple-systems": 1.2}
USUAL_ORDERS_A_WEEK = 0.6
PLENTY = 20  # in stock: what history buys is still there today
HELD_COMPANY = "kiwi-computing"
BACKORDERS_WAIT = timedelta(days=18)
FAVORITES = 60
BEYOND_BREAKS = Decimal("1.25")  # many pieces cost less each; the order is to pass the credit even so
Step = Callable[[datetime], None]


@dataclass(order=True)
class _Due:
    at: datetime
    turn: int
    step: Step = field(compare=False)


class Trade:
    """What happens next, in the order of time, until now."""

    def __init__(self, *, until: datetime, seed: int) -> None:
        self.until = until
        self.random = random.Random(seed)
        self.staff = User.objects.get(email="staff@distributor.example")
        self._steps: list[_Due] = []
        self._turns = count()

    def plan(self, at: datetime, step: Step) -> None:
        if at < self.until:
            heapq.heappush(self._steps, _Due(at, next(self._turns), step))

    def run(self) -> int:
        """Do every step at its time; answer how many there were."""
        done = 0
        while self._steps:
            due = heapq.heappop(self._steps)
            due.step(due.at)
            done += 1
        return done


@transaction.atomic
def load_history(*, now: datetime, seed: int = 11) -> int:
    """Trade for half a year up to now; answers how many orders were placed."""
    trade = Trade(until=now, seed=seed)
    for company in Company.objects.select_related("market").order_by("slug"):
        _plan_orders(trade, company, now)
    with without_mail():
        trade.run()
        _order_beyond_credit(trade, now - timedelta(hours=2))
        for company in Company.objects.select_related("market").order_by("slug"):
            _leave_something_open(trade, company, now - timedelta(hours=1))
    _fill_baskets(trade, now)
    Notification.objects.filter(created_at__lt=now - timedelta(days=7)).update(read_at=F("created_at"))
    return Order.objects.count()


def _plan_orders(trade: Trade, company: Company, now: datetime) -> None:
    buyers = list(Member.objects.enabled().with_privilege(Privilege.PLACE_ORDERS).filter(company=company))
    favorites = _favorites(company, on=now.date() - timedelta(days=30 * MONTHS_BACK), chance=trade.random)
    chance = ORDERS_A_WEEK.get(company.slug, USUAL_ORDERS_A_WEEK) / 5
    first = (now - timedelta(days=30 * MONTHS_BACK)).date()
    for days in range((now.date() - first).days + 1):
        day = first + timedelta(days=days)
        if calendar.is_business_day(company.market, None, day) and trade.random.random() < chance:
            at = _at(company, day, time(trade.random.randrange(8, 16), trade.random.randrange(60)))
            trade.plan(at, _Ordering(trade, trade.random.choice(buyers).pk, favorites).place)


@dataclass(frozen=True)
class _Favorites:
    """Products that a company keeps buying, by id: those in stock, some of them taxed, and a few that it waits for."""

    ready: list[int]
    taxed: list[int]
    awaited: list[int]


def _favorites(company: Company, *, on: date, chance: random.Random) -> _Favorites:
    """Popular products that the company may order."""
    popular = Listing.objects.filter(is_listed=True, base_minor__isnull=False).order_by("popularity")
    popular = popular.filter(product__kind=ProductKind.GOODS, product__has_serial_numbers=False)
    ids = list(popular.values_list("product_id", flat=True)[: FAVORITES * 20])
    some = chance.sample(ids, min(len(ids), FAVORITES * 3))
    offers = offers_for(some, Buyer.for_company(company), on=on)
    orderable = [offer for offer in offers.values() if offer.is_orderable]
    in_stock = [offer for offer in orderable if offer.available >= PLENTY]
    return _Favorites(
        ready=[offer.product_id for offer in in_stock][:FAVORITES],
        taxed=[offer.product_id for offer in in_stock if offer.chemical_tax][:3],
        awaited=[offer.product_id for offer in orderable if offer.available == 0 and offer.deliveries][:3],
    )


class _Ordering:
    """One order on its way, from the basket to the payment."""

    def __init__(self, trade: Trade, buyer_pk: int, favorites: _Favorites) -> None:
        self.trade, self.buyer_pk, self.favorites = trade, buyer_pk, favorites

    def place(self, now: datetime) -> None:
        chance = self.trade.random
        buyer = Member.objects.ready_to_ask().get(pk=self.buyer_pk)
        wanted = chance.sample(self.favorites.ready, min(len(self.favorites.ready), chance.choice((1, 1, 2, 3, 4))))
        if chance.random() < 0.4:
            wanted = list({*wanted, *self.favorites.taxed[:1]})
        if self.trade.until - now < BACKORDERS_WAIT and chance.random() < 0.3:
            wanted += self.favorites.awaited[:1]
        basket = filling.current_basket(buyer, now=now)
        for product in Product.objects.filter(pk__in=wanted):
            pieces = _in_packs(product, chance.choice((1, 1, 2, 2, 3, 4, 6)))
            filling.add(basket, product, pieces, by=buyer, now=now)
        order = _finish(basket, buyer, chance, now)
        if order.status == OrderStatus.OPEN and order.promised_on:
            self.trade.plan(_at(buyer.company, order.promised_on, time(14, 20)), partial(self.pick, order))

    def pick(self, order: Order, now: datetime) -> None:
        for warehouse in order.market.warehouses_in_order():
            if fulfilling.to_pick(order, warehouse):
                shipment = fulfilling.start_picking(order, warehouse, by=self.trade.staff, now=now)
                self.trade.plan(now + timedelta(minutes=40), partial(self.pack, shipment))

    def pack(self, shipment: Shipment, now: datetime) -> None:
        fulfilling.pack(shipment, by=self.trade.staff, now=now)
        self.trade.plan(now + timedelta(minutes=50), partial(self.ship, shipment))

    def ship(self, shipment: Shipment, now: datetime) -> None:
        tracking = f"{self.trade.random.randrange(10**11, 10**12)}{shipment.warehouse.country or 'XX'}"
        method = shipment.order.shipping_method
        shipment = fulfilling.ship(
            shipment, carrier=method.carrier, tracking_number=tracking, by=self.trade.staff, now=now
        )
        arrives = now + timedelta(days=method.least_days, hours=self.trade.random.randrange(-6, 3))
        self.trade.plan(arrives, partial(self.deliver, shipment))
        if shipment.invoice:
            due = shipment.invoice.due_on + timedelta(days=self.trade.random.randrange(-6, 3))
            paid_at = _at(shipment.company, due, time(9, 30))
            self.trade.plan(paid_at, partial(self.pay, shipment.invoice))

    def deliver(self, shipment: Shipment, now: datetime) -> None:
        fulfilling.confirm_delivery(shipment, by=None, now=now)

    def pay(self, invoice: Invoice, now: datetime) -> None:
        payments.pay(invoice, invoice.gross, reference=f"Bank {now:%Y-%m-%d}", now=now)


def _finish(basket: Basket, buyer: Member, chance: random.Random, now: datetime) -> Order:
    """Check out as the page would: what is shown is what is ordered."""
    choices = _choices(buyer, po_number=f"PO-{chance.randrange(7000, 9999)}")
    shown = Shown.of(draft_order(basket, by=buyer, choices=choices, now=now))
    return place_order(basket, by=buyer, key=_key(chance), shown=shown, choices=choices, now=now)


def _order_beyond_credit(trade: Trade, now: datetime) -> None:
    """One company orders more than its credit allows: the order is held, for staff to release or refuse."""
    buyer = Member.objects.ready_to_ask().get(user__email=f"buyer@{HELD_COMPANY}.example")
    favorites = _favorites(buyer.company, on=now.date(), chance=trade.random)
    offers = offers_for(favorites.ready, Buyer.for_company(buyer.company), on=now.date())
    dearest = max(offers.values(), key=lambda offer: offer.price or 0)
    product = Product.objects.get(pk=dearest.product_id)
    credit = CreditAccount.objects.get(company=buyer.company)
    basket = filling.current_basket(buyer, now=now)
    pieces = _in_packs(product, int(credit.available * BEYOND_BREAKS / (dearest.price or 1)) + 1)
    filling.add(basket, product, pieces, by=buyer, now=now)
    _finish(basket, buyer, trade.random, now)


def _leave_something_open(trade: Trade, company: Company, now: datetime) -> None:
    """Whatever day it is, each company has an order that waits for the warehouse, and for a delivery."""
    buyer = Member.objects.ready_to_ask().get(user__email=f"buyer@{company.slug}.example")
    if company.slug == HELD_COMPANY:
        return
    favorites = _favorites(company, on=now.date(), chance=trade.random)
    basket = filling.current_basket(buyer, now=now)
    for product in Product.objects.filter(pk__in=favorites.ready[:2] + favorites.awaited[:1]):
        filling.add(basket, product, _in_packs(product, 2), by=buyer, now=now)
    _finish(basket, buyer, trade.random, now)


def _in_packs(product: Product, pieces: int) -> int:
    """As many pieces, or a few more, as the product is sold in."""
    pieces = max(product.minimum_quantity, pieces)
    return -(-pieces // product.order_multiple) * product.order_multiple


def _choices(buyer: Member, *, po_number: str) -> Choices:
    return Choices(
        ship_to=buyer.company.addresses.filter(country=buyer.company.country)[0],
        method=buyer.market.shipping_methods.filter(is_active=True)[0],
        po_number=po_number,
        terms_version=settings.TERMS_OF_SALE_VERSION,
    )


def _fill_baskets(trade: Trade, now: datetime) -> None:
    """Leave each buyer something in the basket, as people do."""
    for buyer in Member.objects.ready_to_ask().filter(user__email__startswith="buyer@"):
        basket = filling.current_basket(buyer, now=now)
        favorites = _favorites(buyer.company, on=now.date(), chance=trade.random)
        wanted = [*favorites.ready[:2], *favorites.taxed[:1], *favorites.awaited[:1]]
        for product in Product.objects.filter(pk__in=wanted):
            filling.add(basket, product, _in_packs(product, 1), by=buyer, now=now)


def _at(company: Company, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=company.market.zone)


def _key(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)
