"""Baskets, checkouts and orders on their way, made by the verbs themselves."""

import uuid
from datetime import datetime
from typing import Any

from accounts.models import Member
from baskets.models import Basket, BasketLine
from catalog.models import Product
from markets.models import ShippingMethod, Warehouse
from orders import fulfilling, placing
from orders.drafting import Choices, draft_order
from orders.models import Order, Shipment
from orders.shown import Shown
from tests.cast import a_staff_user
from tests.factories import NOON


def a_basket(member: Member, quantities: dict[Product, int], *, now: datetime = NOON) -> Basket:
    basket = Basket.objects.create(company=member.company, owner=member, name="Basket", created_at=now, changed_at=now)
    for product, quantity in quantities.items():
        BasketLine.objects.create(basket=basket, product=product, quantity=quantity, added_at=now)
    return basket


def choices_of(member: Member, **changed: Any) -> Choices:
    """What the checkout page is filled in with, and the first shipping method."""
    address = member.company.addresses.get(is_default=True)
    method = ShippingMethod.objects.offered(member.company.market).order_by("position").first()
    return Choices(**({"ship_to": address, "method": method, "terms_version": "2026-1"} | changed))


def shown_to(member: Member, basket: Basket, choices: Choices, *, now: datetime = NOON) -> Shown:
    """What the checkout page of this moment shows."""
    return Shown.of(draft_order(basket, by=member, choices=choices, now=now))


def an_order(member: Member, quantities: dict[Product, int], *, now: datetime = NOON, **choices: Any) -> Order:
    """An order placed as its page showed it."""
    basket = a_basket(member, quantities, now=now)
    chosen = choices_of(member, **choices)
    shown = shown_to(member, basket, chosen, now=now)
    return placing.place_order(basket, by=member, key=uuid.uuid4(), shown=shown, choices=chosen, now=now)


def a_parcel(order: Order, warehouse: Warehouse, *, now: datetime = NOON) -> Shipment:
    """A packed shipment."""
    staff = a_staff_user(f"{uuid.uuid4()}@distributor.example")
    return fulfilling.pack(fulfilling.start_picking(order, warehouse, by=staff, now=now), by=staff, now=now)


def a_shipment(order: Order, warehouse: Warehouse, *, now: datetime = NOON, **facts: Any) -> Shipment:
    """A shipment on the road."""
    parcel = a_parcel(order, warehouse, now=now)
    staff = a_staff_user(f"{uuid.uuid4()}@distributor.example")
    wanted = {"carrier": "PostNord", "tracking_number": "37322048SE"} | facts
    return fulfilling.ship(parcel, by=staff, now=now, **wanted)


def fresh[M: (Order, Shipment)](thing: M) -> M:
    return type(thing).objects.get(pk=thing.pk)
