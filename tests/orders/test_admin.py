"""The staff's desk: the buttons that carry an order from hold to door (ORD-5, ORD-17)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from invoices.models import Invoice
from orders.models import Order, Shipment
from orders.states import OrderStatus
from tests.cast import Cast, a_staff_user, a_switch
from tests.factories import NOON, make_user
from tests.orders.builders import a_parcel, an_order, fresh
from tests.staff import sign_in_with_factor


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    sign_in_with_factor(client, a_staff_user())
    return client


def press(desk: Client, name: str, *args: int, **data: str) -> str:
    """Press a button and return the page that follows."""
    answer = desk.post(reverse(f"admin:orders_order_{name}", args=args), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_order_goes_from_pick_to_delivered_by_buttons(cast: Cast, desk: Client) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=2, has_serial_numbers=True): 2})

    assert "is picking" in press(desk, "picking", order.pk, cast.stockholm.pk)
    shipment = Shipment.objects.get()
    assert "is packed" in press(desk, "packing", order.pk, shipment.pk)
    prefix = f"shipment-{shipment.pk}-"
    facts = {
        f"{prefix}carrier": "PostNord",
        f"{prefix}tracking_number": "3732",
        f"{prefix}serials_{shipment.lines.get().pk}": "A1, A2",
    }
    assert "is on its way" in press(desk, "shipping", order.pk, shipment.pk, **facts)
    assert "is delivered" in press(desk, "delivery", order.pk, shipment.pk)

    assert fresh(order).status == OrderStatus.DELIVERED
    assert Invoice.objects.get().tracking_number == "3732"
    assert shipment.lines.get().serial_numbers == ["A1", "A2"]


def test_a_held_order_is_released_or_refused_with_a_note(cast: Cast, desk: Client) -> None:
    credit = cast.norrsken.company.credit
    credit.is_stopped = True
    credit.save()
    switch = a_switch(cast, stockholm=5)
    first, second = an_order(cast.norrsken.buyer, {switch: 1}), an_order(cast.norrsken.buyer, {switch: 1})

    assert "is released" in press(desk, "release", first.pk, note="paid today")
    assert "is refused" in press(desk, "refuse", second.pk, note="no")

    assert (fresh(first).status, fresh(second).status) == (OrderStatus.OPEN, OrderStatus.CANCELED)
    assert first.holds.get().note == "paid today"


def test_a_button_that_may_not_be_pressed_says_why(cast: Cast, desk: Client) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast): 1})

    assert "nothing to pick" in press(desk, "picking", order.pk, cast.stockholm.pk)
    assert "is not held" in press(desk, "release", order.pk)


def test_a_parcel_without_a_tracking_number_stays(cast: Cast, desk: Client) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1})
    parcel = a_parcel(order, cast.stockholm)

    assert "Enter the carrier" in press(desk, "shipping", order.pk, parcel.pk)


def test_staff_without_the_right_press_nothing(cast: Cast, client: Client) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1})
    sign_in_with_factor(client, make_user("new@distributor.example", is_staff=True))

    answer = client.post(reverse("admin:orders_order_picking", args=[order.pk, cast.stockholm.pk]))

    assert answer.status_code == 403
    assert not Shipment.objects.exists()


def test_customers_are_sent_to_sign_in(cast: Cast, client: Client) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1})
    client.force_login(cast.norrsken.admin.user)

    answer = client.post(reverse("admin:orders_order_release", args=[order.pk]))

    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


def test_many_orders_are_picked_and_packed_at_once(cast: Cast, desk: Client) -> None:
    switch = a_switch(cast, stockholm=1, boras=1)
    orders = [an_order(cast.norrsken.buyer, {switch: 1}) for _ in range(2)]
    chosen = {"_selected_action": [order.pk for order in orders]}

    for action in ("start_picking", "pack"):
        answer = desk.post(reverse("admin:orders_order_changelist"), chosen | {"action": action}, follow=True)
        assert "2 shipments" in answer.content.decode()

    assert [fresh(order).status for order in orders] == [OrderStatus.PACKED] * 2


def test_the_order_page_names_the_country(cast: Cast, desk: Client) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1})

    page = desk.get(reverse("admin:orders_order_change", args=[order.pk])).content.decode()

    assert ", Sweden</td>" in page


def test_stuck_and_held_orders_are_found(cast: Cast, desk: Client) -> None:
    switch = a_switch(cast, stockholm=5)
    old = an_order(cast.norrsken.buyer, {switch: 1}, now=NOON - timedelta(days=30))
    Order.objects.filter(pk=an_order(cast.norrsken.buyer, {switch: 1}).pk).update(status=OrderStatus.HELD)

    def listed(query: str) -> list[str]:
        answer = desk.get(reverse("admin:orders_order_changelist") + query)
        return [order.number for order in answer.context["cl"].queryset]

    assert old.number in listed("?stuck=yes")
    assert len(listed("?held=any")) == 1
    assert listed(f"?q={old.number}") == [old.number]
