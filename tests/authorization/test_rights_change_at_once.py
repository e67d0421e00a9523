"""A right, service or person taken away is gone with the next request of an open session (ACC-14)."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Member, ServiceRemoval, User
from accounts.privileges import Privilege
from baskets.models import BasketStatus
from orders.models import Order
from tests.authorization.posting import browser_of, checkout_body
from tests.authorization.world import World

# What each page needs, one page a privilege.
PAGES = {
    "/orders/": Privilege.VIEW_ORDERS,
    "/invoices/": Privilege.VIEW_INVOICES,
    "/baskets/": Privilege.KEEP_BASKETS,
}


@pytest.fixture
def browser(world: World) -> Client:
    """A buyer's open session, which has just seen every page."""
    browser = browser_of(world.norrsken.buyer)
    assert [browser.get(address).status_code for address in PAGES] == [200] * len(PAGES)
    return browser


def untick(member: Member, privilege: Privilege) -> None:
    member = Member.objects.get(pk=member.pk)
    member.tick(frozenset(member.privileges) - {privilege})
    member.save()


def test_a_box_unticked_closes_its_page(world: World, browser: Client) -> None:
    for address, privilege in PAGES.items():
        untick(world.norrsken.buyer, privilege)

        answer = browser.get(address)

        assert answer.status_code == 403
        assert str(privilege.label) in answer.text
        assert "Admin" in answer.text


def test_a_service_removed_closes_its_page_for_the_whole_company(world: World, browser: Client) -> None:
    for address, privilege in PAGES.items():
        ServiceRemoval.objects.create(company=world.norrsken.company, service=privilege, reason="Account under review")

        assert browser.get(address).status_code == 403
        assert "Account under review" in browser.get(address).text
        assert browser_of(world.norrsken.admin).get(address).status_code == 403


def test_prices_unticked_are_gone_from_the_product_and_the_orders(world: World, browser: Client) -> None:
    pages = [f"/products/{world.switch.sku}/", f"/orders/{world.order.number}/", "/catalog/networking/switches/"]
    assert all("3\u00a0312,00" in browser.get(address).text for address in pages)

    untick(world.norrsken.buyer, Privilege.VIEW_PRICES)

    assert not any("312,00" in browser.get(address).text for address in pages)


@pytest.mark.parametrize("privilege", [Privilege.PLACE_ORDERS, Privilege.KEEP_BASKETS, Privilege.VIEW_PRICES])
def test_a_checkout_page_open_since_before_places_nothing(world: World, browser: Client, privilege: Privilege) -> None:
    buyer = world.norrsken.buyer
    basket = world.baskets[buyer]
    body = checkout_body(buyer, basket)
    before = Order.objects.count()
    untick(buyer, privilege)

    refused = 404 if privilege == Privilege.KEEP_BASKETS else 403
    assert browser.post(f"/checkout/{basket.pk}/", body).status_code == refused

    basket.refresh_from_db()
    assert (Order.objects.count(), basket.status) == (before, BasketStatus.ACTIVE)


def disable_user(world: World) -> None:
    User.objects.filter(pk=world.norrsken.buyer.user_id).update(is_active=False)


def disable_member(world: World) -> None:
    Member.objects.filter(pk=world.norrsken.buyer.pk).update(is_enabled=False)


def remove_web_access(world: World) -> None:
    ServiceRemoval.objects.create(company=world.norrsken.company, service="web_access", reason="Account under review")


@pytest.mark.parametrize("take_away", [disable_user, disable_member, remove_web_access])
def test_who_lost_access_gets_nothing_more(world: World, browser: Client, take_away: Callable[[World], None]) -> None:
    take_away(world)

    answer = browser.get("/orders/")

    assert answer.status_code == 403
    assert world.order.number not in answer.text
    assert browser.get("/orders/").status_code in (302, 403)
