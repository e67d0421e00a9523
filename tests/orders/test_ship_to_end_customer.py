"""Orders that ship straight to an end customer (ORD-1, ACC-20)."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.test.html import Element
from django.utils import timezone

from accounts import end_customers, mailing
from accounts.models import EndCustomer, EndCustomerAddress, Member
from accounts.privileges import Privilege
from baskets.models import Basket
from common import formats
from orders import placing, ship_to
from orders.models import Order
from tests.cast import Cast, a_staff_user, a_switch, assemble_staff
from tests.factories import NOON, a_place, make_company, make_end_customer, make_price, make_product, make_stock
from tests.orders.builders import a_basket, a_shipment, an_order
from tests.orders.test_checkout_page import form_of
from tests.pressing import Page, attribute, has, said, visit
from tests.staff import browser_of_staff


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def at(member: Member, address: str) -> Page:
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(member.user)
    return visit(browser, address)


def checkout(member: Member, basket: Basket) -> Page:
    return at(member, f"/checkout/{basket.pk}/")


def said_as(text: str) -> str:
    return " ".join(text.split())


def option(page: Page, text: str) -> Element:
    return next(each for each in page.find("option") if text in said(each))


def test_the_order_keeps_the_address_and_the_name_as_they_are_today(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    customer = make_end_customer(buyer, "Hotel Kusten")
    page = checkout(buyer, a_basket(buyer, {a_switch(cast, stockholm=5): 1}))
    assert [attribute(group, "label") for group in page.find("optgroup")] == ["Your addresses", "End customers"]

    ordered = page.press("Finish order", {"Ship to": "Hotel Kusten", "I accept the terms of sale": "yes"})

    order = Order.objects.get()
    assert (order.end_customer, order.end_customer_name) == (customer, "Hotel Kusten")
    assert order.ship_to == ["Hotel Kusten", "Strandvägen 1", "903 26 Umeå", "SE"]
    assert "Hotel Kusten" in ordered.links()
    end_customers.edit_address(customer.addresses.get(), a_place(street="Elsewhere 2"), by=buyer, now=NOON)
    end_customers.edit(customer, end_customers.Details(name="Kusten AB", country="SE"), by=buyer, now=NOON)
    later = visit(ordered.browser, order.get_absolute_url())
    assert "Hotel Kusten, Strandvägen 1" in later.text


def test_without_end_customers_the_list_is_as_it_was(cast: Cast) -> None:
    page = checkout(cast.norrsken.buyer, a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1}))

    assert list(page.find("optgroup")) == []


def test_one_in_review_is_seen_disabled_with_its_time_and_not_accepted(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    customer = make_end_customer(buyer, "Hotel Kusten", usable_from=NOON + timedelta(hours=5))
    page = checkout(buyer, a_basket(buyer, {a_switch(cast, stockholm=5): 1}))
    assert has(option(page, "Hotel Kusten"), "disabled")
    with formats.override("en", "SE", cast.se.zone):
        moment = formats.moment(customer.usable_from)
    assert f"(usable from {said_as(moment)})" in page.text

    refused = page.press("Finish order", {"Ship to": "Hotel Kusten", "I accept the terms of sale": "yes"})

    assert refused.status == 422
    assert "Hotel Kusten is still in review: orders can ship to it from" in refused.text
    assert not Order.objects.exists()
    EndCustomer.objects.filter(pk=customer.pk).update(usable_from=NOON)
    refused.press("Finish order", {"Ship to": "Hotel Kusten", "I accept the terms of sale": "yes"})
    assert Order.objects.get().end_customer == customer


@pytest.mark.parametrize("gone", ["refused", "removed"])
def test_who_is_refused_or_removed_is_no_choice(cast: Cast, gone: str) -> None:
    buyer = cast.norrsken.buyer
    state = {"refused_at": NOON, "refusal": "Unknown"} if gone == "refused" else {"archived_at": NOON}
    customer = make_end_customer(buyer, "Hotel Kusten", **state)
    page = checkout(buyer, a_basket(buyer, {a_switch(cast, stockholm=5): 1}))
    assert "Hotel Kusten" not in page.text

    answer = posted(page, f"e{customer.addresses.get().pk}")

    assert answer.status == 422
    assert not Order.objects.exists()


def test_a_foreign_one_is_refused_as_an_absent_one(cast: Cast) -> None:
    theirs = make_end_customer(cast.fjord.buyer, "Fjordhotellet").addresses.get()
    make_end_customer(cast.norrsken.buyer, "Hotel Kusten")
    page = checkout(cast.norrsken.buyer, a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1}))

    answers = [posted(page, value) for value in (f"e{theirs.pk}", "e999999999")]

    assert [answer.status for answer in answers] == [422, 422]
    assert all("Fjordhotellet" not in answer.text for answer in answers)
    assert not Order.objects.exists()


@pytest.mark.parametrize("value", ["", "e", "e1.5", "e-1", "e²", "e" + "9" * 30, "x17", "e17 OR 1=1", "\x00"])
def test_nonsense_is_no_choice(cast: Cast, value: str) -> None:
    page = checkout(cast.norrsken.buyer, a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1}))

    assert posted(page, value).status == 422


def test_who_is_refused_between_page_and_order_gets_no_goods(cast: Cast) -> None:
    """The form found it usable; under the order's locks it is not."""
    buyer = cast.norrsken.buyer
    place = make_end_customer(buyer, "Hotel Kusten").addresses.select_related("end_customer").get()
    EndCustomer.objects.update(refused_at=NOON, refusal="Dissolved")

    with pytest.raises(placing.EndCustomerNotUsable, match="cannot ship to Hotel Kusten now"):
        an_order(buyer, {a_switch(cast, stockholm=5): 1}, ship_to=place)

    assert not Order.objects.exists()


def test_taxes_and_freight_follow_the_end_customers_province(cast: Cast) -> None:
    """Toronto to Vancouver: GST and PST in place of HST (MKT-5)."""
    ca = cast.markets["ca"]
    buyer = assemble_staff(make_company(ca, "Maple Systems", region="ON")).buyer
    product = make_product()
    make_price(product, ca, "100.00")
    make_stock(product, ca.warehouses_in_order()[0], 9)
    customer = make_end_customer(buyer, "Harbour Hotel", country="CA")
    customer.addresses.update(country="CA", region="BC", city="Vancouver", postal_code="V6C 3E8")
    page = checkout(buyer, a_basket(buyer, {product: 1}))
    assert "HST 13" in page.text

    page = page.press("Update", {"Ship to": "Harbour Hotel"})

    assert "HST" not in page.text
    assert "GST 5" in page.text
    assert "PST 7" in page.text
    place = "Harbour Hotel, Strandvägen 1, Vancouver BC V6C 3E8, Canada"
    assert f"Ships straight to {place}. The invoice goes to you." in page.text
    page.press("Finish order", {"I accept the terms of sale": "yes"})
    order = Order.objects.get()
    assert (order.ship_to_country, order.ship_to_region) == ("CA", "BC")
    assert {tax.name for tax in order.taxes.all()} == {"GST", "PST"}


def test_goods_that_leave_sweden_bear_no_chemical_tax(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    customer = make_end_customer(buyer, "Vaasa Hotelli", country="FI")
    place = customer.addresses.select_related("end_customer").get()

    at_home = an_order(buyer, {a_switch(cast, stockholm=5): 1})
    abroad = an_order(buyer, {a_switch(cast, stockholm=5): 1}, ship_to=place)

    assert at_home.chemical_tax > 0
    assert abroad.chemical_tax == Decimal(0)


def test_mail_list_search_export_and_admin_name_the_end_customer(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    place = make_end_customer(buyer, "Hotel Kusten").addresses.select_related("end_customer").get()
    switch = a_switch(cast, stockholm=5)
    order, other = an_order(buyer, {switch: 1}, ship_to=place), an_order(buyer, {switch: 1})

    mailing.send_due(now=timezone.now())
    assert "End customer: Hotel Kusten" in mail.outbox[0].body
    assert "End customer" not in mail.outbox[1].body

    listed = at(buyer, "/orders/?q=kusten")
    assert order.number in listed.links()
    assert other.number not in listed.links()
    assert "to Hotel Kusten" in listed.row(order.number)

    content = b"".join(listed.browser.get("/orders/export.csv?status=all"))
    heads, *rows = csv.reader(StringIO(content.decode("utf-8-sig")))
    assert {row[0]: row[heads.index("End customer")] for row in rows} == {
        order.number: "Hotel Kusten",
        other.number: "",
    }

    desk = visit(browser_of_staff(a_staff_user("desk@distributor.example")), f"/admin/orders/order/{order.pk}/change/")
    assert "Hotel Kusten" in desk.links()


def test_a_removed_one_stays_on_its_orders_and_invoices(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    place = make_end_customer(buyer, "Hotel Kusten").addresses.select_related("end_customer").get()
    order = an_order(buyer, {a_switch(cast, stockholm=5): 1}, ship_to=place)
    end_customers.remove_address(place, by=buyer, now=NOON)
    end_customers.remove(EndCustomer.objects.get(), by=buyer, now=NOON)

    page = at(buyer, order.get_absolute_url())
    assert "End customer Hotel Kusten" in page.text
    assert "Hotel Kusten" not in page.links()
    shipment = a_shipment(order, cast.stockholm)
    assert shipment.invoice is not None
    assert shipment.invoice.ship_to == ["Hotel Kusten", "Strandvägen 1", "903 26 Umeå", "SE"]


def test_support_reads_where_it_went_without_a_link(cast: Cast) -> None:
    place = make_end_customer(cast.norrsken.buyer, "Hotel Kusten").addresses.select_related("end_customer").get()
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1}, ship_to=place)

    page = at(cast.norrsken.support, order.get_absolute_url())

    assert "End customer Hotel Kusten" in page.text
    assert "Hotel Kusten" not in page.links()


def test_the_next_checkout_is_never_filled_in_with_an_end_customer(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    place = make_end_customer(buyer, "Hotel Kusten").addresses.select_related("end_customer").get()
    an_order(buyer, {a_switch(cast, stockholm=5): 1}, ship_to=place)

    page = checkout(buyer, a_basket(buyer, {a_switch(cast, stockholm=5): 1}))

    assert not has(option(page, "Hotel Kusten"), "selected")


def test_many_end_customers_are_found_by_name(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    known = {"company": buyer.company, "country": "SE", "added_by": buyer, "added_at": NOON, "usable_from": NOON}
    numbers = range(ship_to.MOST_LISTED + 1)
    many = EndCustomer.objects.bulk_create(EndCustomer(name=f"Customer {number:04}", **known) for number in numbers)
    place = {"label": "Office", "street": "Storgatan 1", "postal_code": "1", "city": "Umeå", "country": "SE"}
    EndCustomerAddress.objects.bulk_create(EndCustomerAddress(end_customer=each, **place) for each in many)
    page = checkout(buyer, a_basket(buyer, {a_switch(cast, stockholm=5): 1}))
    assert "Customer 0199" in page.text
    assert "Customer 0200" not in page.text

    page = page.press("Update", {"Find end customer": "Customer 0200"})
    assert "Customer 0199" not in page.text
    page = page.press("Finish order", {"Ship to": "Customer 0200", "I accept the terms of sale": "yes"})

    assert Order.objects.get().end_customer_name == "Customer 0200"


def test_who_lost_the_privilege_has_no_end_customers_to_choose(cast: Cast) -> None:
    place = make_end_customer(cast.norrsken.buyer, "Hotel Kusten").addresses.get()
    Member.objects.filter(pk=cast.norrsken.buyer.pk).update(privileges=[Privilege.VIEW_ORDERS])
    member = Member.objects.ready_to_ask().get(pk=cast.norrsken.buyer.pk)

    assert ship_to.Destinations(member, NOON).find(f"e{place.pk}") is None


def posted(page: Page, value: str) -> Page:
    """Send the checkout form as drawn with another destination in it."""
    answer = page.browser.post(page.address, form_of(page.answer.text) | {"ship_to": value})
    return Page(page.browser, answer, page.address)
