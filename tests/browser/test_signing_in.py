"""Locked out and in again, and a new password whose rules tick while it is typed: in a browser, and without scripts."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from accounts import locking
from accounts.models import User
from tests.browser.conftest import Arrive
from tests.browser.person import Person
from tests.cast import Cast, assemble
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cache.clear()
    return assemble()


def types(person: Person, user: User, password: str) -> None:
    person.fills("E-mail address or user name", user.email)
    person.fills("Password", password)
    person.presses("Sign in")


def marks(person: Person) -> dict[str, str | None]:
    rules = person.page.locator("#password-rules li").all()
    return {str(rule.get_attribute("data-rule")): rule.get_attribute("data-met") for rule in rules}


@pytest.mark.parametrize("scripts", [True, False])
def test_locked_out_asked_and_unlocked(arrive: Arrive, cast: Cast, scripts: bool):
    buyer = cast.norrsken.buyer.user
    album = "lockout" if scripts else "lockout-without-scripts"
    person = arrive(album, scripts=scripts)
    person.page.context.add_cookies([{"name": "django_language", "value": "en", "domain": "localhost", "path": "/"}])
    person.opens("/login/")
    for _number in range(5):
        types(person, buyer, "wrong")
    types(person, buyer, PASSWORD)
    assert person.heading == "Your user is locked"
    person.looks("locked")
    person.presses("Ask to be unlocked")
    assert "Your request is on its way by e-mail." in person.text

    locking.unlock(User.objects.get(pk=buyer.pk), by=cast.norrsken.admin, now=timezone.now())
    person.opens("/login/")
    types(person, buyer, PASSWORD)

    assert person.where == "/"
    assert person.complaints == []


def test_the_rules_tick_while_one_types(arrive: Arrive, cast: Cast):
    person = arrive("security")
    person.opens("/login/")
    person.signs_in(cast.norrsken.buyer.user)
    person.opens("/profile/security/")
    assert set(marks(person).values()) == {""}

    for typed, unkept in {
        "Norrsken-7": ["name"],
        "my-buyer-77": ["capital", "name"],
        "Å7": ["length"],
        "wintér": ["length", "capital", "digit"],
        "Winter-Light-26": [],
    }.items():
        person.fills("New password", typed)
        assert [rule for rule, met in marks(person).items() if met == "false"] == unkept
    person.fills("New password", "")
    assert set(marks(person).values()) == {""}

    person.fills("Current password", PASSWORD)
    person.fills("New password", "Winter-Light-26")
    person.looks("typing")
    person.fills("New password again", "Winter-Light-26")
    person.presses("Change password")
    expect(person.page.locator(".notice")).to_contain_text("Your new password is set.")
    assert person.complaints == []
