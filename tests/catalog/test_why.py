"""Why this price? Staff see each price considered; resellers read why something cannot be bought (CAT-4b)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import Member
from catalog.models import AgreedPrice, LifeCycle, PriceFactor, Product
from tests.cast import Cast, a_staff_user, a_switch
from tests.catalog.promotions import DAY, make_promotion
from tests.factories import make_price, make_product, make_user, standard_edition
from tests.pressing import Page, visit
from tests.staff import browser_of_staff

WHY = "/admin/catalog/product/why/"
ON = date(2026, 11, 21)
SignIn = Callable[[Member], Client]


@pytest.fixture
def switch(cast: Cast) -> Product:
    return a_switch(cast, price="3312.00")


@pytest.fixture
def staff(cast: Cast) -> Client:
    return browser_of_staff(a_staff_user())


def asked(staff: Client, company: str, product: str, quantity: int = 1, on: date = ON) -> Page:
    typed = {"Customer number or name:": company, "SKU, MPN or GTIN:": product}
    return visit(staff, WHY).press("Explain", typed | {"Quantity:": str(quantity), "Day:": on.isoformat()})


def outcomes(page: Page) -> list[tuple[str, ...]]:
    """What was considered, each price without decimals, and the outcome."""
    rows = page.answer.context["found"].considered
    return [(each.what, str(int(each.price)), each.verdict) for each in rows]


LOWEST, HOLDS = "The lowest: this is the price.", "Holds too, but does not lower the price."
OTHER_DAY = "Not valid on this day."


def test_each_price_is_told_with_its_outcome(cast: Cast, staff: Client, switch: Product):
    norrsken, first = cast.norrsken.company, ON - 9 * DAY
    make_price(switch, cast.se, "3180.00", from_quantity=5)
    make_price(switch, cast.se, "3046.00", from_quantity=50)
    switch.listing.base_minor = 400_000
    switch.listing.save()
    PriceFactor.objects.create(edition=standard_edition(cast.se), group=switch.group, ppm=1_000_000)
    for minor, begins, ends in ((310_000, ON, ON), (290_000, first, ON - DAY)):
        AgreedPrice.objects.create(
            company=norrsken, product=switch, price_minor=minor, valid_from=begins, valid_to=ends
        )
    make_promotion(cast.se, {switch: "3100.00"}, name="Autumn", first=first, last=ON)
    make_promotion(cast.se, {switch: "2000.00"}, name="Winter", first=ON + DAY, last=ON + DAY)
    make_promotion(
        cast.se, {switch: "1000.00"}, name="Theirs", companies=[cast.lagerhuset.company], first=first, last=ON
    )
    make_promotion(cast.no, {switch: "900.00"}, name="Norway", first=first, last=ON)

    page = asked(staff, norrsken.customer_number, switch.sku, quantity=6)

    assert f"Norrsken IT pays SEK 3,100.00 for each of 6 {switch.sku}" in page.text
    assert outcomes(page) == [
        ("Agreed price", "3100", LOWEST),
        ("Promotion “Autumn”", "3100", HOLDS),
        ("Price list “Standard”", "3180", HOLDS),
        ("Price list “Standard”, from 1 pieces", "3312", "Replaced by the price from 5 pieces."),
        ("Price list “Standard”, from 50 pieces", "3046", "More pieces are needed."),
        ("Price list “Standard”, base price times the group's factor", "4000",
         "Replaced by the list's own price for this product."),
        ("Agreed price", "2900", OTHER_DAY),
        ("Promotion “Winter”", "2000", OTHER_DAY),
        ("Promotion “Theirs”", "1000", "For others."),
    ]  # fmt: skip


def test_it_is_asked_from_the_product(cast: Cast, staff: Client, switch: Product):
    page = visit(staff, f"/admin/catalog/product/{switch.pk}/change/").follow("Why this price?")

    page = page.press("Explain", {"Customer number or name:": "norrsken it"})

    assert f"each of 1 {switch.sku}" in page.text


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda cast: make_product(), "No price holds: it is on request."),
        (lambda cast: a_switch(cast, life_cycle=LifeCycle.DISCONTINUED), "It is discontinued and cannot be ordered."),
        (lambda cast: a_switch(cast, weight_grams=None), "the net weight is missing"),
        (lambda cast: a_switch(cast, minimum_quantity=10), "At least 10 must be ordered."),
    ],
)
def test_what_stands_in_the_way_is_said(cast: Cast, staff: Client, make: Callable[[Cast], Product], sentence: str):
    assert sentence in asked(staff, "Norrsken IT", make(cast).sku).text


def test_a_missing_list_or_edition_is_named(cast: Cast, staff: Client, switch: Product):
    after = asked(staff, "Norrsken IT", switch.sku, on=date(2031, 1, 1)).text
    assert "The price list “Standard” has no edition on this day." in after

    cast.norrsken.company.price_list_choice.delete()
    assert "The company buys by no price list." in asked(staff, "Norrsken IT", switch.sku).text


def test_what_cannot_be_read_is_told_beside_its_field_and_stays(cast: Cast, staff: Client, switch: Product):
    make_product(mpn="TWIN"), make_product(mpn="TWIN", manufacturer="Merlin")

    page = visit(staff, f"{WHY}?company=nobody&product=TWIN&quantity=0&on=yesterday")

    for sentence in (
        "No company has this number or name.",
        "Several products have this number: ",
        "Enter a valid date.",
    ):
        assert sentence in page.text
    assert 'value="yesterday"' in page.answer.text
    assert "Several companies match: " in asked(staff, "a", switch.sku).text
    assert "No product has this number." in asked(staff, "Norrsken IT", "NOTHING").text
    assert visit(staff, f"{WHY}?company=%00&product=%00&quantity=9999999999&on=0001-01-01").status == 200


def test_staff_who_may_not_see_agreed_prices_are_refused(cast: Cast):
    newcomer = make_user("newcomer@distributor.example", is_staff=True)
    newcomer.user_permissions.add(Permission.objects.get(codename="view_product"))
    assert browser_of_staff(newcomer).get(WHY).status_code == 403

    newcomer.user_permissions.add(Permission.objects.get(codename="view_agreedprice"))
    assert browser_of_staff(newcomer).get(WHY).status_code == 200


def test_who_sees_no_price_still_reads_why_it_cannot_be_bought(cast: Cast, sign_in: SignIn):
    basic = cast.norrsken.basic
    basic.tick(frozenset({"keep_baskets", "view_stock"}))
    basic.save()
    browser = sign_in(basic)

    page = visit(browser, make_product().get_absolute_url())
    assert "It cannot be ordered yet: your company has no price for this product. Support makes one." in page.text
    assert "its net weight is not known" in visit(browser, a_switch(cast, weight_grams=None).get_absolute_url()).text
    assert "Price on request" in visit(browser, "/catalog/networking/switches/").text
