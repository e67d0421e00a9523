"""The catalog's pages are read in English, whatever language the market begins with."""

import pytest
from django.conf import settings
from django.test import Client


@pytest.fixture
def client(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client
