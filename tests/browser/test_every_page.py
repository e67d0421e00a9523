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
NOT_PAGES = {"/healthz", "/readyz"}


def pages_of(world: World, who: str) -> Iterator[str]:
    """Every address that answers this person with a page, with what is theirs filled in."""
    for row in ROWS:
        is_page = row.address.endswith("/") and row.address not in NOT_PAGES and not row.address.startswith("/demo/")
        if is_page and row.get[who] in ("200", "403"):
            yield real(row.address, things_of(world, row.address, world.people[who]))


def signed_in(person: Person, world: World, who: str) -> Person:
    if member := world.people[who]:
        client = Client()
        client.force_login(member.user)
        person.page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "domain": "localhost", "path": "/"}]
        )
    return person


EACH: list[View] = [("light", WIDE, looking.EVERYTHING), ("dark", NARROW, looking.EVERYTHING)]
# a theme changes colors alone
CROSSWISE: list[View] = [
    ("dark", WIDE, looking.CONTRAST),
    ("light", NARROW, looking.CONTRAST),
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


@pytest.mark.parametrize("who", ["visitor", "buyer", "admin", "support"])
def test_every_page_is_for_everybody(arrive: Arrive, who: str):
    """Visitor and buyer meet every template, so theirs are looked at crosswise too."""
    with time_machine.travel(NOON, tick=False):
        world = build()
    person = signed_in(arrive(), world, who)
    pages = list(pages_of(world, who))
    views = EACH + (CROSSWISE if who in ("visitor", "buyer") else [])

    found = [fault for address in pages for fault in wrong_with(person, address, views)]

    assert len(pages) > 10
    assert found == []
