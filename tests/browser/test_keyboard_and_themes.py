"""What only a browser can tell: keys, double clicks, going back, themes, density, print, languages."""

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from orders.models import Order
from tests.browser import journey
from tests.browser.conftest import Arrive
from tests.browser.journey import Shop
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    return journey.open_shop()


@pytest.fixture
def buyer(arrive: Arrive, shop: Shop) -> Person:
    """Norrsken IT's buyer, signed in."""
    person = arrive()
    person.opens("/login/")
    person.signs_in(shop.buyer)
    return person


def at_checkout(buyer: Person, shop: Shop) -> None:
    """One line in the basket, the terms accepted, the button not pressed yet."""
    buyer.opens(shop.there.get_absolute_url())
    buyer.presses("Add to basket")
    buyer.follows("Go to basket")
    buyer.follows("Checkout")
    buyer.page.get_by_label("I accept the terms of sale").check()


def test_a_slash_goes_to_the_search_field(buyer: Person):
    field = buyer.page.get_by_label("Search products, orders and invoices")
    buyer.page.keyboard.press("/")
    expect(field).to_be_focused()
    buyer.page.keyboard.type("a/b")
    expect(field).to_have_value("a/b")


def test_a_double_click_makes_one_order(buyer: Person, shop: Shop):
    at_checkout(buyer, shop)
    with buyer.page.expect_navigation(url="**/orders/*/"):
        buyer.page.get_by_role("button", name="Finish order").dblclick()
    assert buyer.heading == Order.objects.get().number


def test_going_back_after_ordering_lands_on_the_order(buyer: Person, shop: Shop):
    at_checkout(buyer, shop)
    buyer.presses("Finish order")
    number = buyer.heading
    buyer.page.go_back()
    assert buyer.heading == number
    assert buyer.page.get_by_role("button", name="Finish order").count() == 0


def test_finishing_again_in_another_tab_shows_the_same_order(buyer: Person, shop: Shop):
    at_checkout(buyer, shop)
    other = Person(buyer.page.context.new_page())
    other.opens(buyer.where)
    other.page.get_by_label("I accept the terms of sale").check()
    buyer.presses("Finish order")
    other.presses("Finish order")
    assert other.heading == buyer.heading == Order.objects.get().number
    assert "This basket is already ordered" in other.text


def test_dark_and_compact_hold_after_a_reload(buyer: Person):
    bright = background(buyer)
    buyer.presses("Dark", part="contentinfo")
    buyer.presses("Compact", part="contentinfo")
    buyer.page.reload()
    expect(buyer.page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(buyer.page.locator("html")).to_have_attribute("data-density", "compact")
    assert background(buyer) != bright


def background(person: Person) -> str:
    return str(person.page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def test_paper_has_no_navigation(buyer: Person, shop: Shop):
    buyer.opens(shop.there.get_absolute_url())
    buyer.page.emulate_media(media="print")
    for part in ("navigation", "search", "contentinfo"):
        for element in buyer.page.get_by_role(part).all():
            expect(element).to_be_hidden()
    expect(buyer.page.locator("h1")).to_be_visible()


def test_another_language_keeps_the_page(buyer: Person, shop: Shop):
    address = f"/search/?q={shop.there.manufacturer}"
    buyer.opens(address)
    buyer.presses("Svenska", part="contentinfo")
    expect(buyer.page.locator("html")).to_have_attribute("lang", "sv")
    with translation.override("sv"):
        assert buyer.page.get_by_role("search").get_by_role("button").inner_text() == gettext("Search") != "Search"
    assert buyer.where == address
