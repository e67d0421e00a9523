"""The distributor's staff, signed in as they are at work."""

from typing import Any

from django.test import Client

from accounts.models import User


def browser_of_staff(user: User, **browser: Any) -> Client:
    """A browser in which this user has signed in to the admin with everything that it asks for."""
    client = Client(**browser)
    client.force_login(user)
    return client
