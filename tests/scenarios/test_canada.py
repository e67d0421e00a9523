"""The Canadian portal's answers."""

from django.core import mail
from django.test import Client

from accounts import locking, mailing
from accounts.models import User
from accounts.privileges import Privilege
from tests.cast import Cast, a_staff_user, a_switch, assemble_staff
from tests.factories import NOON, PASSWORD, make_company
from tests.orders.builders import an_order
from tests.pressing import visit
from tests.scenarios.conftest import Open
from tests.scenarios.steps import sign_in
from tests.staff import sign_in_with_factor


def test_two_accounts_are_open_in_two_browsers_and_one_browser_holds_one(cast: Cast, opened: Open) -> None:
    """May two people use two accounts on one computer at the same time? (ACC-10, CA)"""
    buyer, basic = cast.norrsken.buyer, cast.norrsken.basic

    first, second = sign_in(opened, buyer), sign_in(opened, basic)
    assert "Hello, Buyer" in first.text
    assert "Hello, Basic" in second.text
    assert "Hello, Buyer" in visit(first.browser, "/").text

    before = first.browser.session.session_key
    typed = {"E-mail address or user name": basic.user.email, "Password": PASSWORD}
    again = first.press("Sign out").press("Sign in", typed)
    assert "Hello, Basic" in again.text
    assert again.browser.session.session_key != before


def test_repeated_wrong_passwords_lock_for_good_until_the_administrator_asks_support(cast: Cast, opened: Open) -> None:
    """What is ID security lockout, and who ends it? (ACC-6, MKT-13, CA)"""
    market = cast.markets["ca"]
    staff = assemble_staff(make_company(market, "Maple Systems", region="ON"))
    User.objects.filter(pk=staff.admin.user_id).update(name="Grace Lee")
    guest = opened("/login/", market="ca")
    wrong = {"E-mail address or user name": staff.buyer.user.email, "Password": "No-1"}
    for _number in range(market.wrong_passwords):
        guest = guest.press("Sign in", wrong)

    locked = guest.press("Sign in", wrong | {"Password": PASSWORD})
    asked = locked.press("Ask to be unlocked")
    mailing.send_due(now=NOON)

    assert locked.title == "Your user is locked"
    assert "Our support unlocks you, asked by an administrator of your company: Grace." in locked.text
    assert market.support_phone in locked.text
    assert "Your request is on its way by e-mail." in asked.text
    [request] = [message for message in mail.outbox if message.subject == "Buyer asks to be unlocked"]
    assert request.to == [staff.admin.user.email]
    assert market.support_phone in request.body
    refused = locking.refusal_of(User.objects.get(pk=staff.buyer.user_id), by=staff.admin)
    assert isinstance(refused, locking.StaffUnlock)

    desk = Client()
    sign_in_with_factor(desk, a_staff_user())
    page = visit(desk, f"/admin/accounts/member/{staff.buyer.pk}/change/")
    assert "In this market staff unlock only at a request." in page.press("Unlock").text
    page.press("Unlock", {"Asked for by:": "Grace"})

    again = opened("/login/", market="ca").press("Sign in", wrong | {"Password": PASSWORD})
    assert again.address.endswith("/")
    assert "Sign out" in again.buttons()


def test_only_resellers_reach_what_is_behind_the_counter(cast: Cast, opened: Open) -> None:
    """Who is let in? (ACC-14b, CA)"""
    page = opened("/orders/", market="ca")

    assert page.title == "Sign in"
    assert "We sell to IT resellers only." in page.text


def test_back_and_the_address_typed_again_are_safe(cast: Cast, opened: Open) -> None:
    """Must I avoid my browser's own buttons? No: what one sees has an address. (BAS-10, ORD-8, CA)"""
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 1})
    listed = opened("/orders/", cast.norrsken.buyer).press("Filter", {"Status": "All"})

    again = visit(listed.browser, listed.address)

    assert again.row(order.number) == listed.row(order.number)
    assert "status=all" in listed.address


def test_a_service_refused_to_a_company_is_refused_to_everyone_in_it_with_the_reason(cast: Cast, opened: Open) -> None:
    """Why may our whole company no longer order? (ACC-14, CA)"""
    cast.norrsken.company.service_removals.create(
        service=Privilege.PLACE_ORDERS, reason="No purchases in the last year", removed_at=NOON
    )
    switch = a_switch(cast, stockholm=1)
    basket = opened(f"/products/{switch.sku}/", cast.norrsken.admin).press("Add to basket").follow("Go to basket")

    refused = visit(basket.browser, f"/checkout/{basket.address.rstrip('/').rsplit('/', 1)[-1]}/")

    assert "Checkout" not in basket.links()
    assert refused.status == 403
    assert "No purchases in the last year" in refused.text


def test_product_information_is_passed_on_without_warranty(cast: Cast, opened: Open) -> None:
    """May I rely on what a product's page says? (CAT-2, CA)"""
    page = opened(f"/products/{a_switch(cast).sku}/", cast.norrsken.buyer)

    assert "It is passed on without warranty" in page.text
