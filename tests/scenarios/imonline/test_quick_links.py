"""The New Zealand guide's answers on quick links: always in view, chosen by oneself."""

import pytest

from tests.cast import Cast, Staff
from tests.pressing import Page, said
from tests.scenarios.conftest import Open
from tests.scenarios.steps import sign_in, staff_in


@pytest.fixture
def kiwi(cast: Cast) -> Staff:
    return staff_in(cast, "nz")


def on_every_page(page: Page) -> str:
    """What the strip of quick links says."""
    return next(text for text in map(said, page.find("nav")) if text.startswith("Quick links"))


def test_quick_links_are_selected_and_deselected(kiwi: Staff, opened: Open) -> None:
    """How do I add quick links? After signing in, select or deselect them in your settings (ACC-25, IMO)"""
    settings = sign_in(opened, kiwi.buyer, market="nz").follow("My profile").follow("Quick links")

    settings.press("Add Waiting for stock").press("Remove Invoice list")

    for address in ("/", "/orders/", "/catalog/"):
        strip = on_every_page(opened(address, kiwi.buyer))
        assert "Waiting for stock" in strip
        assert "Invoice list" not in strip


def test_an_administrator_adds_a_user_by_a_quick_link(kiwi: Staff, opened: Open) -> None:
    """Can I create users from the quick links? “Add user” is one of them (ACC-15, ACC-25, IMO)"""
    new = opened("/orders/", kiwi.admin).follow("Add user")

    assert "Send invitation" in new.buttons()
    assert "Add user" not in on_every_page(opened("/", kiwi.buyer))


def test_all_orders_and_invoices_are_one_click_away(kiwi: Staff, opened: Open) -> None:
    """Where do I get at my orders and invoices directly? From the quick links (ACC-25, ORD-8, IMO)"""
    page = opened("/catalog/", kiwi.buyer)

    assert page.follow("Orders").title == "Orders"
    assert page.follow("Invoice list").title == "Invoice Portal"
