"""axe and a ruler on every page of the portal that a person gets, wide and narrow, light and dark (WCAG 2.2 AA).

The addresses are those of the authorization table, so a new page is looked at without a word here.
"""

from collections.abc import Iterator, Mapping

import pytest
import time_machine
from django.test import Client

from tests.authorization.posting import real, things_of
from tests.authorization.table import ROWS
from tests.authorization.world import World, build
from tests.browser import looking
from tests.browser.conftest import Arrive
from tests.browser.person import Person
from tests.factories import NOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE, NARROW = looking.WIDTHS
View = tuple[str, int, Mapping[str, object]]
NOT_PAGES = {"/healthz", "/readyz", "/search/suggestions/", "/downloads/<int:pk>/file/"}


def pages_of(world: World, who: str) -> Iterator[str]:
    """Every address that opens for this person, with what is theirs filled in; and one that is denied to them."""
    is_denied_already = False
    for row in ROWS:
        is_page = row.address.endswith("/") and row.address not in NOT_PAGES and not row.address.startswith("/demo/")
        is_denied = row.get[who] == "403"
        if is_page and (row.get[who] == "200" or (is_denied and not is_denied_already)):
            yield real(row.address, things_of(world, row.address, world.people[who]))
        is_denied_already |= is_page and is_denied


def signed_in(person: Person, world: World, who: str) -> Person:
    if member := world.people[who]:
        client = Client()
        client.force_login(member.user)
        person.page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "domain": "localhost", "path": "/"}]
        )
    return person


EACH: list[View] = [("light", WIDE, looking.EVERYTHING), ("dark", NARROW, looking.COLOR_AND_SIZE)]
CROSSWISE: list[View] = [
    ("dark", NARROW, looking.EVERYTHING),
    ("dark", WIDE, looking.COLOR_AND_SIZE),  # a theme changes colors alone
    ("light", NARROW, looking.COLOR_AND_SIZE),
]


def wrong_with(person: Person, address: str, views: list[View]) -> list[str]:
    """What axe and the ruler find on one page in each theme, width and set of rules."""
    page = person.page
    page.goto(address)
    found = []
    for theme, width, rules in views:
        page.emulate_media(color_scheme=theme)
        looking.resize(page, width)
        found += [f"{theme}, {width} px: {fault}" for fault in looking.too_wide(page) + looking.faults(page, rules)]
    return found


def wrong_for(who: str, arrive: Arrive, views: list[View]) -> list[str]:
    """What is found on all pages of one person."""
    with time_machine.travel(NOON, tick=False):
        world = build()
    person = signed_in(arrive(), world, who)
    pages = list(pages_of(world, who))
    assert len(pages) > 10
    return [fault for address in pages for fault in wrong_with(person, address, views)]


@pytest.mark.parametrize("who", ["visitor", "admin"])
def test_every_page_is_for_everybody(arrive: Arrive, who: str):
    """Visitors and administrators meet every template between them."""
    assert wrong_for(who, arrive, EACH) == []


@pytest.mark.long
@pytest.mark.parametrize("who", ["visitor", "buyer", "admin", "support", "basic"])
def test_every_page_is_for_everybody_in_every_light(arrive: Arrive, who: str):
    assert wrong_for(who, arrive, EACH + CROSSWISE) == []
