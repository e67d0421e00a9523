"""Many parcels at once: shipped from one page, where what is refused stays as it was typed; delivered (ORD-17)."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from invoices.models import Invoice
from orders import bulk
from orders.models import Order, Shipment
from orders.states import OrderStatus, ShipmentStatus
from tests.cast import Cast, a_staff_user, a_switch
from tests.factories import make_user
from tests.orders.builders import a_parcel, a_shipment, an_order, fresh
from tests.staff import sign_in_with_factor

LIST = reverse("admin:orders_order_changelist")
SHIPPING = reverse("admin:orders_order_ship_many")


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    sign_in_with_factor(client, a_staff_user())
    return client


@pytest.fixture
def parcels(cast: Cast) -> list[Shipment]:
    """Two packed parcels; what is in the second is tracked by serial number."""
    plain, tracked = a_switch(cast, stockholm=1), a_switch(cast, stockholm=2, has_serial_numbers=True)
    orders = [an_order(cast.norrsken.buyer, {plain: 1}), an_order(cast.norrsken.buyer, {tracked: 2})]
    return [a_parcel(order, cast.stockholm) for order in orders]


def press(desk: Client, action: str, orders: list[Order]):
    return desk.post(LIST, {"action": action, "_selected_action": [order.pk for order in orders]}, follow=True)


def drawn(html: str) -> dict[str, str]:
    """The one-line fields of the page's form, as a browser would send them."""
    form = html[html.index('<form method="post" novalidate') :]
    inputs = re.findall(r"<input [^>]*>", form)
    found = [(re.search(r'name="(shipment-[^"]+)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in inputs]
    return {name[1]: value[1] if value else "" for name, value in found if name}


def test_what_is_complete_is_shipped_and_the_rest_stays_as_typed(desk: Client, parcels: list[Shipment]) -> None:
    first, second = parcels
    page = press(desk, "ship", [each.order for each in parcels])
    address = page.redirect_chain[-1][0]
    fields = drawn(page.content.decode())
    assert fields[f"shipment-{first.pk}-carrier"] == first.order.shipping_method.carrier != ""
    serials = f"shipment-{second.pk}-serials_{second.lines.get().pk}"
    fields |= {
        f"shipment-{first.pk}-tracking_number": "3732",
        f"shipment-{second.pk}-tracking_number": "4711",
        serials: "A1",
    }

    answer = desk.post(address, fields)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "1 shipment is on its way" in html
    assert "needs 2 different serial numbers" in html
    assert first.number not in html
    assert 'value="4711"' in html
    assert "A1</textarea>" in html
    assert [fresh(each).status for each in parcels] == [ShipmentStatus.SHIPPED, ShipmentStatus.PACKED]
    assert Invoice.objects.get().tracking_number == "3732"

    again = desk.post(address, drawn(html) | {serials: "A1 A2"}, follow=True)

    assert again.redirect_chain[-1][0] == LIST
    assert fresh(second).lines.get().serial_numbers == ["A1", "A2"]
    assert {fresh(each.order).status for each in parcels} == {OrderStatus.SHIPPED}


def test_a_form_sent_twice_ships_once(desk: Client, parcels: list[Shipment]) -> None:
    parcel = parcels[0]
    page = press(desk, "ship", [parcel.order])
    address = page.redirect_chain[-1][0]
    fields = drawn(page.content.decode()) | {f"shipment-{parcel.pk}-tracking_number": "3732"}
    desk.post(address, fields)

    again = desk.post(address, fields)

    assert "cannot become" in again.content.decode()
    assert Invoice.objects.count() == 1
    assert desk.get(address)["Location"] == LIST


def test_too_long_a_tracking_number_is_told_beside_its_field(desk: Client, parcels: list[Shipment]) -> None:
    parcel = parcels[0]
    typed = {f"shipment-{parcel.pk}-carrier": "PostNord", f"shipment-{parcel.pk}-tracking_number": "9" * 81}

    answer = desk.post(f"{SHIPPING}?shipment={parcel.pk}", typed)

    assert "at most 80 characters" in answer.content.decode()
    assert "9" * 81 in answer.content.decode()
    assert not Invoice.objects.exists()


def test_where_nothing_is_packed_the_list_says_so(cast: Cast, desk: Client) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1})

    assert "Nothing of the chosen orders is packed" in press(desk, "ship", [order]).content.decode()


def test_a_page_holds_so_many_and_says_that_there_are_more(
    desk: Client, parcels: list[Shipment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 1)

    html = press(desk, "ship", [each.order for each in parcels]).content.decode()

    assert "first 1 shipments are listed" in html
    assert [each.number in html for each in parcels] == [True, False]


@pytest.mark.parametrize("query", ["", "?shipment=", "?shipment=x", "?shipment=%00", "?shipment=" + "9" * 30])
def test_nonsense_leads_back_to_the_list(desk: Client, query: str) -> None:
    assert desk.get(SHIPPING + query)["Location"] == LIST
    assert desk.post(SHIPPING + query, {"shipment-1-tracking_number": "1"})["Location"] == LIST


def test_staff_without_the_right_ship_nothing(client: Client, parcels: list[Shipment]) -> None:
    sign_in_with_factor(client, make_user("new@distributor.example", is_staff=True))
    parcel = parcels[0]
    address = f"{SHIPPING}?shipment={parcel.pk}"

    assert client.get(address).status_code == 403
    answer = client.post(address, {f"shipment-{parcel.pk}-carrier": "P", f"shipment-{parcel.pk}-tracking_number": "1"})
    assert answer.status_code == 403
    assert fresh(parcel).status == ShipmentStatus.PACKED


def test_many_deliveries_are_confirmed_at_once(cast: Cast, desk: Client) -> None:
    switch = a_switch(cast, stockholm=3)
    orders = [an_order(cast.norrsken.buyer, {switch: 1}) for _ in range(3)]
    for order in orders[:2]:
        a_shipment(order, cast.stockholm)

    html = press(desk, "confirm_delivery", orders).content.decode()

    assert "2 shipments are delivered" in html
    assert [fresh(order).status for order in orders] == [OrderStatus.DELIVERED, OrderStatus.DELIVERED, OrderStatus.OPEN]
