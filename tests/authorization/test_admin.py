"""The admin is for staff: every address of it refuses everyone else, and staff beyond their permissions (PLT-8)."""

import re

import pytest
from django.contrib.auth import SESSION_KEY

from accounts.models import Company, PeopleImport
from markets.models import Market
from tests.authorization.addresses import all_addresses, is_of_admin
from tests.authorization.owned import state_of
from tests.authorization.posting import ask, browser_of
from tests.authorization.world import CANARY, World
from tests.factories import make_user
from tests.staff import sign_in_with_factor

# Open to whoever is staff: the index, one's own password, signing in and out, scripts' texts.
FOR_ALL_STAFF = {
    "admin/",
    "admin/login/",
    "admin/logout/",
    "admin/password_change/",
    "admin/password_change/done/",
    "admin/jsi18n/",
}
REFUSALS = (302, 403, 404, 405)
FOR_EVERYONE = {"admin/login/", "admin/logout/", "admin/jsi18n/"}


def real_addresses(company: Company) -> dict[str, str]:
    """Each pattern with a real address: of Fjord Data itself where it names an object."""
    return {
        pattern: "/" + _filled(pattern, company)
        for pattern in all_addresses()
        if is_of_admin(pattern) and "^" not in pattern and "(?P" not in pattern
    } | {"admin/(?P<url>.*)$": "/admin/nothing/here/", "admin/accounts/": "/admin/accounts/"}


def _filled(pattern: str, company: Company) -> str:
    kept = PeopleImport.objects.get(company=company)
    return re.sub(r"<[^>]+>", str(company.pk), pattern.replace("<uuid:key>", str(kept.key)))


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("who", ["visitor", "admin"])
def test_visitors_and_members_are_sent_to_sign_in(world: World, who: str, method: str) -> None:
    before = state_of(world.fjord)
    for pattern, address in real_addresses(world.fjord).items():
        answer = ask(world.people[who], method, address, {"name": "Taken", "_save": "Save"})
        if pattern not in FOR_EVERYONE:
            assert (address, answer.status) in [(address, status) for status in REFUSALS]
        assert CANARY not in answer.content.decode().lower()
    assert state_of(world.fjord) == before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_staff_without_a_permission_read_and_change_nothing(world: World, method: str) -> None:
    newcomer = make_user("newcomer@distributor.example", is_staff=True, language="en")
    browser = browser_of(None)
    before = state_of(world.fjord), list(Market.objects.values())
    for pattern, address in real_addresses(world.fjord).items():
        if SESSION_KEY not in browser.session:  # at first, and after signing out
            sign_in_with_factor(browser, newcomer)
        body = {"name": "Taken", "_save": "Save", "post": "yes", "action": "delete_selected"}
        answer = browser.post(address, body) if method == "POST" else browser.get(address)
        if pattern not in FOR_ALL_STAFF:
            assert (address, answer.status_code) in [(address, status) for status in REFUSALS]
        assert CANARY not in answer.text.lower()
    assert (state_of(world.fjord), list(Market.objects.values())) == before
