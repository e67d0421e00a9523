"""Pick, pack, ship, deliver: each step, what it moves, and what it refuses (ORD-17, ORD-10, INV-1)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import Notification
from catalog.models import ChemicalTaxRate, Stock
from invoices.models import Invoice, LineKind
from orders import fulfilling
from orders.models import Order, Shipment
from orders.recording import IllegalMove
from orders.states import EventKind, OrderStatus, ShipmentStatus
from tests.cast import Cast, a_staff_user, a_switch
from tests.factories import NOON
from tests.orders.builders import a_parcel, a_shipment, an_order, fresh


def test_an_order_goes_from_shelf_to_door(cast: Cast) -> None:
    switch = a_switch(cast, stockholm=5)
    order = an_order(cast.norrsken.buyer, {switch: 3}, po_number="PO-1")

    shipment = a_shipment(order, cast.stockholm)
    assert fresh(order).status == OrderStatus.SHIPPED
    fulfilling.confirm_delivery(shipment, by=None, now=NOON + timedelta(days=1))

    order = fresh(order)
    line = order.lines.get()
    stock = Stock.objects.get(product=switch, warehouse=cast.stockholm)
    assert order.status == OrderStatus.DELIVERED
    assert (line.allocated, line.shipped, line.allocations.count()) == (0, 3, 0)
    assert (stock.on_hand, stock.allocated) == (2, 0)
    kinds = [event.kind for event in order.events.all()]
    assert kinds == ["placed", "picking", "packed", "shipped", "delivered"]
    assert all(event.by for event in order.events.exclude(kind=EventKind.DELIVERED))


def test_shipping_issues_the_invoice_and_moves_the_credit_from_reserved_to_owed(cast: Cast) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 3}, po_number="PO-1")

    shipment = a_shipment(order, cast.stockholm)

    invoice = Invoice.objects.get()
    credit = order.company.credit
    credit.refresh_from_db()
    assert shipment.invoice == invoice
    assert (invoice.gross, invoice.net, invoice.tax) == (order.total, order.net, order.tax)
    assert (credit.reserved, credit.balance, fresh(order).reserved) == (0, order.total, 0)
    assert [line.kind for line in invoice.lines.all()] == [LineKind.PRODUCT, LineKind.CHEMICAL_TAX, LineKind.FREIGHT]
    assert (invoice.order_number, invoice.po_number, invoice.shipment_number, invoice.tracking_number) == (
        order.number,
        "PO-1",
        shipment.number,
        "37322048SE",
    )


def test_the_chemical_tax_is_that_of_the_day_it_ships(cast: Cast) -> None:
    ChemicalTaxRate.objects.create(group="electronics", valid_from=date(2027, 1, 1), per_kilo="200.00", cap="600.00")
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1})

    a_shipment(order, cast.stockholm, now=datetime(2027, 1, 4, 9, tzinfo=UTC))

    assert order.chemical_tax == Decimal("552.27")
    assert Invoice.objects.get().lines.get(kind=LineKind.CHEMICAL_TAX).amount == Decimal("600.00")


def test_a_stockist_is_invoiced_without_chemical_tax(cast: Cast) -> None:
    order = an_order(cast.lagerhuset.buyer, {a_switch(cast, stockholm=1): 1})

    a_shipment(order, cast.stockholm)

    assert not Invoice.objects.get().lines.filter(kind=LineKind.CHEMICAL_TAX).exists()


def test_the_buyer_is_told_the_tracking_number_and_no_amount(cast: Cast) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1})

    a_shipment(order, cast.stockholm)

    facts = Notification.objects.get(template="orders/shipment").facts
    assert facts["tracking_number"] == "37322048SE"
    assert "prices" not in facts


def test_two_warehouses_ship_apart_and_their_freight_sums_to_the_orders(cast: Cast) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=2, boras=1): 3})

    first = a_shipment(order, cast.stockholm)
    halfway = fresh(order)
    assert (halfway.status, halfway.is_partly_shipped) == (OrderStatus.OPEN, True)
    second = a_shipment(order, cast.boras)
    assert halfway.reserved == second.invoice.gross

    done = fresh(order)
    assert (done.status, done.is_partly_shipped, done.reserved) == (OrderStatus.SHIPPED, False, 0)
    assert first.freight > 0
    assert first.freight + second.freight == order.freight
    assert first.invoice.net + second.invoice.net == order.net


def test_one_warehouse_may_be_ahead_of_the_other(cast: Cast) -> None:
    staff = a_staff_user()
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=2, boras=1): 3})

    ahead = a_parcel(order, cast.stockholm)
    behind = fulfilling.start_picking(order, cast.boras, by=staff, now=NOON)
    assert fresh(order).status == OrderStatus.PICKING
    fulfilling.ship(ahead, carrier="PostNord", tracking_number="1", by=staff, now=NOON)
    assert fresh(order).status == OrderStatus.PICKING
    fulfilling.pack(behind, by=staff, now=NOON)
    assert fresh(order).status == OrderStatus.PACKED


def test_what_waits_for_stock_leaves_the_order_open(cast: Cast) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=2): 5})

    a_shipment(order, cast.stockholm)

    order = fresh(order)
    assert (order.status, order.is_partly_shipped, order.promised_on) == (OrderStatus.OPEN, True, None)


def test_a_complete_only_order_is_not_picked_before_all_is_there(cast: Cast) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=2): 5}, ships_complete=True)

    with pytest.raises(fulfilling.WaitsForTheRest, match="complete only"):
        fulfilling.start_picking(order, cast.stockholm, by=a_staff_user(), now=NOON)


def test_nothing_is_picked_twice(cast: Cast) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=2): 2})
    staff = a_staff_user()
    fulfilling.start_picking(order, cast.stockholm, by=staff, now=NOON)

    with pytest.raises(fulfilling.NothingToPick):
        fulfilling.start_picking(order, cast.stockholm, by=staff, now=NOON)


@pytest.mark.parametrize("facts", [{"tracking_number": " "}, {"carrier": ""}])
def test_a_parcel_without_carrier_or_tracking_number_stays(cast: Cast, facts: dict[str, str]) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=2): 2})

    with pytest.raises(fulfilling.TrackingNumberMissing):
        a_shipment(order, cast.stockholm, **facts)

    assert not Invoice.objects.exists()
    assert fresh(order).lines.get().shipped == 0


@pytest.mark.parametrize("serials", [[], ["A1"], ["A1", "A1"], ["A1", "A2", "A3"]])
def test_a_tracked_product_needs_as_many_different_serial_numbers(cast: Cast, serials: list[str]) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=2, has_serial_numbers=True): 2})
    parcel = a_parcel(order, cast.stockholm)

    with pytest.raises(fulfilling.SerialNumbersMissing, match="2 different"):
        ship_with(parcel, serials)


def test_serial_numbers_stand_on_the_invoice(cast: Cast) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=2, has_serial_numbers=True): 2})
    parcel = a_parcel(order, cast.stockholm)

    ship_with(parcel, ["A1", " A2 "])

    assert Invoice.objects.get().lines.first().serial_numbers == ["A1", "A2"]


def ship_with(parcel: Shipment, serials: list[str]) -> Shipment:
    line = parcel.lines.get()
    return fulfilling.ship(
        parcel, carrier="P", tracking_number="1", serials={line.pk: serials}, by=a_staff_user(), now=NOON
    )


PICKABLE = {OrderStatus.OPEN, OrderStatus.PICKING, OrderStatus.PACKED}


@pytest.mark.parametrize("status", [status for status in OrderStatus if status not in PICKABLE])
def test_an_order_that_is_held_or_done_is_not_picked(cast: Cast, status: OrderStatus) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=2): 2})
    Order.objects.filter(pk=order.pk).update(status=status)

    with pytest.raises(IllegalMove, match=str(status.label)):
        fulfilling.start_picking(order, cast.stockholm, by=a_staff_user(), now=NOON)


def pack(shipment: Shipment) -> Shipment:
    return fulfilling.pack(shipment, by=a_staff_user(), now=NOON)


def ship(shipment: Shipment) -> Shipment:
    return fulfilling.ship(shipment, carrier="P", tracking_number="1", by=a_staff_user(), now=NOON)


def deliver(shipment: Shipment) -> Shipment:
    return fulfilling.confirm_delivery(shipment, by=a_staff_user(), now=NOON)


LEGAL = {
    (ShipmentStatus.PICKING, pack): ShipmentStatus.PACKED,
    (ShipmentStatus.PACKED, ship): ShipmentStatus.SHIPPED,
    (ShipmentStatus.SHIPPED, deliver): ShipmentStatus.DELIVERED,
}


@pytest.mark.parametrize("verb", [pack, ship, deliver])
@pytest.mark.parametrize("status", list(ShipmentStatus))
def test_a_shipment_goes_only_its_way(cast: Cast, status: ShipmentStatus, verb) -> None:
    shipment = a_shipment_that_is(status, cast)
    wanted = LEGAL.get((status, verb))

    if wanted:
        assert verb(shipment).status == wanted
    else:
        staff_before = fresh(shipment).status
        with pytest.raises(fulfilling.IllegalShipmentMove):
            verb(shipment)
        assert fresh(shipment).status == staff_before


def a_shipment_that_is(status: ShipmentStatus, cast: Cast) -> Shipment:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=2): 2})
    staff = a_staff_user("other@distributor.example")
    shipment = fulfilling.start_picking(order, cast.stockholm, by=staff, now=NOON)
    steps = [
        lambda: fulfilling.pack(shipment, by=staff, now=NOON),
        lambda: fulfilling.ship(shipment, carrier="P", tracking_number="1", by=staff, now=NOON),
        lambda: fulfilling.confirm_delivery(shipment, by=staff, now=NOON),
    ]
    for step in steps[: list(ShipmentStatus).index(status)]:
        step()
    return shipment
