"""Placing an order: what it writes, what it refuses, and that it happens once (ORD-1 to ORD-4)."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from accounts.access import PrivilegeMissing
from accounts.models import AgreedFreight, Notification, ServiceRemoval
from accounts.privileges import Privilege
from baskets.models import BasketStatus
from catalog.models import ExpectedDelivery, PriceEntry, Stock
from orders import placing
from orders.models import Order
from orders.states import EventKind, HoldReason, OrderStatus
from tests.cast import Cast, a_switch
from tests.factories import NOON, make_address
from tests.orders.builders import a_basket, an_order, choices_of, shown_to

TODAY = date(2026, 11, 19)


def test_an_order_in_stock_ships_today_and_counts(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    switch = a_switch(cast, stockholm=5)

    order = an_order(buyer, {switch: 3}, po_number="PO-7", observations="Ring the bell")

    line = order.lines.get()
    assert (order.number, order.status, order.po_number) == ("SE-1", OrderStatus.OPEN, "PO-7")
    assert (line.quantity, line.allocated, line.unit_price, line.amount) == (3, 3, Decimal("3312.00"), Decimal(9936))
    assert (line.price_source, line.price_source_name, line.promised_on) == ("list", "Standard", TODAY)
    assert line.chemical_tax_each == Decimal("552.27")
    assert (order.goods, order.chemical_tax) == (Decimal("9936.00"), Decimal("1656.81"))
    assert order.net == order.goods + order.chemical_tax + order.freight
    assert order.tax == (order.net * Decimal("0.25")).quantize(Decimal("0.01"))
    assert order.reserved == order.total == fresh_credit(cast)
    assert (order.promised_on, order.cutoff_at) == (TODAY, datetime(2026, 11, 19, 13, 0, tzinfo=UTC))
    assert Stock.objects.get(product=switch, warehouse=cast.stockholm).available == 2
    assert [event.kind for event in order.events.all()] == [EventKind.PLACED]
    assert order.basket.status == BasketStatus.ORDERED


def test_the_buyer_is_told_once_with_amounts(cast: Cast) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 3})

    told = Notification.objects.get(user=cast.norrsken.buyer.user)
    assert (told.template, told.link) == ("orders/order_confirmation", f"/orders/{order.number}/")
    assert told.facts["prices"]["total"] == order.total


def test_the_preferred_warehouse_gives_first_and_the_rest_is_a_backorder(cast: Cast) -> None:
    switch = a_switch(cast, stockholm=2, boras=3)
    ExpectedDelivery.objects.create(
        product=switch, warehouse=cast.stockholm, expected_on=date(2026, 11, 24), quantity=10
    )

    order = an_order(cast.norrsken.buyer, {switch: 7})

    line = order.lines.get()
    shares = line.allocations.order_by("pk").values_list("warehouse__name", "quantity", "ships_on")
    assert list(shares) == [(cast.stockholm.name, 2, TODAY), (cast.boras.name, 3, TODAY)]
    assert (line.allocated, line.backordered, line.expected_on) == (5, 2, date(2026, 11, 24))


def test_older_backorders_come_first_in_what_is_expected(cast: Cast) -> None:
    switch = a_switch(cast)
    for day, quantity in ((24, 2), (30, 5)):
        ExpectedDelivery.objects.create(
            product=switch, warehouse=cast.stockholm, expected_on=date(2026, 11, day), quantity=quantity
        )

    first = an_order(cast.norrsken.buyer, {switch: 2})
    second = an_order(cast.norrsken.buyer, {switch: 1})

    assert first.lines.get().expected_on == date(2026, 11, 24)
    assert second.lines.get().expected_on == date(2026, 11, 30)


def test_a_complete_only_order_promises_no_day_while_something_is_missing(cast: Cast) -> None:
    here, missing = a_switch(cast, stockholm=5), a_switch(cast)

    order = an_order(cast.norrsken.buyer, {here: 1, missing: 1}, ships_complete=True)

    assert order.promised_on is None
    assert [line.allocated for line in order.lines.all()] == [1, 0]


def test_a_wish_for_a_saturday_ships_on_monday(cast: Cast) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1}, wished_on=date(2026, 11, 21))

    assert order.promised_on == date(2026, 11, 23)


def test_an_agreed_cutoff_replaces_the_markets(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    buyer.company.agreed_cutoff = time(15, 30)
    buyer.company.save()
    quarter_past_three = datetime(2026, 11, 19, 14, 15, tzinfo=UTC)

    order = an_order(buyer, {a_switch(cast, stockholm=1): 1}, now=quarter_past_three)

    assert order.promised_on == TODAY


def test_agreed_freight_replaces_the_tariff(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    AgreedFreight.objects.create(company=buyer.company, method=choices_of(buyer).method, amount=Decimal("390.00"))

    assert an_order(buyer, {a_switch(cast, stockholm=1): 1}).freight == Decimal("390.00")


def test_a_stockist_and_a_delivery_abroad_bear_no_chemical_tax(cast: Cast) -> None:
    switch = a_switch(cast, stockholm=9)
    abroad = make_address(cast.norrsken.company, "Oslo", country="NO")

    assert an_order(cast.lagerhuset.buyer, {switch: 1}).chemical_tax == 0
    assert an_order(cast.fjord.buyer, {switch: 1}).chemical_tax == 0
    assert an_order(cast.norrsken.buyer, {switch: 1}, ship_to=abroad).chemical_tax == 0


def test_too_little_credit_holds_the_order_with_stock_and_credit_counted(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    credit = buyer.company.credit
    credit.limit = Decimal(100)
    credit.save()
    switch = a_switch(cast, stockholm=1)

    order = an_order(buyer, {switch: 1})

    assert (order.status, order.promised_on) == (OrderStatus.HELD, None)
    assert [hold.reason for hold in order.holds.all()] == [HoldReason.CREDIT_LIMIT]
    assert [event.kind for event in order.events.all()] == [EventKind.PLACED, EventKind.HELD]
    assert Stock.objects.get(product=switch, warehouse=cast.stockholm).available == 0
    credit.refresh_from_db()
    assert credit.reserved == order.total


def test_a_stop_by_staff_holds_the_order(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    buyer.company.credit.is_stopped = True
    buyer.company.credit.save()

    order = an_order(buyer, {a_switch(cast, stockholm=1): 1})

    assert [hold.reason for hold in order.holds.all()] == [HoldReason.STOPPED]


def place(cast: Cast, basket, shown, *, key: uuid.UUID | None = None, now: datetime = NOON, **choices) -> Order:
    buyer = cast.norrsken.buyer
    return placing.place_order(
        basket, by=buyer, key=key or uuid.uuid4(), shown=shown, choices=choices_of(buyer, **choices), now=now
    )


def a_checkout(cast: Cast, quantities):
    buyer = cast.norrsken.buyer
    basket = a_basket(buyer, quantities)
    return basket, shown_to(buyer, basket, choices_of(buyer))


def test_the_same_key_again_gives_the_same_order(cast: Cast) -> None:
    basket, shown = a_checkout(cast, {a_switch(cast, stockholm=5): 1})
    key = uuid.uuid4()

    assert place(cast, basket, shown, key=key) == place(cast, basket, shown, key=key)
    assert Order.objects.count() == 1


def test_the_same_key_with_other_contents_is_refused(cast: Cast) -> None:
    basket, shown = a_checkout(cast, {a_switch(cast, stockholm=5): 1})
    key = uuid.uuid4()
    order = place(cast, basket, shown, key=key)

    with pytest.raises(placing.KeyUsedForOtherContents, match=order.number):
        place(cast, basket, shown, key=key, po_number="another")


def test_a_second_tab_is_shown_the_order(cast: Cast) -> None:
    basket, shown = a_checkout(cast, {a_switch(cast, stockholm=5): 1})
    order = place(cast, basket, shown)

    with pytest.raises(placing.AlreadyOrdered) as refusal:
        place(cast, basket, shown)
    assert refusal.value.order == order


def test_a_changed_price_places_nothing(cast: Cast) -> None:
    switch = a_switch(cast, stockholm=5)
    basket, shown = a_checkout(cast, {switch: 1})
    PriceEntry.objects.filter(product=switch).update(price_minor=340000)

    with pytest.raises(placing.OfferChanged) as refusal:
        place(cast, basket, shown)

    assert [str(change) for change in refusal.value.changes] == [f"{switch.sku}: Own price 3,312.00 → 3,400.00."]
    assert_nothing_happened(cast, basket)


def test_changed_stock_places_nothing(cast: Cast) -> None:
    switch = a_switch(cast, stockholm=1)
    basket, shown = a_checkout(cast, {switch: 1})
    an_order(cast.fjord.buyer, {switch: 1})

    with pytest.raises(placing.OfferChanged, match="changed"):
        place(cast, basket, shown)

    basket.refresh_from_db()
    assert basket.status == BasketStatus.ACTIVE


def test_stock_that_still_suffices_is_no_change(cast: Cast) -> None:
    switch = a_switch(cast, stockholm=5)
    basket, shown = a_checkout(cast, {switch: 1})
    an_order(cast.fjord.buyer, {switch: 2})

    assert place(cast, basket, shown).status == OrderStatus.OPEN


def test_a_cutoff_that_passed_meanwhile_is_said(cast: Cast) -> None:
    basket, shown = a_checkout(cast, {a_switch(cast, stockholm=5): 1})

    with pytest.raises(placing.OfferChanged) as refusal:
        place(cast, basket, shown, now=NOON + timedelta(hours=2))

    assert [str(change) for change in refusal.value.changes] == [
        "The cutoff has passed: the order now ships on Fri 20 Nov."
    ]


def test_an_empty_basket_is_refused(cast: Cast) -> None:
    basket, shown = a_checkout(cast, {})

    with pytest.raises(placing.CannotBeOrdered, match="empty"):
        place(cast, basket, shown)


def test_a_line_without_a_price_is_refused(cast: Cast) -> None:
    switch = a_switch(cast, stockholm=5)
    PriceEntry.objects.filter(product=switch).delete()
    basket, shown = a_checkout(cast, {switch: 1})

    with pytest.raises(placing.CannotBeOrdered, match="on request"):
        place(cast, basket, shown)
    assert_nothing_happened(cast, basket)


def test_a_taxed_product_without_a_weight_is_refused_to_who_pays_the_tax(cast: Cast) -> None:
    basket, shown = a_checkout(cast, {a_switch(cast, stockholm=5, weight_grams=None): 1})

    with pytest.raises(placing.CannotBeOrdered, match="weight"):
        place(cast, basket, shown)


def test_a_right_that_went_meanwhile_is_missing(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    basket, shown = a_checkout(cast, {a_switch(cast, stockholm=5): 1})
    type(buyer).objects.filter(pk=buyer.pk).update(privileges=[Privilege.VIEW_PRICES])

    with pytest.raises(PrivilegeMissing):
        place(cast, basket, shown)
    assert_nothing_happened(cast, basket)


def test_a_company_without_web_access_is_refused(cast: Cast) -> None:
    basket, shown = a_checkout(cast, {a_switch(cast, stockholm=5): 1})
    ServiceRemoval.objects.create(company=cast.norrsken.company, service="web_access", reason="lapsed")

    with pytest.raises(PrivilegeMissing):
        place(cast, basket, shown)


def assert_nothing_happened(cast: Cast, basket) -> None:
    basket.refresh_from_db()
    assert basket.status == BasketStatus.ACTIVE
    assert not Order.objects.exists()
    assert not Stock.objects.filter(allocated__gt=0).exists()
    assert not Notification.objects.exists()
    assert fresh_credit(cast) == 0


def fresh_credit(cast: Cast) -> Decimal:
    credit = cast.norrsken.company.credit
    credit.refresh_from_db()
    return credit.reserved
