"""A company's own part numbers: typed, found, printed, and nobody else's (CAT-11b)."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.access import PrivilegeMissing
from accounts.acting import Actor
from accounts.activities import sentence_of
from accounts.models import Activity, Member, Notification
from accounts.privileges import Role
from baskets.models import Basket
from catalog import own_numbers
from catalog.models import OwnPartNumber, Product
from catalog.offers import Buyer, offers_for
from catalog.part_numbers import own_normalized
from invoices.models import Invoice
from orders import fulfilling
from tests.cast import Cast, a_staff_user, a_switch
from tests.catalog.test_category import skus, skus_on
from tests.factories import NOON, make_member, make_product, make_user
from tests.orders.builders import a_parcel, an_order
from tests.pressing import Page, visit

Open = Callable[[Member, str], Page]
LIST = "/company/part-numbers/"


@pytest.fixture
def at(client: Client) -> Open:
    """A function that opens a page as a member."""

    def opened(member: Member, address: str) -> Page:
        client.force_login(member.user)
        return visit(client, address)

    return opened


def give(member: Member, product: Product, number: str) -> OwnPartNumber:
    return own_numbers.add(product, number, to=member.company, by=Actor.administrator(member), now=NOON)


# --- Finding ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["SW 24-Å", "sw24å", "sw-24-å ", "ＳＷ24Å"])
def test_an_own_number_leads_straight_to_its_product(cast: Cast, at: Open, typed: str) -> None:
    product = a_switch(cast)
    make_product(mpn="SW24")
    give(cast.norrsken.buyer, product, "SW 24-Å")

    page = at(cast.norrsken.basic, "/").press("Search", {"Search products, orders and invoices": typed})

    assert page.address == product.get_absolute_url()


def test_an_own_number_comes_before_a_makers(cast: Cast, at: Open) -> None:
    product, other = a_switch(cast), make_product(mpn="A-100")
    give(cast.norrsken.buyer, product, "A100")

    assert at(cast.norrsken.buyer, "/search/?q=a-100").address == product.get_absolute_url()
    assert at(cast.fjord.buyer, "/search/?q=a-100").address == other.get_absolute_url()


def test_nobody_else_finds_it(cast: Cast, client: Client, at: Open) -> None:
    give(cast.norrsken.buyer, a_switch(cast), "NIT-4411")

    assert skus_on(client, "/search/?q=NIT-4411") == []
    assert "Nothing was found" in at(cast.fjord.buyer, "/search/?q=NIT-4411").text
    assert "Nothing was found" in at(cast.fjord.buyer, "/search/?q=NIT-44").text


def test_its_beginning_finds_it_before_words(cast: Cast, client: Client, at: Open) -> None:
    by_words, numbered = make_product("Cable for nit-44 racks"), a_switch(cast)
    give(cast.norrsken.buyer, numbered, "NIT-4411")
    client.force_login(cast.norrsken.buyer.user)

    assert skus_on(client, "/search/?q=nit-44") == skus(numbered, by_words)


def test_adding_by_number_takes_it(cast: Cast, at: Open) -> None:
    product, other = a_switch(cast), make_product(mpn="NIT 1")
    give(cast.norrsken.buyer, product, "NIT-1")

    page = at(cast.norrsken.buyer, "/baskets/numbers/").press("Check and add", {"Part number 1": "nit1"})

    assert f"Added to your basket: 1 × {product.name}." in page.text
    assert other.sku not in page.text
    assert "own number NIT-1" in page.row(product.name)


# --- Where it is shown -------------------------------------------------------------------------------------------


def test_an_offer_tells_it_to_its_company_alone_and_asks_no_more(cast: Cast) -> None:
    products = [a_switch(cast).pk for _ in range(4)]
    buyer = Buyer.of(Member.objects.ready_to_ask().get(pk=cast.norrsken.buyer.pk))

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            offers_for(products, buyer, on=NOON.date())
        return len(asked)

    queries()  # what is asked for once and kept
    before = queries()
    give(cast.norrsken.buyer, Product.objects.get(pk=products[0]), "NIT-1")

    assert queries() == before
    assert [offer.own_number for offer in offers_for(products, buyer, on=NOON.date()).values()] == ["NIT-1", "", "", ""]
    for other in (Buyer.of(cast.fjord.buyer), Buyer.visitor(cast.se)):
        assert {offer.own_number for offer in offers_for(products, other, on=NOON.date()).values()} == {""}


def test_lists_product_basket_and_checkout_show_it(cast: Cast, at: Open) -> None:
    product = a_switch(cast, name="Kestrel PoE switch", stockholm=9)
    buyer = cast.norrsken.buyer
    give(buyer, product, "NIT-1")

    assert "own number NIT-1" in at(buyer, "/search/?q=poe").row(product.sku)
    page = at(buyer, product.get_absolute_url())
    assert "Own part number NIT-1" in page.text
    page.press("Add to basket")
    basket = Basket.objects.get(owner=buyer)
    assert "own number NIT-1" in at(buyer, basket.get_absolute_url()).row(product.sku)
    assert "own number NIT-1" in at(buyer, f"/checkout/{basket.pk}/").row(product.sku)


def test_order_mails_and_invoice_keep_the_number_of_the_day(cast: Cast, at: Open) -> None:
    product, buyer = a_switch(cast, stockholm=9), cast.norrsken.buyer
    own = give(buyer, product, "NIT-1")
    order = an_order(buyer, {product: 2})
    own_numbers.change(own, product, "NIT-2", by=Actor.administrator(buyer), now=NOON)
    parcel = a_parcel(order, cast.stockholm)
    fulfilling.ship(parcel, carrier="PostNord", tracking_number="1", serials={}, by=a_staff_user(), now=NOON)

    assert "own number NIT-1" in at(buyer, order.get_absolute_url()).row(product.sku)
    invoice = Invoice.objects.get()
    assert "own number NIT-1" in at(buyer, invoice.get_absolute_url()).row(product.sku)
    assert invoice.lines.all()[0].own_number == "NIT-1"
    lines = [told.facts["lines"][0]["own_number"] for told in Notification.objects.filter(facts__has_key="lines")]
    assert lines == ["NIT-1", "NIT-1"]
    page = at(buyer, "/orders/?status=all&q=nit-1")
    assert order.number in page.links()


# --- Keeping them -----------------------------------------------------------------------------------------------


def test_one_is_added_changed_and_removed(cast: Cast, at: Open) -> None:
    buyer, product, other = cast.norrsken.buyer, a_switch(cast, mpn="EX-1"), a_switch(cast)

    page = at(buyer, LIST).follow("Add number")
    page = page.press("Add number", {"SKU, MPN or GTIN of the product": "ex1", "Own part number": " NIT  1 "})
    assert f"{product.sku} is now NIT 1." in page.text
    page = page.follow("Change NIT 1")
    page = page.press("Save", {"Own part number": "NIT-2", "SKU, MPN or GTIN of the product": other.sku})
    assert "NIT-2" in page.row(other.sku)
    page = page.follow("Change NIT-2").follow("Remove number").press("Remove number")

    assert "NIT-2 was removed." in page.text
    assert not OwnPartNumber.objects.exists()
    assert [sentence_of(each) for each in Activity.objects.filter(kind__startswith="part_number").order_by("pk")] == [
        f"Gave {product.sku} the own part number NIT 1",
        f"Changed an own part number from NIT 1 for {product.sku} to NIT-2 for {other.sku}",
        f"Removed the own part number NIT-2 of {other.sku}",
    ]


def test_a_products_page_leads_to_a_number_and_back(cast: Cast, at: Open) -> None:
    product = a_switch(cast)

    page = at(cast.norrsken.buyer, product.get_absolute_url()).follow("Add")
    page = page.press("Add number", {"Own part number": "NIT-1"})

    assert page.address == product.get_absolute_url()
    assert "Own part number NIT-1" in page.text


@pytest.mark.parametrize(
    ("number", "part", "reason"),
    [
        ("nit1", "{free}", "NIT-1 is your number of {taken}"),
        ("NIT-2", "{taken}", "{taken} has your number NIT-1 already. Change that one."),
        ("{taken}", "{free}", "{taken} is our SKU of"),
        ("---", "{free}", "A number needs a letter or a digit."),
        ("NIT-2", "ABSENT-1", "No product has this number."),
        ("NIT-2", "TWICE-1", "Several products have this number. Type the SKU of one:"),
        ("", "{free}", "This field is required."),
        ("x" * 61, "{free}", "at most 60 characters"),
        ("ﷺ" * 40, "{free}", "This number is too long."),
    ],
)
def test_a_refusal_stands_beside_its_field(cast: Cast, at: Open, number: str, part: str, reason: str) -> None:
    buyer, taken, free = cast.norrsken.buyer, a_switch(cast), a_switch(cast)
    make_product(mpn="TWICE-1")
    make_product(mpn="TWICE 1", manufacturer="Merlin")
    give(buyer, taken, "NIT-1")
    known = {"taken": taken.sku, "free": free.sku}
    typed = {"SKU, MPN or GTIN of the product": part.format(**known), "Own part number": number.format(**known)}

    page = at(buyer, f"{LIST}new/").press("Add number", typed)

    assert reason.format(**known) in page.text
    assert page.title == "Add own part number"
    assert OwnPartNumber.objects.count() == 1


def test_the_same_number_is_another_companys_too(cast: Cast) -> None:
    product = a_switch(cast)
    give(cast.norrsken.buyer, product, "X-1")
    give(cast.fjord.buyer, product, "X-1")

    assert OwnPartNumber.objects.visible_to(cast.norrsken.buyer).count() == 1


@pytest.mark.parametrize(
    "wrong", [{"norm": "NIT1"}, {"product": "same"}, {"number": " NIT-2"}, {"norm": ""}, {"norm": "NIT-2"}]
)
def test_the_database_refuses_what_no_page_would_do(cast: Cast, wrong: dict[str, object]) -> None:
    first = give(cast.norrsken.buyer, a_switch(cast), "NIT-1")
    values = {"number": "NIT-2", "norm": "NIT2", "product": a_switch(cast)} | wrong
    if wrong.get("product"):
        values["product"] = first.product

    with pytest.raises(IntegrityError), transaction.atomic():
        OwnPartNumber.objects.create(company=cast.norrsken.company, changed_at=NOON, **values)


def test_who_neither_orders_nor_administers_only_looks(cast: Cast, at: Open) -> None:
    own = give(cast.norrsken.buyer, a_switch(cast), "NIT-1")
    basic = cast.norrsken.basic

    page = at(basic, LIST)

    assert "NIT-1" in page.text
    assert not {"Add number", "Change NIT-1"} & set(page.links())
    for refused in (
        lambda: give(basic, a_switch(cast), "NIT-2"),
        lambda: own_numbers.remove(own, by=Actor.administrator(basic), now=NOON),
        lambda: own_numbers.remove(own, by=Actor.administrator(cast.fjord.admin), now=NOON),
    ):
        with pytest.raises(PrivilegeMissing):
            refused()
    assert OwnPartNumber.objects.get().number == "NIT-1"


def test_rights_that_went_meanwhile_change_nothing(cast: Cast) -> None:
    buyer = make_member(cast.norrsken.company, Role.BUYER, user=make_user("second@norrsken-it.example"))
    Member.objects.filter(pk=buyer.pk).update(is_enabled=False)

    with pytest.raises(PrivilegeMissing):
        give(buyer, a_switch(cast), "NIT-1")


@pytest.mark.parametrize(("asked", "found"), [("nit 1", 1), ("ex-41", 1), ("poe", 1), ("", 2), ("nothing", 0)])
def test_the_list_is_searched_and_asks_the_same_for_any_number(cast: Cast, at: Open, asked: str, found: int) -> None:
    buyer = cast.norrsken.buyer
    give(buyer, a_switch(cast, name="Switch PoE", mpn="EX-4100"), "NIT-1")
    give(buyer, a_switch(cast, name="Dock"), "DOCK")

    page = at(buyer, LIST).press("Find", {"Number or name": asked})

    assert len([link for link in page.links() if link.startswith("Change ")]) == found


def test_the_list_asks_as_often_for_twenty_as_for_two(cast: Cast, at: Open) -> None:
    def queries() -> int:
        page = at(cast.norrsken.buyer, LIST)
        with CaptureQueriesContext(connection) as asked:
            page.browser.get(LIST)
        return len(asked)

    for number in range(2):
        give(cast.norrsken.buyer, a_switch(cast), f"NIT-{number}")
    few = queries()
    for number in range(2, 20):
        give(cast.norrsken.buyer, a_switch(cast), f"NIT-{number}")
    assert queries() == few


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_holds_what_is_listed(cast: Cast, at: Open, kind: str) -> None:
    buyer = cast.norrsken.buyer
    product = a_switch(cast, name="Switch PoE", mpn="EX-1", gtin="7312345678901")
    give(buyer, product, "=NIT-1")
    give(buyer, a_switch(cast, name="Dock"), "NIT-2")
    browser = at(buyer, LIST).browser

    content = b"".join(browser.get(f"{LIST}export.{kind}?q=poe"))

    if kind == "xlsx":
        rows = [list(row) for row in load_workbook(BytesIO(content)).active.values]
    else:
        rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert rows == [
        ["Own part number", "SKU", "MPN", "GTIN", "Manufacturer", "Name"],
        ["'=NIT-1", product.sku, "EX-1", "7312345678901", "Kestrel", "Switch PoE"],
    ]


def test_letters_of_every_alphabet_count() -> None:
    assert own_normalized("å-1 ä/2") == "Å1Ä2"
    assert own_normalized("ﬁ-9") == "FI9"
