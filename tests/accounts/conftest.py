"""People with more than the cast has, a browser at their page or the staff's desk, and a clean count of attempts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Member, User
from accounts.privileges import Role
from tests.accounts.outbox import install_probe
from tests.cast import Cast, a_staff_user, assemble_staff
from tests.factories import NOON, make_company, make_member, make_user
from tests.pressing import Page, visit
from tests.staff import app_of, sign_in_with_factor


@pytest.fixture(autouse=True)
def no_attempts_before() -> None:
    """No sign-in of another test is counted for the network address of this one."""
    cache.clear()


@pytest.fixture
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def place_for_files(settings: Settings, tmp_path: Path) -> Path:
    """Where what is uploaded lies, empty at first."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def consultant(cast: Cast) -> tuple[Member, Member]:
    """One person, buyer in Norrsken IT and support in Lagerhuset Elektronik."""
    user = make_user("consultant@norrsken-it.example", "Maja Lund")
    in_norrsken = make_member(cast.norrsken.company, Role.BUYER, user=user)
    in_lagerhuset = make_member(cast.lagerhuset.company, Role.SUPPORT, user=user)
    return in_norrsken, in_lagerhuset


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `accounts/probe` be a mail's template."""
    install_probe(monkeypatch)


@pytest.fixture
def at_desk(cast: Cast) -> Callable[..., Page]:
    """A function that opens a page as a member, or as staff where none is named, in a browser that reads English."""
    User.objects.update(language="en")

    def opened(address: str, member: Member | None = None) -> Page:
        browser = Client(headers={"accept-language": "en"})
        browser.cookies.load({settings.LANGUAGE_COOKIE_NAME: "en"})
        staff = User.objects.filter(email="staff@distributor.example").first()
        if member:
            browser.force_login(member.user)
        else:
            sign_in_with_factor(browser, staff or a_staff_user())
        return visit(browser, address)

    return opened


@pytest.fixture
def second_admin(cast: Cast) -> Member:
    """Another administrator of Norrsken IT."""
    user = make_user("second@norrsken-it.example", "Anna Berg")
    return make_member(cast.norrsken.company, Role.ADMINISTRATOR, user=user)


@pytest.fixture
def buyer(cast: Cast) -> User:
    """The buyer of Norrsken IT, with an authenticator app."""
    user = cast.norrsken.buyer.user
    app_of(user)
    return user


@pytest.fixture
def sampa(cast: Cast) -> Member:
    """A buyer in Brazil, where end customers are looked at for 24 hours."""
    company = make_company(cast.markets["br"], "Sampa Tecnologia", region="SP")
    return assemble_staff(company).buyer
