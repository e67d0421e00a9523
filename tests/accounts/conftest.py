"""A consultant in two companies, and a page of each privilege kind to knock at."""

import pytest

from accounts.models import Member
from accounts.privileges import Role
from tests.accounts.outbox import install_probe
from tests.cast import Cast
from tests.factories import make_member, make_user


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
