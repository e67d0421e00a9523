"""Products that need a certification are seen by all and added by companies that hold it (CAT-7, IMO)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import Company, CompanyCertification, Member
from baskets import filling
from baskets.contents import contents_of
from baskets.models import BasketLine
from catalog.models import Category, Certification, LifeCycle, Manufacturer, Product
from catalog.offers import Buyer, offers_for
from orders import placing
from orders.models import Order
from tests.cast import Cast, a_staff_user, a_switch
from tests.factories import NOON, make_user
from tests.orders.builders import a_basket, an_order
from tests.pressing import attribute, visit
from tests.staff import browser_of_staff

SignIn = Callable[[Member], Client]
TODAY = NOON.date()
DAY = timedelta(days=1)
NAME = "Kestrel Silver Partner"
NEEDS = f"Needs the certification {NAME}"
HAS_NONE = f"It needs the certification “{NAME}”, which your company does not have."


@pytest.fixture
def silver(cast: Cast) -> Certification:
    return Certification.objects.create(manufacturer="Kestrel", name="Silver Partner")


@pytest.fixture
def switch(cast: Cast, silver: Certification) -> Product:
    return a_switch(cast, needs=silver, stockholm=5)


def certify(company: Company, *, until: date | None = None, is_confirmed: bool = True) -> CompanyCertification:
    """As a company typed it, its own way with capitals."""
    by = make_user(f"desk-{CompanyCertification.objects.count()}@distributor.example") if is_confirmed else None
    return CompanyCertification.objects.create(
        company=company,
        manufacturer="KESTREL",
        name="Silver partner",
        valid_until=until,
        confirmed_at=NOON if by else None,
        confirmed_by=by,
    )


def missing(product: Product, cast: Cast, *, on: date = TODAY) -> list[tuple[str, bool, date | None]]:
    offer = offers_for([product.pk], Buyer.for_company(cast.norrsken.company), on=on)[product.pk]
    assert offer.is_orderable is not bool(offer.missing)
    return [(str(each), each.waits, each.expired_on) for each in offer.missing]


def test_it_opens_by_a_confirmed_certification_until_its_last_day(cast: Cast, switch: Product):
    certify(cast.lagerhuset.company)
    assert missing(switch, cast) == [(NAME, False, None)]

    certify(cast.norrsken.company, until=TODAY - DAY)
    assert missing(switch, cast) == [(NAME, False, TODAY - DAY)]

    certify(cast.norrsken.company, is_confirmed=False)
    assert missing(switch, cast) == [(NAME, True, TODAY - DAY)]

    certify(cast.norrsken.company, until=TODAY)
    assert missing(switch, cast) == []
    assert missing(switch, cast, on=TODAY + DAY)


@pytest.mark.parametrize("scope", [Manufacturer, Category])
def test_a_manufacturer_or_a_category_above_needs_it_for_all_products(
    cast: Cast, silver: Certification, scope: type[Manufacturer] | type[Category]
):
    switch, other = a_switch(cast), a_switch(cast, manufacturer="Merlin", category="Displays/Monitors")
    scope.objects.filter(slug__in=("kestrel", "networking")).update(needs=silver)

    assert [bool(missing(product, cast)) for product in (switch, other)] == [True, False]


def test_all_that_are_needed_must_be_held(cast: Cast, switch: Product):
    gold = Certification.objects.create(manufacturer="Kestrel", name="Gold Partner")
    Manufacturer.objects.update(needs=gold)
    Category.objects.update(needs=gold)
    certify(cast.norrsken.company)

    assert missing(switch, cast) == [("Kestrel Gold Partner", False, None)]


def test_it_is_seen_in_lists_and_comparison_but_not_added(cast: Cast, sign_in: SignIn, switch: Product):
    browser, product = sign_in(cast.norrsken.buyer), switch.name
    for address in ("/catalog/networking/switches/", f"/search/?q={product}", f"/compare/?p={switch.sku}"):
        page = visit(browser, address)
        assert "3 312,00" in page.text
        assert f"Add {product}" not in page.buttons()
        assert page.follow(NEEDS).address.startswith("/company/")

    certify(cast.norrsken.company)
    assert f"Add {product}" in visit(browser, "/catalog/networking/switches/").buttons()


def test_what_is_discontinued_needs_nothing_more(cast: Cast, sign_in: SignIn, switch: Product):
    Product.objects.update(life_cycle=LifeCycle.DISCONTINUED)
    browser = sign_in(cast.norrsken.buyer)

    assert NEEDS not in visit(browser, "/catalog/networking/switches/").text
    assert HAS_NONE not in visit(browser, switch.get_absolute_url()).text


def test_the_product_page_says_why_and_leads_an_administrator_to_add_it(cast: Cast, sign_in: SignIn, switch: Product):
    page = visit(sign_in(cast.norrsken.admin), switch.get_absolute_url())
    assert HAS_NONE in page.text
    assert "Add to basket" not in page.buttons()

    page = page.follow("Add certification")
    assert [attribute(page.field(label), "value") for label in ("Manufacturer", "Certification")] == [
        "Kestrel", "Silver Partner",
    ]  # fmt: skip
    page.press("Save")
    page = visit(page.browser, switch.get_absolute_url())
    assert "Your company's waits for our staff, who confirm it" in page.text

    CompanyCertification.objects.update(valid_until=TODAY - DAY)
    page = visit(page.browser, switch.get_absolute_url())
    assert "Your company's ended on 18 Nov 2026: an administrator of your company writes its new last day" in page.text
    assert page.follow("Your company's certifications").status == 200


def test_a_visitor_reads_who_can_order_it(client: Client, switch: Product):
    page = visit(client, switch.get_absolute_url())

    assert f"Only companies with the certification “{NAME}” can order it." in page.text


def test_it_ended_while_the_page_was_open(cast: Cast, sign_in: SignIn, switch: Product):
    held = certify(cast.norrsken.company)
    page = visit(sign_in(cast.norrsken.buyer), switch.get_absolute_url())
    held.delete()

    page = page.press("Add to basket")

    assert page.address == switch.get_absolute_url()
    assert f"{switch.sku}: {HAS_NONE}" in page.text
    assert not BasketLine.objects.exists()


def test_the_verb_refuses_more_of_it_too(cast: Cast, switch: Product):
    buyer, held = cast.norrsken.buyer, certify(cast.norrsken.company)
    basket = filling.current_basket(buyer, now=NOON)
    filling.add(basket, switch, 1, by=buyer, now=NOON)
    held.delete()

    with pytest.raises(filling.CertificationMissing, match=f"{switch.sku}: It needs the certification"):
        filling.add(basket, switch, 1, by=buyer, now=NOON)
    assert basket.lines.get().quantity == 1


def test_a_typed_part_number_is_kept_with_the_reason(cast: Cast, sign_in: SignIn, switch: Product):
    other = a_switch(cast)
    page = visit(sign_in(cast.norrsken.buyer), "/baskets/numbers/")

    page = page.press("Check and add", {"Part number 1": other.sku, "Part number 2": switch.sku, "Quantity 2": "3"})

    assert "One row was not added" in page.text
    assert HAS_NONE in page.text
    assert attribute(page.field("Part number 1"), "value") == switch.sku
    assert BasketLine.objects.get().product == other


def test_basket_and_checkout_name_the_line_and_placing_refuses(cast: Cast, sign_in: SignIn, switch: Product):
    buyer = cast.norrsken.buyer
    basket = a_basket(buyer, {switch: 1})

    [(_line, problem)] = contents_of(basket, buyer, now=NOON).problems
    assert (problem.blocks, HAS_NONE in problem.sentence) == (True, True)
    page = visit(sign_in(buyer), f"/checkout/{basket.pk}/")
    assert f"{switch.sku}: {HAS_NONE}" in page.text
    assert "Finish order" not in page.buttons()
    with pytest.raises(placing.CannotBeOrdered):
        an_order(buyer, {switch: 1})

    certify(cast.norrsken.company)
    assert an_order(buyer, {switch: 1}) == Order.objects.get()


def test_staff_let_a_product_need_one_and_see_who_holds_it(cast: Cast, switch: Product):
    certify(cast.norrsken.company), certify(cast.norrsken.company), certify(cast.lagerhuset.company, is_confirmed=False)
    staff = browser_of_staff(a_staff_user())

    page = visit(staff, "/admin/catalog/certification/")
    assert page.row("Silver Partner").startswith("Silver Partner Kestrel 1 1 0 0")
    page = visit(staff, "/admin/catalog/certification/add/").press(
        "Save", {"Manufacturer:": "KESTREL", "Certification:": "silver partner"}
    )
    assert "This certification is here already." in page.text
    places = {"product": switch.pk, "manufacturer": switch.manufacturer_id, "category": switch.category_id}
    for model, pk in places.items():
        assert visit(staff, f"/admin/catalog/{model}/{pk}/change/").field("Needed certification:")
    assert switch.sku in visit(staff, "/admin/catalog/product/?needs__isempty=0").text


def test_why_tells_staff_what_is_missing(cast: Cast, switch: Product):
    address = f"/admin/catalog/product/why/?company=Norrsken+IT&product={switch.sku}&quantity=1&on={TODAY}"
    staff = browser_of_staff(a_staff_user())

    assert f"It needs the certification “{NAME}”, which the company does not have." in visit(staff, address).text
    certify(cast.norrsken.company, until=TODAY - DAY)
    assert f"It needs the certification “{NAME}”: the company's ended on" in visit(staff, address).text
    certify(cast.norrsken.company, is_confirmed=False)
    assert f"It needs the certification “{NAME}”: the company's waits to be confirmed." in visit(staff, address).text
