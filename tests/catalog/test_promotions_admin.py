"""Staff make promotions: names, days, companies and prices typed or pasted, wrong ones told by line (CAT-4c)."""

from datetime import date

import pytest

from catalog.models import Product, Promotion
from tests.cast import Cast, a_staff_user, a_switch
from tests.catalog.promotions import make_promotion
from tests.factories import make_product
from tests.pressing import Page, attribute, visit
from tests.staff import browser_of_staff

ADD = "/admin/catalog/promotion/add/"
TYPED = {"Name:": "Autumn", "Market:": "Sweden", "First day:": "2026-11-01", "Last day:": "2026-11-30"}


@pytest.fixture
def form(cast: Cast) -> Page:
    return visit(browser_of_staff(a_staff_user()), ADD)


@pytest.fixture
def switch(cast: Cast) -> Product:
    return a_switch(cast)


def written(promotion: Promotion) -> set[tuple[str, int, int | None]]:
    return set(promotion.prices.values_list("product__sku", "price_minor", "company_id"))


def test_prices_are_pasted_and_hold_for_the_whole_market(form: Page, switch: Product):
    other = make_product(mpn="EX-4100-24T")

    page = form.press("Save", TYPED | {"Prices:": f"{switch.sku}\t2 900,50\n\nex4100 24t 99.00\n"})

    promotion = Promotion.objects.get()
    assert "was added successfully" in page.text
    assert (promotion.name, promotion.valid_from, promotion.valid_to) == (
        "Autumn", date(2026, 11, 1), date(2026, 11, 30),
    )  # fmt: skip
    assert written(promotion) == {(switch.sku, 290_050, None), (other.sku, 9_900, None)}
    assert "Whole market" in page.row("Autumn")


def test_companies_are_chosen_by_their_numbers(cast: Cast, form: Page, switch: Product):
    norrsken, lagerhuset = cast.norrsken.company, cast.lagerhuset.company
    numbers = f"{norrsken.customer_number}\n{lagerhuset.customer_number}"

    page = form.press("Save", TYPED | {"Prices:": f"{switch.sku} 10", "Companies:": numbers})

    promotion = Promotion.objects.get()
    assert written(promotion) == {(switch.sku, 1_000, norrsken.pk), (switch.sku, 1_000, lagerhuset.pk)}
    assert "Chosen companies: 2" in page.row("Autumn")
    again = page.follow("Autumn")
    assert [str(each.children[0]).split() for each in (again.field("Companies:"), again.field("Prices:"))] == [
        numbers.split(), [switch.sku, "10.00"],
    ]  # fmt: skip
    again.press("Save", {"Companies:": "", "Last day:": "2026-12-24"})
    assert written(promotion) == {(switch.sku, 1_000, None)}
    assert promotion.prices.get().valid_to == date(2026, 12, 24)


def test_each_wrong_line_is_told_and_all_that_was_typed_stays(cast: Cast, form: Page, switch: Product):
    make_product(mpn="TWIN"), make_product(mpn="TWIN", manufacturer="Merlin")
    lines = f"{switch.sku} 10\nNOTHING 10\nTWIN 5\n{switch.sku} cheap\n{switch.sku} 0\nonly\n{switch.sku} 11"
    companies = f"{cast.norrsken.company.customer_number} SE-NONE {cast.fjord.company.customer_number}"

    page = form.press("Save", TYPED | {"Prices:": lines, "Companies:": companies})

    for sentence in (
        "Line 2: no product has the number NOTHING.",
        "Line 3: several products have the number TWIN.",
        "Line 4: cheap is no price.",
        "Line 5: 0 is no price.",
        "Line 6: write a part number and a price, such as",
        "Line 7: this product stands above already.",
        "No company of this market has the customer number SE-NONE.",
        f"No company of this market has the customer number {cast.fjord.company.customer_number}.",
    ):
        assert sentence in page.text
    assert str(page.field("Prices:").children[0]).split() == lines.split()
    assert not Promotion.objects.exists()


def test_days_that_run_backward_are_refused(form: Page, switch: Product):
    page = form.press("Save", TYPED | {"Last day:": "2026-10-31", "Prices:": f"{switch.sku} 10"})

    assert "The last day is before the first." in page.text
    assert attribute(page.field("Last day:"), "value") == "2026-10-31"


def test_a_product_in_another_promotion_of_these_days_is_refused_by_name(cast: Cast, form: Page, switch: Product):
    make_promotion(cast.se, {switch: "9.00"}, name="All month", first=date(2026, 11, 30), last=date(2026, 12, 31))

    page = form.press("Save", TYPED | {"Prices:": f"{switch.sku} 10"})
    assert f"{switch.sku} is in the promotion “All month” for the same companies until" in page.text

    page = page.press("Save", {"Last day:": "2026-11-29"})
    assert "was added successfully" in page.text


def test_a_promotion_stays_in_its_market_and_may_be_deleted(cast: Cast, switch: Product):
    promotion = make_promotion(cast.se, {switch: "9.00"}, first=date(2026, 11, 1), last=date(2026, 11, 2))
    page = visit(browser_of_staff(a_staff_user()), f"/admin/catalog/promotion/{promotion.pk}/change/")

    assert not [each for each in page.find("select") if attribute(each, "name") == "market"]
    page.follow("Delete").press("Yes, I’m sure")
    assert not Promotion.objects.exists()


@pytest.mark.parametrize(("when", "name"), [("now", "Now"), ("later", "Later"), ("over", "Over")])
def test_they_are_filtered_by_when_they_run_and_searched(cast: Cast, switch: Product, when: str, name: str):
    for each, year in (("Over", 2020), ("Now", 2021), ("Later", 2090)):
        last = date(2089 if each == "Now" else year, 12, 31)
        make_promotion(cast.se, {switch: "9.00"}, name=each, first=date(year, 1, 1), last=last)
    staff = browser_of_staff(a_staff_user())

    page = visit(staff, f"/admin/catalog/promotion/?when={when}&q={switch.sku}")

    assert "1 promotion" in page.text
    assert page.row(name)
