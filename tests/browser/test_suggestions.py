"""The search field with the keyboard alone: suggestions while one types, and a part number into the basket."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import journey
from tests.browser.conftest import Arrive
from tests.browser.journey import Shop
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LABEL = "Search products, orders and invoices"


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    return journey.open_shop()


@pytest.fixture
def buyer(arrive: Arrive, shop: Shop) -> Person:
    """Norrsken IT's buyer on the dashboard."""
    person = arrive("suggestions")
    person.opens("/login/")
    person.signs_in(shop.buyer)
    return person


def field(buyer: Person) -> Locator:
    return buyer.page.get_by_role("search").get_by_role("combobox", name=LABEL)


def keys(buyer: Person, *pressed: str) -> int:
    """Press each and answer how many keystrokes that were: Shift and Enter are two."""
    for key in pressed:
        buyer.page.keyboard.press(key)
    return sum(key.count("+") + 1 for key in pressed)


def test_from_the_dashboard_into_the_basket_by_part_number_in_three_keystrokes(buyer: Person, shop: Shop):
    """At most six beyond the number are allowed."""
    count = keys(buyer, "/")
    buyer.page.keyboard.type(shop.there.mpn)
    with buyer.page.expect_navigation():
        count += keys(buyer, "Shift+Enter")

    assert count == 3
    assert buyer.where == "/"
    assert f"Added to your basket: 1 × {shop.there.name}" in buyer.text
    assert buyer.complaints == []


def test_arrows_choose_escape_closes_and_the_typed_text_is_kept(buyer: Person, shop: Shop):
    options = buyer.page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    keys(buyer, "/")
    buyer.page.keyboard.type("kestrel")
    expect(options).to_have_count(2)
    expect(buyer.page.get_by_role("search").get_by_role("status")).to_have_text("2 suggestions")

    keys(buyer, "ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field(buyer)).to_have_attribute("aria-activedescendant", "hit-1")
    buyer.looks("open")
    keys(buyer, "ArrowDown", "ArrowDown")
    assert field(buyer).get_attribute("aria-activedescendant") is None
    keys(buyer, "ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    keys(buyer, "Escape")
    expect(field(buyer)).to_have_attribute("aria-expanded", "false")
    expect(options).to_have_count(0)
    expect(field(buyer)).to_have_value("kestrel")
    keys(buyer, "ArrowDown")
    expect(options).to_have_count(2)
    keys(buyer, "ArrowDown")
    with buyer.page.expect_navigation():
        keys(buyer, "Enter")
    assert buyer.where == shop.there.get_absolute_url()
    assert buyer.complaints == []


def test_enter_alone_searches_for_what_was_typed_and_a_click_opens(buyer: Person, shop: Shop):
    field(buyer).press_sequentially("kestrel")
    option = buyer.page.get_by_role("option").filter(has_text=shop.awaited.name)
    with buyer.page.expect_navigation():
        option.click()
    assert buyer.where == shop.awaited.get_absolute_url()
    field(buyer).press_sequentially("kestrel")
    with buyer.page.expect_navigation():
        keys(buyer, "Enter")
    assert buyer.where == "/search/?q=kestrel"


def test_what_cannot_be_added_is_searched_for(buyer: Person):
    field(buyer).press_sequentially("kestrel")
    with buyer.page.expect_navigation():
        keys(buyer, "Shift+Enter")
    assert buyer.where == "/search/?q=kestrel"
