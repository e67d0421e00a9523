"""What every test may count on."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Member
from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    """Norrsken IT, Lagerhuset Elektronik and Fjord Data with their people."""
    return assemble()


@pytest.fixture
def sign_in(client: Client) -> Callable[[Member], Client]:
    """Return a function that gives the test's browser, signed in as a member."""

    def signed_in(member: Member) -> Client:
        client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
