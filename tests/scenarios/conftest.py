"""What the published FAQs promise, tried on the pages: at noon of a Thursday, with everybody reading English."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Member, User
from tests.cast import Cast, a_staff_user
from tests.factories import NOON
from tests.pressing import Page, visit
from tests.staff import browser_of_staff

Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[time_machine.Traveller]:
    """The clock stands at noon in Stockholm; a test moves it with `at_noon.move_to`."""
    cache.clear()
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def opened(cast: Cast) -> Open:
    """A function that opens an address in a browser of its own: as a member, else as a visitor of a market."""

    def opened(address: str, member: Member | None = None, *, market: str = "se") -> Page:
        browser = Client()
        browser.cookies.load({"market": market, settings.LANGUAGE_COOKIE_NAME: "en"})
        if member:
            browser.force_login(member.user)
        return visit(browser, address)

    return opened


@pytest.fixture
def at_desk(cast: Cast) -> Callable[[str], Page]:
    """A function that opens an address as staff of the distributor, at work in English."""

    def opened(address: str) -> Page:
        staff = User.objects.filter(email="staff@distributor.example").first() or a_staff_user()
        browser = browser_of_staff(staff)
        browser.cookies.load({settings.LANGUAGE_COOKIE_NAME: "en"})
        return visit(browser, address)

    return opened


@pytest.fixture
def files_apart(settings: Settings, tmp_path: Path) -> None:
    """Uploaded files go where the test ends with them."""
    settings.MEDIA_ROOT = tmp_path
