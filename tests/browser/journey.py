"""The main job as its people do it: found, ordered, shipped, invoiced. Each step begins where the last one ended."""

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from catalog.models import ExpectedDelivery, Product
from common.money import round_money
from tests.browser.person import Person
from tests.cast import a_staff_user, a_switch, assemble

PO_NUMBER, TRACKING = "PO-7719", "00373500489530012345"
IN_STOCK = 12
AMOUNT = r"\d[\d ]*,\d\d"


@dataclass(frozen=True)
class Shop:
    """Norrsken IT's buyer, the staff, a switch that is there and one that is on its way; both bear the chemical tax."""

    buyer: User
    staff: User
    there: Product
    awaited: Product


def open_shop() -> Shop:
    cast = assemble()
    buyer = cast.norrsken.buyer.user
    buyer.language = cast.norrsken.company.language = "en"
    buyer.save()
    cast.norrsken.company.save()
    there = a_switch(cast, name="Kestrel KS-24P, 24 ports, PoE", mpn="KS-24P/E", stockholm=IN_STOCK)
    awaited = a_switch(cast, name="Kestrel KS-48, 48 ports", mpn="KS-48/E", price="5120.00", weight_grams=2150)
    ExpectedDelivery.objects.create(
        product=awaited, warehouse=cast.stockholm, expected_on=(timezone.now() + timedelta(days=30)).date(), quantity=40
    )
    return Shop(buyer, a_staff_user(), there, awaited)


def main_job(buyer: Person, staff: Person, shop: Shop) -> None:
    """From a part number to an invoiced parcel."""
    signs_in(buyer, shop)
    fills_the_basket(buyer, shop)
    number = checks_out(buyer, shop)
    reads_what_ships_and_what_waits(buyer, shop, number)
    ships(staff, shop, number)
    opens_the_invoice(buyer, shop, number)
    is_invoiced_to_the_cent(buyer, shop)


def signs_in(buyer: Person, shop: Shop) -> None:
    buyer.opens("/login/")
    buyer.looks("sign-in")
    buyer.signs_in(shop.buyer)
    assert buyer.where == "/"
    buyer.looks("home")


def finds(person: Person, product: Product) -> None:
    """The exact number in the search field leads straight to the product; dashes and slashes are forgiven."""
    search = person.page.get_by_role("search")
    search.get_by_label("Search products, orders and invoices").fill(product.mpn.replace("-", "").replace("/", " "))
    person.presses("Search", part="search")
    assert person.heading == product.name
    assert person.where == product.get_absolute_url()


def fills_the_basket(buyer: Person, shop: Shop) -> None:
    """Two of what is there, three of what is not."""
    finds(buyer, shop.there)
    assert "Chemical tax, each" in buyer.text
    buyer.looks("product-in-stock")
    buyer.fills("Quantity", "2")
    buyer.presses("Add to basket")
    assert "Added to your basket" in buyer.text
    finds(buyer, shop.awaited)
    assert "Out of stock" in buyer.text
    buyer.looks("product-out-of-stock")
    buyer.fills("Quantity", "3")
    buyer.presses("Add to basket")
    buyer.follows("Go to basket")
    assert shop.there.sku in buyer.text
    assert shop.awaited.sku in buyer.text
    buyer.looks("basket")


def checks_out(buyer: Person, shop: Shop) -> str:
    """Accept the terms and finish; returns the order's number."""
    buyer.follows("Checkout")
    assert "What is in stock ships on" in buyer.text
    assert "Backorder, expected" in buyer.text
    buyer.looks("checkout")
    buyer.fills("PO number (optional)", PO_NUMBER)
    buyer.page.get_by_label("I accept the terms of sale").check()
    buyer.presses("Finish order")
    number = buyer.heading
    assert buyer.where == f"/orders/{number}/"
    return number


def reads_what_ships_and_what_waits(buyer: Person, shop: Shop, number: str) -> None:
    assert f"Order {number} is placed" in buyer.text
    assert "2 of 5 pieces in stock" in buyer.text
    lines = buyer.page.get_by_role("row")
    assert "Ships" in lines.filter(has_text=shop.there.sku).inner_text()
    assert "as first promised" in lines.filter(has_text=shop.awaited.sku).inner_text()
    buyer.looks("order")


def ships(staff: Person, shop: Shop, number: str) -> None:
    """Pick, pack and ship with the buttons of the order's desk."""
    staff.opens("/admin/orders/order/")
    staff.signs_in(shop.staff)
    staff.looks("desk-orders")
    staff.follows(number)
    staff.looks("desk-order")
    staff.presses("Start picking at Stockholm")
    staff.presses("Pack")
    staff.fills("Tracking number:", TRACKING)
    staff.looks("desk-packed")
    staff.presses("Ship")
    assert "is on its way; invoice" in staff.text


def opens_the_invoice(buyer: Person, shop: Shop, number: str) -> None:
    """From the order to the invoice that came with the parcel."""
    buyer.opens(f"/orders/{number}/")
    assert TRACKING in buyer.text
    buyer.looks("order-shipped")
    buyer.page.get_by_role("definition").filter(has_text="-F").get_by_role("link").click()
    assert shop.there.sku in buyer.text
    assert shop.awaited.sku not in buyer.text
    assert TRACKING in buyer.text
    buyer.looks("invoice")


def is_invoiced_to_the_cent(buyer: Person, shop: Shop) -> None:
    """The PDF behind the page's button tells what the page tells, and both add up."""
    shown, paper = sums_on(buyer), text_of_pdf(buyer)
    assert shown["Goods"] == 2 * Decimal("3312.00")
    assert shown["Chemical tax"] > 0
    net = shown["Goods"] + shown["Chemical tax"] + shown["Freight"]
    assert shown["VAT 25 %"] == round_money(net / 4, "SEK")
    assert shown["Invoice total"] == net + shown["VAT 25 %"]
    for label in ("Goods", "Chemical tax", "Freight", "VAT 25 %"):
        assert printed(paper, label) == shown[label]
    assert printed(paper, "To pay, SEK") == shown["Invoice total"]
    for text in (shop.there.sku, shop.there.mpn, TRACKING, PO_NUMBER):
        assert text in paper


def sums_on(buyer: Person) -> dict[str, Decimal]:
    """The totals of the invoice's page by their label."""
    rows = buyer.page.locator("dl.totals > div").all()
    return {
        plain(row.locator("dt").inner_text().split("\n")[0]): decimal_of(row.locator("dd").inner_text()) for row in rows
    }


def text_of_pdf(buyer: Person) -> str:
    """What is printed in the PDF, fetched with the buyer's session."""
    address = buyer.page.get_by_role("link", name="PDF", exact=True).get_attribute("href")
    answer = buyer.page.request.get(address, timeout=60_000)
    assert answer.headers["content-type"] == "application/pdf"
    return plain(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages))


def printed(paper: str, label: str) -> Decimal:
    """The sum that the paper prints behind a label, the base of a tax left out."""
    found = re.search(rf"{re.escape(label)}(?: on {AMOUNT})? ({AMOUNT})", paper)
    assert found, f"{label!r} has no sum in: {paper}"
    return decimal_of(found[1])


def plain(text: str) -> str:
    """The text with one plain space wherever there is any."""
    return " ".join(text.split())


def decimal_of(text: str) -> Decimal:
    """8 118,54 as the number it is, whatever its spaces."""
    return Decimal("".join(text.split()).replace(",", "."))
