"""The oracle of every fault test: silent on what the verbs wrote, loud on what anything else did."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Notification
from catalog.models import Stock
from catalog.stock import receive
from invoices.models import CreditAccount
from markets.models import NumberSeries
from orders import backorders, holds
from orders.models import Allocation, Hold, Order, OrderLine
from tests.cast import Cast, a_staff_user, a_switch
from tests.orders.builders import a_parcel, a_shipment, an_order


def check() -> str:
    out = StringIO()
    try:
        call_command("check_integrity", stdout=out)
    except CommandError:
        return out.getvalue()
    return ""


@pytest.fixture
def story(cast: Cast) -> Order:
    """Orders in every state; returns one that is partly shipped, with a piece allocated elsewhere."""
    now = timezone.now()
    switch = a_switch(cast, stockholm=20, boras=1)
    shipped = an_order(cast.norrsken.buyer, {switch: 1}, now=now)
    a_shipment(shipped, cast.stockholm, now=now)
    a_parcel(an_order(cast.norrsken.buyer, {switch: 2}, now=now), cast.stockholm, now=now)
    partly = an_order(cast.norrsken.buyer, {switch: 18}, now=now)
    a_shipment(partly, cast.stockholm, now=now)
    late = an_order(cast.fjord.buyer, {switch: 5}, backorders_until=now.date(), now=now)
    receive(switch, cast.boras, 2, reference="delivery", now=now)
    backorders.allocate_arrived(now=now)
    backorders.cancel_backorders(late, now=now)
    CreditAccount.objects.filter(company=cast.lagerhuset.company).update(is_stopped=True)
    held = [an_order(cast.lagerhuset.buyer, {switch: 1}, now=now) for _ in range(3)]
    holds.release(held[0], by=a_staff_user(), now=now)
    holds.refuse(held[1], by=a_staff_user("other@distributor.example"), now=now)
    return partly


def test_what_verbs_wrote_adds_up(story: Order) -> None:
    assert check() == ""


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda: Stock.objects.filter(allocated__gt=0).update(on_hand=99), "its movements sum to"),
        (lambda: Stock.objects.update(allocated=0), "but none is allocated there"),
        (lambda: Allocation.objects.all().delete(), "but orders hold 0"),
        (lambda: OrderLine.objects.filter(shipped=1).update(shipped=0), "0 shipped, but its shipments hold 1"),
        (lambda: CreditAccount.objects.update(reserved=Decimal("1.00")), "1.00 reserved, but its orders reserve"),
        (lambda: Order.objects.filter(status="shipped").update(reserved=1), "still reserves 1.00"),
        (lambda: Order.objects.filter(status="held").update(reserved=1), "what is open comes to"),
        (lambda: CreditAccount.objects.update(balance=Decimal("1.00")), "but the ledger sums to"),
        (lambda: NumberSeries.objects.filter(kind="invoice", last_number__gt=0).update(last_number=9), "was drawn"),
        (lambda: NumberSeries.objects.filter(kind="order", last_number__gt=0).update(last_number=99), "has come to 99"),
        (lambda: Hold.objects.filter(decided_at=None).delete(), "nothing holds it"),
        (lambda: Notification.objects.update(try_after=timezone.now() - timedelta(hours=1)), "mails are due"),
    ],
)
def test_damage_is_found(story: Order, damage, sentence: str) -> None:
    damage()

    assert sentence in check()


def test_a_member_of_another_company_is_found(story: Order, cast: Cast) -> None:
    Order.objects.filter(pk=story.pk).update(placed_by=cast.fjord.buyer)

    assert "placed by a member of another" in check()
