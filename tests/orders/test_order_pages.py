"""The list of orders, its export, and one order: all for who may see it, no amounts for Support (ORD-8, ORD-9)."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Member
from orders import fulfilling, holds
from orders.models import Order
from orders.states import OrderStatus
from tests.cast import Cast, a_staff_user, a_switch
from tests.orders.builders import a_parcel, a_shipment, an_order

SignIn = Callable[[Member], Client]
NOW = timezone.now()


def listed(page: Client, **query: str) -> list[str]:
    return [row[0].number for row in page.get("/orders/", query).context["rows"]]


def shipped_order(cast: Cast, **choices: object) -> Order:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 2}, now=NOW, **choices)
    a_shipment(order, cast.stockholm, now=NOW)
    return order


def test_outstanding_orders_come_first(cast: Cast, sign_in: SignIn) -> None:
    done = shipped_order(cast)
    waiting = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 3}, now=NOW)
    a_shipment(waiting, cast.stockholm, now=NOW)
    page = sign_in(cast.norrsken.buyer)

    assert listed(page) == [waiting.number]
    assert listed(page, status="all") == [waiting.number, done.number]
    assert listed(page, status="shipped") == [done.number]
    assert "Partly shipped" in page.get("/orders/").content.decode()


def test_orders_are_found_by_number_po_product_serial_and_tracking(cast: Cast, sign_in: SignIn) -> None:
    switch = a_switch(cast, stockholm=5, has_serial_numbers=True, mpn="X-77")
    an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1}, now=NOW)
    order = an_order(cast.norrsken.buyer, {switch: 1}, po_number="PO-7", now=NOW)
    shipment = a_parcel_with_serial(order, cast)
    page = sign_in(cast.norrsken.buyer)

    for text in (order.number, "po-7", switch.sku, "x-77", "SERIAL1", shipment.tracking_number, "3732 2048"):
        assert listed(page, q=text) == [order.number], text
    assert listed(page, q="nothing") == []


def a_parcel_with_serial(order: Order, cast: Cast):
    parcel = a_parcel(order, cast.stockholm, now=NOW)
    serials = {parcel.lines.get().pk: ["SERIAL1"]}
    return fulfilling.ship(parcel, carrier="P", tracking_number="37322048", serials=serials, by=a_staff_user(), now=NOW)


def test_orders_are_filtered_by_day_and_person(cast: Cast, sign_in: SignIn) -> None:
    switch = a_switch(cast, stockholm=5)
    old = an_order(cast.norrsken.buyer, {switch: 1}, now=NOW - timedelta(days=40))
    new = an_order(cast.norrsken.admin, {switch: 1}, now=NOW)
    page = sign_in(cast.norrsken.buyer)
    week_ago = (NOW - timedelta(days=7)).date().isoformat()

    assert listed(page, placed_from=week_ago) == [new.number]
    assert listed(page, placed_to=week_ago) == [old.number]
    assert listed(page, person=str(cast.norrsken.admin.pk)) == [new.number]
    assert listed(page, status="mine") == [old.number]


@pytest.mark.parametrize(
    "query",
    [
        "status=nonsense",
        "placed_from=x",
        "placed_from=0001-01-01",
        "placed_to=9999-12-31",
        "person=999999",
        "page=9",
        "q=%00",
        "q=" + "x" * 300,
    ],
)
def test_nonsense_in_the_filter_does_no_harm(cast: Cast, sign_in: SignIn, query: str) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1}, now=NOW)

    answer = sign_in(cast.norrsken.buyer).get(f"/orders/?{query}")

    assert answer.status_code == 200
    assert order.number in answer.content.decode()


def test_the_order_page_tells_everything(cast: Cast, sign_in: SignIn) -> None:
    order = an_order(
        cast.norrsken.buyer, {a_switch(cast, stockholm=5): 8}, po_number="PO-7", observations="Gate B", now=NOW
    )
    shipment = a_shipment(order, cast.stockholm, now=NOW)

    html = sign_in(cast.norrsken.buyer).get(order.get_absolute_url()).content.decode()

    for text in ("PO-7", "Gate B", "Partly shipped", "No date yet", "excluding chemical tax", shipment.number):
        assert text in html
    assert shipment.invoice.get_absolute_url() in html
    assert f'href="{shipment.tracking_url}"' in html


def test_the_chemical_tax_is_left_out_of_list_and_page(cast: Cast, sign_in: SignIn) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=5, price="1000.00"): 1}, now=NOW)
    page = sign_in(cast.norrsken.buyer)

    for html in (page.get("/orders/").content.decode(), page.get(order.get_absolute_url()).content.decode()):
        assert "excluding chemical tax" in html
        assert "552" not in html


def test_a_company_that_never_pays_the_chemical_tax_reads_nothing_of_it(cast: Cast, sign_in: SignIn) -> None:
    order = an_order(cast.fjord.buyer, {a_switch(cast, stockholm=5): 1}, now=NOW)
    page = sign_in(cast.fjord.buyer)

    for address in ("/orders/", order.get_absolute_url(), "/orders/export.csv"):
        answer = page.get(address)
        text = (answer.getvalue() if answer.streaming else answer.content).decode()
        assert "before taxes" in text, address
        assert "chemical tax" not in text, address


AMOUNTS = ("4321", "4 321", "4,321")


def test_support_sees_status_and_tracking_and_no_amount(cast: Cast, sign_in: SignIn) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=5, price="4321.00"): 1}, now=NOW)
    shipment = a_shipment(order, cast.stockholm, now=NOW)
    page = sign_in(cast.norrsken.support)

    for address in ("/orders/?status=all", order.get_absolute_url(), "/orders/export.csv?status=all"):
        answer = page.get(address)
        text = (answer.getvalue() if answer.streaming else answer.content).decode().replace("\xa0", " ")
        assert order.number in text
        assert not any(amount in text for amount in AMOUNTS), address
        assert "SEK" not in text
    html = page.get(order.get_absolute_url()).content.decode()
    assert shipment.tracking_number in html
    assert shipment.invoice.number not in html


def test_basic_sees_no_order(cast: Cast, sign_in: SignIn) -> None:
    order = shipped_order(cast)
    page = sign_in(cast.norrsken.basic)

    for address in ("/orders/", order.get_absolute_url(), "/orders/export.csv", "/orders/export.xlsx"):
        assert page.get(address).status_code == 403


def test_another_companys_order_is_as_absent(cast: Cast, sign_in: SignIn) -> None:
    order = shipped_order(cast)
    page = sign_in(cast.fjord.admin)

    assert page.get(order.get_absolute_url()).status_code == page.get("/orders/SE-999/").status_code == 404
    assert listed(page, status="all") == []
    assert listed(page, q=order.number) == []


def test_the_export_holds_exactly_what_is_listed(cast: Cast, sign_in: SignIn) -> None:
    shipped_order(cast)
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 2}, po_number="=1+1", now=NOW)
    page = sign_in(cast.norrsken.buyer)

    book = load_workbook(io.BytesIO(page.get("/orders/export.xlsx").getvalue()))
    heads, *rows = book.active.values

    assert "Total excl. VAT, excluding chemical tax" in heads
    assert [row[0] for row in rows] == [order.number]
    assert rows[0][heads.index("Total excl. VAT, excluding chemical tax")] == order.goods + order.freight
    assert rows[0][heads.index("PO number")] == "'=1+1"


def test_a_held_order_says_why_and_a_refused_one_too(cast: Cast, sign_in: SignIn) -> None:
    cast.norrsken.company.credit.is_stopped = True
    cast.norrsken.company.credit.save()
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1}, now=NOW)
    page = sign_in(cast.norrsken.buyer)

    assert "The distributor stopped the account" in page.get(order.get_absolute_url()).content.decode()
    holds.refuse(order, by=a_staff_user(), now=NOW, note="Please call us")
    assert "Please call us" in page.get(order.get_absolute_url()).content.decode()


def test_an_order_that_rests_too_long_shows_support(cast: Cast, sign_in: SignIn) -> None:
    switch = a_switch(cast, stockholm=5)
    stuck = an_order(cast.norrsken.buyer, {switch: 1}, now=NOW - timedelta(days=10))
    new = an_order(cast.norrsken.buyer, {switch: 1}, now=NOW)
    page = sign_in(cast.norrsken.buyer)

    main = page.get(stuck.get_absolute_url()).content.decode().split("<main", 1)[1]
    assert "+46 8 555 010 20" in main.split("</main", 1)[0]
    assert "longer than it should" not in page.get(new.get_absolute_url()).content.decode()


def test_the_number_of_queries_does_not_hang_on_the_orders(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.norrsken.buyer)
    switch = a_switch(cast, stockholm=50)
    for _ in range(2):
        an_order(cast.norrsken.buyer, {switch: 1}, now=NOW)
    page.get("/orders/")
    few = queries(page, "/orders/")
    for _ in range(8):
        an_order(cast.norrsken.buyer, {switch: 1}, now=NOW)

    assert queries(page, "/orders/") == few


def test_the_number_of_queries_does_not_hang_on_the_lines(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.norrsken.buyer)
    few, many = (
        an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 2 for _ in range(lines)}, now=NOW)
        for lines in (2, 12)
    )
    page.get(few.get_absolute_url())

    assert queries(page, few.get_absolute_url()) == queries(page, many.get_absolute_url())


def queries(page: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert page.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("status", list(OrderStatus))
def test_every_status_has_a_page(cast: Cast, sign_in: SignIn, status: OrderStatus) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 2}, now=NOW)
    Order.objects.filter(pk=order.pk).update(status=status)
    page = sign_in(cast.norrsken.buyer)

    assert page.get(order.get_absolute_url()).status_code == 200
    assert listed(page, status=status) == [order.number]
