"""The Swedish and Norwegian portal's answers, each tried with the buttons that it names."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import mailing
from accounts.models import Member, StockistReport
from catalog.models import ExpectedDelivery
from invoices import payments
from invoices.models import Invoice
from tests.cast import Cast, a_switch
from tests.catalog.bids import make_bid
from tests.common.files import a_pdf
from tests.factories import ANSWER, NOON, make_challenge, make_product
from tests.orders.builders import a_shipment, an_order
from tests.pressing import Page
from tests.scenarios.conftest import Open

ONE_O_CLOCK = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
TWO_O_CLOCK = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)


def put_in_basket(page: Page, quantity: str = "1") -> Page:
    return page.press("Add to basket", {"Quantity": quantity}).follow("Go to basket")


def order_what_is_in_the_basket(basket: Page) -> Page:
    return basket.follow("Checkout").press("Finish order", {"I accept the terms of sale": "yes"})


def test_an_order_not_sent_yet_is_changed_in_the_basket(cast: Cast, opened: Open) -> None:
    """Can I still change what I am about to order? (BAS-4, SE)"""
    switch = a_switch(cast, stockholm=9)
    basket = put_in_basket(opened(f"/products/{switch.sku}/", cast.norrsken.buyer), "3")

    changed = basket.press("Update quantities", {"Quantity of line 1": "5"})

    assert "16 560,00" in changed.part("Totals")
    assert "Nothing is in this basket yet." in changed.press("Remove line 1").text


def test_all_orders_are_under_orders(cast: Cast, opened: Open) -> None:
    """Where do I find my orders? (ORD-8, SE)"""
    orders = [an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1}) for _ in range(2)]

    page = opened("/", cast.norrsken.buyer).follow("Orders")

    assert page.title == "Orders"
    assert all(order.number in page.text for order in orders)


def test_outstanding_orders_are_one_filter_away(cast: Cast, opened: Open) -> None:
    """How do I see only what has not been delivered to the carrier yet? (ORD-8, SE)"""
    waiting = an_order(cast.norrsken.buyer, {a_switch(cast): 1})
    gone = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1})
    a_shipment(gone, cast.stockholm)

    everything = opened("/orders/?status=all", cast.norrsken.buyer)
    outstanding = everything.press("Filter", {"Status": "Outstanding"})

    assert everything.row(gone.number)
    assert outstanding.row(waiting.number)
    assert gone.number not in outstanding.text


@pytest.mark.parametrize(
    ("at", "day"),
    [(datetime(2026, 11, 19, 12, 59, 59, tzinfo=UTC), "Ships today"), (TWO_O_CLOCK, "Ships tomorrow")],
)
def test_an_order_before_two_ships_the_same_day(
    cast: Cast, opened: Open, at_noon: time_machine.Traveller, at: datetime, day: str
) -> None:
    """Until when do I order to have it shipped today? (MKT-4, ORD-1, SE)"""
    switch = a_switch(cast, stockholm=1)
    at_noon.move_to(at)

    order = order_what_is_in_the_basket(put_in_basket(opened(f"/products/{switch.sku}/", cast.norrsken.buyer)))

    assert re.fullmatch(r"SE-\d+", order.title)
    assert day in order.row(switch.sku)


@pytest.mark.parametrize(
    ("at", "day"),
    [(datetime(2026, 11, 19, 11, 59, 59, tzinfo=UTC), "Ships today"), (ONE_O_CLOCK, "Ships tomorrow")],
)
def test_an_order_with_a_bid_line_before_one_ships_the_same_day(
    cast: Cast, opened: Open, at_noon: time_machine.Traveller, at: datetime, day: str
) -> None:
    """And until when with BID prices? (MKT-4, ORD-6, SE)"""
    switch = a_switch(cast, stockholm=1)
    make_bid(cast.norrsken.company, {switch: ("2900.00", 5)}, "B-7", terms="For one customer alone.")
    at_noon.move_to(at)

    page = opened(f"/products/{switch.sku}/", cast.norrsken.buyer)
    page = page.press("Add at BID B-7", {"I accept these terms for my company": "yes"})
    order = order_what_is_in_the_basket(page.follow("Go to basket"))

    assert day in order.row(switch.sku)
    assert "2 900,00 BID B-7 " in order.row(switch.sku)


def test_a_company_that_was_stopped_is_told_that_its_order_waits(cast: Cast, opened: Open) -> None:
    """Does it ship today if our credit was discontinued? (ORD-5, SE)"""
    credit = cast.norrsken.company.credit
    credit.is_stopped = True
    credit.save()
    switch = a_switch(cast, stockholm=1)

    order = order_what_is_in_the_basket(put_in_basket(opened(f"/products/{switch.sku}/", cast.norrsken.buyer)))

    assert "The order is held" in order.text
    assert "Ships today" not in order.text


def test_out_of_stock_shows_the_estimated_date(cast: Cast, opened: Open) -> None:
    """It is out of stock; when does it come? (CAT-3, SE)"""
    switch, unknown = a_switch(cast), a_switch(cast)
    ExpectedDelivery.objects.create(
        product=switch, warehouse=cast.stockholm, expected_on=date(2026, 11, 26), quantity=40
    )

    page = opened(f"/products/{switch.sku}/", cast.norrsken.buyer)
    without_date = opened(f"/products/{unknown.sku}/", cast.norrsken.buyer)

    assert "Out of stock" in page.text
    assert "Next delivery estimated" in page.text
    assert "Nov" in page.part("Stock and delivery")
    assert "no date yet" in without_date.text


def test_an_order_says_its_status_and_whom_to_ask_when_it_stands_still(
    cast: Cast, opened: Open, at_noon: time_machine.Traveller
) -> None:
    """What has become of my order? (ORD-9, ORD-10, SE)"""
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1})
    fresh = opened(f"/orders/{order.number}/", cast.norrsken.buyer)
    at_noon.move_to(datetime(2026, 12, 9, 11, 0, tzinfo=UTC))

    stuck = opened(f"/orders/{order.number}/", cast.norrsken.buyer)

    assert "longer than it should take" not in fresh.text
    assert "longer than it should take" in stuck.text
    assert cast.se.support_phone in stuck.text


def test_a_shipped_order_links_its_tracking_number_to_the_carrier(cast: Cast, opened: Open) -> None:
    """Where is my parcel now? (ORD-9, ORD-17, SE)"""
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1})
    a_shipment(order, cast.stockholm, tracking_number="37322048SE")

    page = opened("/orders/?status=all", cast.norrsken.buyer).follow(order.number)

    assert "37322048SE" in page.part("Shipments")
    assert "37322048SE" in page.links()


def test_freight_is_a_line_of_the_invoice(cast: Cast, opened: Open) -> None:
    """What do I pay for shipping, and where do I see it? (MKT-10, INV-2, SE)"""
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1})
    a_shipment(order, cast.stockholm)
    invoice = Invoice.objects.get()

    page = opened(f"/orders/{order.number}/", cast.norrsken.buyer).follow(invoice.number)

    assert f"Freight {amount(order.freight)}" in page.text


def test_a_forgotten_password_is_mended_by_a_link_in_a_mail(cast: Cast, opened: Open) -> None:
    """I forgot my password. What now? (ACC-7, SE)"""
    make_challenge(cast.norrsken.buyer.user)
    sign_in = opened("/login/")

    asked = sign_in.follow("Forgotten password").press("Send the link", {"E-mail address": "buyer@norrsken-it.example"})
    mailing.send_due(now=NOON)

    [message] = [each for each in mail.outbox if each.to == ["buyer@norrsken-it.example"]]
    [link] = re.findall(r"https?://[^/\s]+(/password/reset/\S+)", str(message.body))
    assert asked.status == 200
    chosen = {"New password": "Winter-Light-26", "New password again": "Winter-Light-26"}
    answered = opened(link).press("Answer", {"What was your first pet called?": ANSWER})
    assert answered.press("Set password", chosen).title == "Your new password is set"
    who = {"E-mail address or user name": "buyer@norrsken-it.example", "Password": "Winter-Light-26"}
    assert opened("/login/").press("Sign in", who).title.startswith("Hello")


@pytest.mark.parametrize("number", ["sku", "mpn"])
def test_search_finds_by_our_number_and_by_the_manufacturers(cast: Cast, opened: Open, number: str) -> None:
    """How do I find a product by a part number? (CAT-10, SE)"""
    switch = a_switch(cast, name="Kestrel Lift 24")

    found = opened("/", cast.norrsken.buyer).press(
        "Search", {"Search products, orders and invoices": getattr(switch, number)}
    )

    assert found.title == "Kestrel Lift 24"


def test_search_finds_by_name(cast: Cast, opened: Open) -> None:
    """How do I find a product by its name? (CAT-10, SE)"""
    a_switch(cast, name="Kestrel Lift 24")
    a_switch(cast, name="Kestrel Dock 8")

    found = opened("/", cast.norrsken.buyer).press("Search", {"Search products, orders and invoices": "lift"})

    assert "Kestrel Lift 24" in found.text
    assert "Kestrel Dock 8" not in found.text


def test_a_category_is_filtered_by_manufacturer(cast: Cast, opened: Open) -> None:
    """How do I browse, and see one manufacturer's products only? (CAT-11, SE)"""
    ours = a_switch(cast, name="Kestrel Lift 24")
    other = make_product("Harrier Lift 24", manufacturer="Harrier")
    switches = opened("/catalog/", cast.norrsken.buyer).follow("Switches")

    kestrel = switches.press("Apply filters", {"Kestrel": "yes"})

    assert other.name in switches.text
    assert kestrel.row(ours.name)
    assert other.sku not in kestrel.text


@pytest.fixture
def three_invoices(cast: Cast) -> list[Invoice]:
    """One of October, paid; two of November, open."""
    october = an_invoice(cast, datetime(2026, 10, 5, 9, 0, tzinfo=UTC))
    paid = payments.pay(october, october.gross, reference="bank", now=datetime(2026, 10, 6, 9, 0, tzinfo=UTC))
    return [paid, an_invoice(cast, NOON), an_invoice(cast, NOON)]


def an_invoice(cast: Cast, now: datetime) -> Invoice:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1}, now=now)
    invoice = a_shipment(order, cast.stockholm, now=now).invoice
    assert invoice is not None
    return invoice


def test_the_invoice_portal_finds_by_number(cast: Cast, opened: Open, three_invoices: list[Invoice]) -> None:
    """How do I find an invoice by its number? (INV-3, SE)"""
    wanted, *others = three_invoices
    portal = opened("/", cast.norrsken.buyer).follow("Invoices")

    found = portal.press("Filter", {"Invoice, order or PO number": wanted.number})

    assert portal.title == "Invoice Portal"
    assert found.row(wanted.number)
    assert not any(other.number in found.text for other in others)


def test_the_invoice_portal_filters_by_date_and_payment(
    cast: Cast, opened: Open, three_invoices: list[Invoice]
) -> None:
    """How do I list the invoices of a month, or those not yet paid? (INV-3, SE)"""
    paid, *unpaid = three_invoices
    portal = opened("/invoices/", cast.norrsken.buyer)

    of_october = portal.press("Filter", {"Issued from": "2026-10-01", "to": "2026-10-31"})
    still_open = portal.press("Filter", {"Payment": "Open"})

    assert of_october.row(paid.number)
    assert not any(invoice.number in of_october.text for invoice in unpaid)
    assert all(still_open.row(invoice.number) for invoice in unpaid)
    assert paid.number not in still_open.text


def test_the_chemical_tax_is_on_the_product_and_the_invoice_but_not_among_orders(cast: Cast, opened: Open) -> None:
    """Where do I see the chemical tax of a product? (CAT-14, INV-4, SE)"""
    switch = a_switch(cast, stockholm=1)
    order = an_order(cast.norrsken.buyer, {switch: 1})
    a_shipment(order, cast.stockholm)
    buyer = cast.norrsken.buyer

    product, orders = opened(f"/products/{switch.sku}/", buyer), opened("/orders/?status=all", buyer)
    detail = opened(f"/orders/{order.number}/", buyer)
    invoice = detail.follow(Invoice.objects.get().number)

    assert "552,27" in product.text
    assert "552,27" in invoice.text
    assert "552,27" not in orders.text + detail.text
    assert amount(order.goods + order.freight) in orders.row(order.number)


def test_a_stockist_buys_net_of_chemical_tax(cast: Cast, opened: Open) -> None:
    """We are approved stockists. Do we pay the tax to you? (ACC-19c, CAT-14, SE)"""
    assert_net(cast, opened, cast.lagerhuset.buyer)


def test_a_company_reports_its_approval_and_buys_net_while_it_holds(
    cast: Cast, opened: Open, at_desk: Callable[[str], Page], at_noon: time_machine.Traveller, files_apart: None
) -> None:
    """We must tell you that the Swedish Tax Agency approved us: how, and from when is it net? (ACC-19c, SE)"""
    switch, buyer = a_switch(cast, stockholm=10), cast.norrsken.buyer
    before = an_order(buyer, {switch: 1})
    a_shipment(before, cast.stockholm)
    proof = SimpleUploadedFile("decision.pdf", a_pdf())
    fields = {"Number of the approval": "KEM-7", "Date of the decision": "2026-11-18", "Proof": proof}
    opened("/company/", cast.norrsken.admin).follow("Report an approval").press("Send report", fields)
    report = StockistReport.objects.get(number="KEM-7")

    desk = at_desk(f"/admin/accounts/stockistreport/{report.pk}/change/")
    desk.press("Confirm approval", {"Valid from:": "2026-11-23", "Valid to:": "2026-11-25"})

    for day, due in {19: True, 22: True, 23: False, 25: False, 26: True}.items():
        at_noon.move_to(now := NOON.replace(day=day))
        buyer = Member.objects.ready_to_ask().get(pk=buyer.pk)
        product = opened(f"/products/{switch.sku}/", buyer)
        assert (day, "552,27" in product.text) == (day, due)
        line = an_order(buyer, {switch: 1}, now=now).lines.get()
        assert (day, line.chemical_tax_each) == (day, Decimal("552.27") if due else 0)
    assert "552,27" in opened(f"/invoices/{Invoice.objects.get().number}/", buyer).text


def test_a_company_outside_sweden_buys_net_of_chemical_tax(cast: Cast, opened: Open) -> None:
    """We are not in Sweden. Do we pay the Swedish tax? (CAT-14, SE)"""
    assert_net(cast, opened, cast.fjord.buyer)


def assert_net(cast: Cast, opened: Open, buyer: Member) -> None:
    switch = a_switch(cast, stockholm=1)
    order = an_order(buyer, {switch: 1})
    a_shipment(order, cast.stockholm)

    product = opened(f"/products/{switch.sku}/", buyer)
    invoice = opened(f"/invoices/{Invoice.objects.get().number}/", buyer)

    assert "552,27" not in product.text + invoice.text
    assert "3 312,00" in product.text
    assert "3 312,00" in invoice.text


def amount(value: object) -> str:
    """As Swedish pages write it, with plain spaces."""
    return f"{value:,.2f}".replace(",", " ").replace(".", ",")
