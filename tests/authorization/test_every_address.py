"""Every address of the resolver x method x person x (own, colleague's, foreign, absent) (PLT-8, ACC-13, ACC-14b)."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Member
from tests.authorization.addresses import all_addresses, is_of_admin
from tests.authorization.owned import state_of
from tests.authorization.posting import (
    NOT_THERE,
    ask,
    body_for,
    colleagues_things,
    expected_elsewhere,
    foreign_things,
    hostile_body,
    real,
    things_of,
)
from tests.authorization.table import PEOPLE, ROWS, Row
from tests.authorization.world import World

pytestmark = pytest.mark.urls("tests.authorization.demonstration_urls")


@pytest.fixture(autouse=True)
def demonstration(settings: Settings, tmp_path: object) -> None:
    """With what the demonstration alone shows, and no sign-in attempts counted yet."""
    settings.DEMONSTRATION = True
    settings.MAIL_DIRECTORY = tmp_path
    cache.clear()


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    resolved = {f"/{address}" for address in all_addresses() if not is_of_admin(address)}

    assert {row.address for row in ROWS} == resolved
    assert len(ROWS) == len(resolved)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_everyone_gets_what_the_table_says(world: World, who: str, method: str) -> None:
    member = world.people[who]

    found = {row.address: asked(world, row, method, member) for row in ROWS}

    expected = {row.address: (row.get if method == "GET" else row.post)[who] for row in ROWS}
    assert [(address, found[address]) for address in found if found[address] != expected[address]] == []


def asked(world: World, row: Row, method: str, member: Member | None) -> str:
    """The outcome of one request, and nothing of it remains."""
    address = real(row.address, things_of(world, row.address, member))
    with transaction.atomic():
        answer = ask(member, method, address, body_for(world, row.address, member))
        transaction.set_rollback(True)
    return answer.outcome


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_foreign_answers_as_what_is_absent(world: World, who: str, method: str) -> None:
    member = world.people[who]
    for row in [row for row in ROWS if row.names_a_thing]:
        foreign = real(row.address, foreign_things(world, row.address))
        absent = real(row.address, NOT_THERE)
        body = hostile_body(world, member) if member else {}

        answers = [ask(member, method, address, body) for address in (foreign, absent)]

        expected = expected_elsewhere((row.get if method == "GET" else row.post)[who])
        assert (row.address, answers[0].outcome) == (row.address, expected)
        assert answers[0].without(foreign) == answers[1].without(absent)


@pytest.mark.parametrize("who", ["admin", "buyer", "basic"])
def test_what_is_a_colleagues_alone_answers_as_what_is_absent(world: World, who: str) -> None:
    for row in [row for row in ROWS if row.whose == "member"]:
        for method, cells in (("GET", row.get), ("POST", row.post)):
            theirs = real(row.address, colleagues_things(world, row.address))
            absent = real(row.address, NOT_THERE)

            answers = [ask(world.people[who], method, address) for address in (theirs, absent)]

            assert answers[0].outcome == expected_elsewhere(cells[who])
            assert answers[0].without(theirs) == answers[1].without(absent)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_form_changes_what_is_not_ones_own(world: World, who: str) -> None:
    """Every form, to one's own things and to others', full of numbers that are not one's own."""
    member = world.people[who]
    body = hostile_body(world, member or world.norrsken.buyer)
    before = state_of(world.fjord)
    colleagues = list(world.colleagues_basket.lines.values())

    for row in ROWS:
        for things in (things_of(world, row.address, member), foreign_things(world, row.address)):
            if row.names_a_thing or "pk" in things:
                address = real(row.address, things_of(world, row.address, member) | things)
                assert ask(member, "POST", address, body).status < 500

    assert state_of(world.fjord) == before
    assert list(world.colleagues_basket.lines.values()) == colleagues


def test_no_form_is_accepted_without_its_token(world: World) -> None:
    """A page elsewhere cannot send a form of ours in somebody's name (PLT-7)."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.norrsken.buyer.user)
    for row in ROWS:
        if row.post["buyer"] in ("302", "303"):
            address = real(row.address, things_of(world, row.address, world.norrsken.buyer))
            body = body_for(world, row.address, world.norrsken.buyer)
            assert (address, browser.post(address, body).status_code) == (address, 403)


def test_staff_without_a_company_are_told_so_on_every_page_of_companies(world: World) -> None:
    staff = world.cast.norrsken.buyer.user
    staff.is_staff = True
    staff.save()
    staff.memberships.update(is_enabled=False)
    for row in ROWS:
        if row.get["visitor"] == "login" and row.get["buyer"] == "200":
            address = real(row.address, things_of(world, row.address, world.norrsken.buyer))
            assert ask(world.norrsken.buyer, "GET", address).status == 403
