"""A consultant in two companies, and a page of each privilege kind to knock at."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Member, User
from accounts.privileges import Role
from tests.accounts.outbox import install_probe
from tests.cast import Cast, a_staff_user
from tests.factories import make_member, make_user
from tests.pressing import Page, visit
from tests.staff import sign_in_with_factor


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
