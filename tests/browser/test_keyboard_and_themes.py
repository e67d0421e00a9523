"""What only a browser can tell: keys, double clicks, going back, themes, density, print, languages."""

import re

import pytest
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
    field = buyer.page.get_by_label("Search products and part numbers")
    buyer.page.keyboard.press("/")
    expect(field).to_be_focused()
    buyer.page.keyboard.type("a/b")
    expect(field).to_have_value("a/b")


def test_a_double_click_makes_one_order(buyer: Person, shop: Shop):
    at_checkout(buyer, shop)
    buyer.page.get_by_role("button", name="Finish order").dblclick()
    expect(buyer.page.locator("h1")).to_have_text(Order.objects.get().number)


def test_going_back_after_ordering_lands_on_the_same_order(buyer: Person, shop: Shop):
    at_checkout(buyer, shop)
    buyer.presses("Finish order")
    number = buyer.heading
    buyer.page.go_back()
    if finish := buyer.page.get_by_role("button", name="Finish order"):
        buyer.page.get_by_label("I accept the terms of sale").check()
        finish.click()
    expect(buyer.page.locator("h1")).to_have_text(number)
    assert Order.objects.count() == 1


def test_dark_and_compact_hold_after_a_reload(buyer: Person):
    bright = background(buyer)
    footer = buyer.page.get_by_role("contentinfo")
    footer.get_by_role("button", name="Dark").click()
    footer.get_by_role("button", name="Compact").click()
    buyer.page.reload()
    expect(buyer.page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(buyer.page.locator("html")).to_have_attribute("data-density", "compact")
    assert background(buyer) != bright


def background(person: Person) -> str:
    return str(person.page.evaluate("getComputedStyle(document.body).backgroundColor"))


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
    buyer.page.get_by_role("button", name=re.compile("Svenska")).click()
    expect(buyer.page.locator("html")).to_have_attribute("lang", "sv")
    assert buyer.where == address
