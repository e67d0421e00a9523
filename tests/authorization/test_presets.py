"""The table of ACC-12, cell by cell: on pages, in exports, in mails; and rights that go with the next request (ACC-14).

Which pages a privilege opens is read from the views themselves, so a page that comes later is tested without a word
here. What has no page yet is named as such, and turns red on the day it gets one.
"""

import csv
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core import mail
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts import locking, mailing
from accounts.models import Member, ServiceRemoval
from accounts.privileges import PRESETS, Privilege, Role
from common.access import Access, access_of
from orders import fulfilling
from portal.checks import views_of
from tests.authorization.posting import browser_of, real, things_of
from tests.authorization.reading import figures_in, text_of_content
from tests.authorization.table import ROWS
from tests.authorization.world import World
from tests.cast import a_staff_user
from tests.factories import NOON
from tests.orders.builders import a_parcel, an_order
from tests.presets import cells
from tests.pressing import visit

ROLES = ("admin", "buyer", "support", "basic")
SEEN_ON_PAGES = {"view_stock", "view_prices"}  # they fill columns of others; only with more do they open a page
OPEN_PAGES = {
    *("keep_baskets", "place_orders", "view_orders", "view_invoices", "manage_users"),
    "download_price_lists",
}
WITHOUT_PAGES = {
    *("share_baskets", "request_returns", "view_licenses"),
    *("view_statements", "use_api", "approve_orders"),
}
OPENS_BESIDE_ANOTHER = {"manage_quotes"}  # its only pages open to place_orders too


def pages_of(privilege: str) -> list[str]:
    """Every address whose view asks for the privilege, as it is declared."""
    patterns = views_of(get_resolver().url_patterns)
    return [f"/{route}" for route, pattern in patterns if privilege in access_at(pattern).privileges]


def access_at(pattern: URLPattern) -> Access:
    return access_of(pattern.callback) or Access(is_public=True)


def asked_at() -> dict[str, Access]:
    """What each address asks for."""
    return {f"/{route}": access_at(pattern) for route, pattern in views_of(get_resolver().url_patterns)}


def member_of(world: World, role: str) -> Member:
    member = world.people[role]
    assert member is not None
    return member


def test_the_table_is_the_whole_of_it() -> None:
    assert {cell.privilege for cell in cells()} == set(Privilege)
    assert len(cells()) == 15 * 4
    assert set(Privilege) == SEEN_ON_PAGES | OPEN_PAGES | WITHOUT_PAGES | OPENS_BESIDE_ANOTHER


def test_what_has_no_page_of_its_own_has_none() -> None:
    """A first page of one of these moves it to `OPEN_PAGES`, where its cells are tested."""
    assert {name for name in WITHOUT_PAGES if pages_of(name)} == set()
    assert {name for name in OPEN_PAGES if not pages_of(name)} == set()
    asked = asked_at()
    assert all(asked[page].one_is_enough for name in OPENS_BESIDE_ANOTHER for page in pages_of(name))


def test_every_cell_in_the_data(world: World) -> None:
    wrong = [cell for cell in cells() if member_of(world, cell.role).may(cell.privilege) != cell.is_given]
    assert wrong == []


def test_every_cell_by_the_pages_it_opens(world: World) -> None:
    """A page is denied to a role exactly where the role lacks something that the page asks for."""
    given = {role: {cell.privilege for cell in cells() if cell.role == role and cell.is_given} for role in ROLES}
    asked, wrong = asked_at(), []
    for role in ROLES:
        browser = browser_of(member_of(world, role))
        for address in sorted({page for name in OPEN_PAGES for page in pages_of(name)}):
            enough = any if asked[address].one_is_enough else all
            is_open = enough(name in given[role] for name in asked[address].privileges)
            status = status_at(browser, real(address, things_of(world, address, world.people[role])))
            if (status == 403) == is_open:
                wrong.append((role, address, status))
    assert wrong == []


def test_every_cell_of_prices_and_stock_by_what_the_product_shows(world: World) -> None:
    found = {}
    for role in ROLES:
        page = text_of_content(browser_of(member_of(world, role)).get(f"/products/{world.switch.sku}/").content)
        found["view_prices", role] = "331200" in figures_in(page)
        found["view_stock", role] = "Stockholm" in page
    assert found == {(cell.privilege, cell.role): cell.is_given for cell in cells() if cell.privilege in SEEN_ON_PAGES}


def test_prices_are_a_column_of_the_orders_export_for_whom_they_are_given(world: World) -> None:
    """Support exports orders without the columns of amounts; Basic exports none."""
    columns = {}
    for role in ROLES:
        answer = browser_of(member_of(world, role)).get("/orders/export.csv?status=all")
        if answer.status_code == 200:
            heads = next(csv.reader(StringIO(b"".join(answer).decode("utf-8-sig"))))
            columns[role] = {"Currency"} & set(heads)
        else:
            columns[role] = {str(answer.status_code)}
    assert columns == {"admin": {"Currency"}, "buyer": {"Currency"}, "support": set(), "basic": {"403"}}


@pytest.mark.parametrize("role", ROLES)
def test_mails_of_an_order_reach_who_may_view_orders_with_amounts_for_who_may_view_prices(
    world: World, role: str
) -> None:
    """Somebody orders as Buyer, becomes the role, and the order ships."""
    given = {cell.privilege: cell.is_given for cell in cells() if cell.role == role}
    buyer = Member.objects.ready_to_ask().get(pk=world.norrsken.buyer.pk)
    mailing.send_due(now=NOON)
    mail.outbox.clear()
    order = an_order(buyer, {world.switch: 2})
    buyer.take_role(Role.ADMINISTRATOR if role == "admin" else Role(role))
    buyer.save()
    parcel = a_parcel(order, world.cast.stockholm)
    staff = a_staff_user("picker@distributor.example")
    fulfilling.ship(parcel, carrier="PostNord", tracking_number="37322048SE", by=staff, now=NOON)

    mailing.send_due(now=NOON)

    confirmations = [message for message in mail.outbox if "37322048SE" not in message.body]
    shipments = [message for message in mail.outbox if "37322048SE" in message.body]
    told = {address for message in shipments for address in message.to}
    assert told == {buyer.user.email if given["view_orders"] else world.norrsken.admin.user.email}
    has_amounts = {"662400" in figures_in(text_of_content(message.body.encode())) for message in confirmations}
    assert has_amounts == ({given["view_prices"]} if given["view_orders"] else set())
    assert (order.number in visit(browser_of(buyer), "/notifications/").text) == given["view_orders"]


def test_mails_about_locked_users_reach_who_manages_users(world: World) -> None:
    mailing.send_due(now=NOON)
    mail.outbox.clear()
    for _attempt in range(world.cast.se.wrong_passwords):
        locking.note_wrong_password(world.norrsken.basic.user, now=NOON)

    mailing.send_due(now=NOON)

    told = {address for message in mail.outbox for address in message.to}
    given = {cell.role for cell in cells() if cell.privilege == "manage_users" and cell.is_given}
    assert told == {member_of(world, role).user.email for role in given} | {world.norrsken.basic.user.email}


class TestNextRequest:
    """The session stays open; only the right goes."""

    @pytest.fixture
    def admin(self, world: World) -> Member:
        return world.norrsken.admin

    @pytest.fixture
    def browser(self, admin: Member) -> Client:
        return browser_of(admin)

    def test_each_box_unticked_closes_every_page_that_asks_for_it(
        self, world: World, admin: Member, browser: Client
    ) -> None:
        wrong = []
        for name in sorted(OPEN_PAGES | SEEN_ON_PAGES):
            addresses = [real(page, things_of(world, page, admin)) for page in pages_of(name)]
            assert 403 not in [status_at(browser, address) for address in addresses]
            tick(admin, PRESETS[Role.ADMINISTRATOR] - {name} - beside(name))
            wrong += [(name, each) for each in addresses if status_at(browser, each) != 403]
            tick(admin, PRESETS[Role.ADMINISTRATOR])
        assert wrong == []

    def test_each_service_removed_closes_them_for_everyone_in_the_company(
        self, world: World, admin: Member, browser: Client
    ) -> None:
        wrong = []
        for name in sorted(OPEN_PAGES | SEEN_ON_PAGES):
            addresses = [real(page, things_of(world, page, admin)) for page in pages_of(name)]
            removals = [
                ServiceRemoval.objects.create(company=admin.company, service=service, reason="Under review")
                for service in {name, *beside(name)}
            ]
            for address in addresses:
                answer = browser.get(address)
                if answer.status_code != 403 or "Under review" not in answer.text:
                    wrong.append((name, address))
            for removal in removals:
                removal.delete()
            wrong += [(f"{name} restored", each) for each in addresses if status_at(browser, each) == 403]
        assert wrong == []

    @pytest.mark.parametrize("by", ["box", "service"])
    def test_prices_and_stock_are_gone_from_the_product(
        self, world: World, admin: Member, browser: Client, by: str
    ) -> None:
        for name, shows in (("view_prices", "331200"), ("view_stock", "Stockholm")):
            assert shows in product_page(browser, world)
            if by == "box":
                tick(admin, PRESETS[Role.ADMINISTRATOR] - {name})
            else:
                ServiceRemoval.objects.create(company=admin.company, service=name, reason="Under review")
            assert shows not in product_page(browser, world)
            tick(admin, PRESETS[Role.ADMINISTRATOR])
            ServiceRemoval.objects.all().delete()

    def test_end_customers_stay_open_while_one_of_their_two_privileges_is_left(
        self, admin: Member, browser: Client
    ) -> None:
        for name in ("place_orders", "manage_quotes"):
            tick(admin, PRESETS[Role.ADMINISTRATOR] - {name})
            assert browser.get("/company/end-customers/").status_code == 200
        tick(admin, PRESETS[Role.ADMINISTRATOR] - {"place_orders", "manage_quotes"})
        assert browser.get("/company/end-customers/").status_code == 403

    @pytest.mark.parametrize("name", sorted(WITHOUT_PAGES | OPENS_BESIDE_ANOTHER))
    def test_what_has_no_page_yet_is_gone_from_the_data(self, admin: Member, name: str) -> None:
        tick(admin, PRESETS[Role.ADMINISTRATOR] - {name})
        assert not Member.objects.ready_to_ask().get(pk=admin.pk).may(name)
        tick(admin, PRESETS[Role.ADMINISTRATOR])
        ServiceRemoval.objects.create(company=admin.company, service=name, reason="Under review")
        assert not Member.objects.ready_to_ask().get(pk=admin.pk).may(name)

    def test_every_page_of_the_table_of_addresses_is_reached(self) -> None:
        """So that a page which asks for a privilege is in one of the loops above."""
        reached = {page for name in OPEN_PAGES | SEEN_ON_PAGES for page in pages_of(name)}
        gated = {row.address for row in ROWS if "403" in row.get.values()}
        assert gated - reached == set()


def beside(name: str) -> frozenset[str]:
    """What else is enough for some of the same pages."""
    asked = asked_at()
    shared = [asked[page].privileges for page in pages_of(name) if asked[page].one_is_enough]
    return frozenset().union(*shared) - {name}


def status_at(browser: Client, address: str) -> int:
    """The status of a page, read to its end if it is a file."""
    answer = browser.get(address)
    if answer.streaming:
        b"".join(answer)
    return answer.status_code


def tick(member: Member, privileges: frozenset[str]) -> None:
    member = Member.objects.get(pk=member.pk)
    member.tick(privileges)
    member.save()


def product_page(browser: Client, world: World) -> set[str]:
    page = text_of_content(browser.get(f"/products/{world.switch.sku}/").content)
    return figures_in(page) | set(words_of(page))


def words_of(text: str) -> Iterator[str]:
    yield from (word.strip("<>,.") for word in text.replace("<", " ").replace(">", " ").split())
