"""Shortcuts on every page: chosen, put in order, gone with the privilege (ACC-25, PLT-15)."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import quick_links
from accounts.models import Member
from accounts.privileges import Privilege
from tests.cast import Cast
from tests.pressing import Page, attribute, said

Open = Callable[..., Page]
PAGE = "/profile/quick-links/"
FIRST = {
    "admin": ["Quick order", "Orders", "Invoice list", "Add user"],
    "buyer": ["Quick order", "Orders", "Invoice list"],
    "support": ["Orders"],
    "basic": ["Quick order"],
}


def on(page: Page) -> list[str]:
    """The quick links that a page shows, in order."""
    strip = next(nav for nav in page.find("nav") if attribute(nav, "aria-label") == "Quick links")
    return [said(link) for link in Page.find(_part(page, strip), "a")][:-1]


def _part(page: Page, element) -> Page:
    part = object.__new__(Page)
    part.root = element
    return part


@pytest.mark.parametrize("role", FIRST)
def test_each_role_begins_with_what_it_may_open(cast: Cast, at_desk: Open, role: str) -> None:
    page = at_desk("/notifications/", getattr(cast.norrsken, role))

    assert on(page) == FIRST[role]
    assert on(at_desk("/", getattr(cast.norrsken, role))) == FIRST[role]
    for link in FIRST[role]:
        assert page.follow(link).status == 200


def test_links_are_added_taken_off_and_put_in_order(cast: Cast, at_desk: Open) -> None:
    page = at_desk(PAGE, cast.norrsken.buyer)

    page = page.press("Add Baskets").press("Remove Orders").press("Move Baskets forward")

    assert on(page) == ["Quick order", "Baskets", "Invoice list"]
    assert on(at_desk("/catalog/", cast.norrsken.buyer)) == ["Quick order", "Baskets", "Invoice list"]
    assert on(page.press("As at first")) == FIRST["buyer"]


def test_none_at_all_is_a_choice_too(cast: Cast, at_desk: Open) -> None:
    page = at_desk(PAGE, cast.norrsken.support).press("Remove Orders")

    assert on(page) == []
    assert "None. Add some from the list." in page.text


def test_a_privilege_that_is_taken_away_takes_its_link_at_once_and_brings_it_back(cast: Cast, at_desk: Open) -> None:
    buyer = cast.norrsken.buyer
    page = at_desk(PAGE, buyer)
    Member.objects.filter(pk=buyer.pk).update(privileges=[Privilege.VIEW_INVOICES, Privilege.KEEP_BASKETS])

    page = page.press("Add Catalog").press("Move Catalog forward")
    assert on(page) == ["Quick order", "Catalog", "Invoice list"]
    assert "Add Orders" not in page.buttons()

    Member.objects.filter(pk=buyer.pk).update(privileges=sorted(buyer.privileges))
    assert on(at_desk(PAGE, buyer)) == ["Quick order", "Orders", "Catalog", "Invoice list"]


def test_only_links_that_ones_privileges_open_are_offered(cast: Cast, at_desk: Open) -> None:
    page = at_desk(PAGE, cast.norrsken.basic)

    page.browser.post(PAGE, {"add": "invoices"})
    page.browser.post(PAGE, {"add": "nonsense"})

    assert on(at_desk(PAGE, cast.norrsken.basic)) == FIRST["basic"]
    assert "Add Invoice list" not in page.buttons()


def test_each_company_has_links_of_its_own(consultant: tuple[Member, Member]) -> None:
    in_norrsken, in_lagerhuset = consultant
    quick_links.add(in_norrsken, "catalog")

    fresh = {member.pk: member for member in Member.objects.ready_to_ask()}
    assert [link.code for link in quick_links.chosen_by(fresh[in_norrsken.pk])][-1] == "catalog"
    assert [link.code for link in quick_links.chosen_by(fresh[in_lagerhuset.pk])] == ["orders"]


def test_many_links_cost_no_query_more_than_none(cast: Cast, sign_in) -> None:
    browser = sign_in(cast.norrsken.admin)
    counts = []
    for codes in ([], list(quick_links.LINKS)):
        Member.objects.filter(pk=cast.norrsken.admin.pk).update(quick_links=codes)
        browser.get("/profile/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/profile/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_every_link_leads_to_a_page_that_its_privilege_opens(cast: Cast, sign_in) -> None:
    browser = sign_in(cast.norrsken.admin)

    assert {link.code: browser.get(link.address).status_code for link in quick_links.LINKS.values()} == dict.fromkeys(
        quick_links.LINKS, 200
    )


def test_the_menu_under_the_name_has_what_the_privileges_open(cast: Cast, at_desk: Open) -> None:
    links = at_desk("/company/", cast.norrsken.buyer).links()
    for name in ("Quick order", "Invoice Portal", "Company profile", "My profile", "Mails", "Security", "Orders"):
        assert name in links

    support = at_desk("/company/", cast.norrsken.support).links()
    assert "Quick order" not in support
    assert "Invoice Portal" not in support
    assert "Orders" in support
