"""What the mails of an order say, and to whom (ORD-7, ACC-13)."""

from collections.abc import Iterable

from accounts import mailing
from accounts.models import Member, Notification
from accounts.privileges import Privilege
from catalog.stock import receive
from orders import backorders, holds
from tests.cast import Cast, a_staff_user, a_switch
from tests.factories import NOON
from tests.orders.builders import a_shipment, an_order


def mail(template: str, member: Member) -> tuple[str, str]:
    notification = Notification.objects.get(template=f"orders/{template}")
    subject, body = mailing.texts_of(notification, Member.objects.ready_to_ask().get(pk=member.pk))
    return subject, body.replace("\xa0", " ")


def test_the_confirmation_says_what_was_ordered_and_what_it_costs(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    switch = a_switch(cast, stockholm=1)
    order = an_order(buyer, {switch: 3}, po_number="PO-7")

    subject, body = mail("order_confirmation", buyer)

    assert subject == f"Order {order.number} is placed"
    assert_says(body, [switch.sku, "PO-7", "2 backordered", "3,312.00", "Chemical tax: 1,656.81", "Storgatan 14"])
    assert f"/orders/{order.number}/" in body


def test_who_may_not_view_prices_reads_no_amount(cast: Cast) -> None:
    """Whose box for prices was unticked between the order and its mail."""
    buyer = cast.norrsken.buyer
    switch = a_switch(cast, stockholm=1)
    an_order(buyer, {switch: 3})
    buyer.tick(frozenset({Privilege.PLACE_ORDERS, Privilege.VIEW_ORDERS, Privilege.KEEP_BASKETS}))
    buyer.save()

    _subject, body = mail("order_confirmation", buyer)

    assert switch.sku in body
    assert "3,312" not in body
    assert "9,936" not in body


def test_the_shipment_mail_has_the_tracking_number(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    order = an_order(buyer, {a_switch(cast, stockholm=1): 1})
    shipment = a_shipment(order, cast.stockholm)

    subject, body = mail("shipment", buyer)

    assert subject == f"Order {order.number}: shipment {shipment.number} is on its way"
    assert_says(body, [shipment.tracking_number, shipment.tracking_url, "PostNord"])


def test_a_held_order_and_its_release_are_told(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    buyer.company.credit.is_stopped = True
    buyer.company.credit.save()
    order = an_order(buyer, {a_switch(cast, stockholm=1): 1})
    holds.release(order, by=a_staff_user(), now=NOON)

    assert mail("order_confirmation", buyer)[0] == f"Order {order.number} is placed and held"
    assert "Nov 19, 2026" in mail("hold_released", buyer)[1] or "19 Nov 2026" in mail("hold_released", buyer)[1]


def test_a_refusal_is_told_with_its_reason(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    buyer.company.credit.is_stopped = True
    buyer.company.credit.save()
    holds.refuse(an_order(buyer, {a_switch(cast, stockholm=1): 1}), by=a_staff_user(), now=NOON, note="Please call")

    assert "Please call" in mail("hold_refused", buyer)[1]


def test_arrived_backorders_are_told(cast: Cast) -> None:
    switch = a_switch(cast)
    an_order(cast.norrsken.buyer, {switch: 2})
    receive(switch, cast.stockholm, 2, reference="delivery", now=NOON)
    backorders.allocate_arrived(now=NOON)

    assert f"2 × {switch.sku}" in mail("backorder_arrived", cast.norrsken.buyer)[1]


def test_after_the_buyer_left_the_administrators_are_told(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    order = an_order(buyer, {a_switch(cast, stockholm=1): 1})
    Member.objects.filter(pk=buyer.pk).update(is_enabled=False)

    a_shipment(order, cast.stockholm)

    assert Notification.objects.get(template="orders/shipment").user == cast.norrsken.admin.user


def assert_says(body: str, texts: Iterable[str]) -> None:
    assert [text for text in texts if text not in body] == []
