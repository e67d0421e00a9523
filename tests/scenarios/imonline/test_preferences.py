"""The New Zealand guide's answers on one's own profile: which mails one gets, and at which address."""

import pytest

from tests.cast import Cast, Staff, a_switch
from tests.factories import make_price, make_stock
from tests.pressing import Page, attribute, has
from tests.scenarios.conftest import Open
from tests.scenarios.steps import link_to, mails_to, sign_in, staff_in

OFFICE = "orders@kiwi.example"


@pytest.fixture
def kiwi(cast: Cast) -> Staff:
    return staff_in(cast, "nz")


def test_preferences_are_kept_under_my_profile(kiwi: Staff, opened: Open) -> None:
    """How do I personalise my portal? My profile, notification preferences (ACC-24, IMO)"""
    mails = sign_in(opened, kiwi.buyer, market="nz").follow("My profile").follow("Mails")

    saved = mails.press("Save choices", {"E-mail: Shipment": "no"})
    again = opened("/", kiwi.buyer).follow("My profile").follow("Mails")

    assert "Saved." in saved.text
    assert not has(again.field("E-mail: Shipment"), "checked")
    assert has(again.field("E-mail: Order confirmation"), "checked")


def test_order_confirmations_are_switched_off_and_on(cast: Cast, kiwi: Staff, opened: Open) -> None:
    """I am not receiving any order confirmation. Select the type of notification and its checkbox (ACC-24, IMO)"""
    mails = opened("/", kiwi.buyer).follow("My profile").follow("Mails")

    off = mails.press("Save choices", {"E-mail: Order confirmation": "no"})
    silent = place_order(cast, opened, kiwi)
    assert mails_to(kiwi.buyer.user.email) == []
    off.press("Save choices", {"E-mail: Order confirmation": "yes"})
    order = place_order(cast, opened, kiwi)

    [message] = mails_to(kiwi.buyer.user.email)
    assert order.title in message.subject
    assert silent.title in opened("/", kiwi.buyer).follow("Notifications").text


def test_order_confirmations_go_to_the_address_that_was_entered(cast: Cast, kiwi: Staff, opened: Open) -> None:
    """And if they shall go to our office? Enter its address for that type (ACC-24, IMO)"""
    mails = opened("/", kiwi.buyer).follow("My profile").follow("Mails")

    added = mails.press("Add and send the link", {"Another e-mail address": OFFICE})
    opened(link_to(OFFICE), market="nz").press("Confirm this address")
    added.press("Save choices", {"To: Order confirmation": OFFICE})
    order = place_order(cast, opened, kiwi)

    assert order.title in mails_to(OFFICE)[-1].subject
    assert mails_to(kiwi.buyer.user.email) == []


def test_the_backorder_report_is_set_up_there(kiwi: Staff, opened: Open) -> None:
    """How do I set up my backorder report? In the same place, daily or weekly (ACC-24, IMO)"""
    mails = opened("/", kiwi.buyer).follow("My profile").follow("Mails")

    saved = mails.press("Save choices", {"How often: Backorder report": "Daily", "E-mail: Backorder report": "yes"})

    chosen = saved.field("How often: Backorder report")
    options = {attribute(each, "value"): has(each, "selected") for each in chosen.children if not isinstance(each, str)}
    assert options == {"daily": True, "weekly": False}


def place_order(cast: Cast, opened: Open, staff: Staff) -> Page:
    market = staff.company.market
    switch = a_switch(cast)
    make_price(switch, market, "331.20")
    make_stock(switch, market.warehouses_in_order()[0], 5)
    basket = opened(f"/products/{switch.sku}/", staff.buyer).press("Add to basket").follow("Go to basket")
    return basket.follow("Checkout").press("Finish order", {"I accept the terms of sale": "yes"})
