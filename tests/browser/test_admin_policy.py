"""The stock admin works under the strict content policy: no page of it is refused anything."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import sync_playwright

from tests.machine import chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OURS = ("markets", "accounts", "catalog", "invoices", "baskets", "orders")


def addresses() -> list[str]:
    """The admin's own pages, and list and form of every model of ours that has a desk."""
    pages = [reverse("admin:index")]
    for model in apps.get_models():
        label = model._meta.app_label
        if label in OURS and admin.site.is_registered(model):
            pages += [reverse(f"admin:{label}_{model._meta.model_name}_{page}") for page in ("changelist", "add")]
    return pages


@pytest.fixture
def visit(live_server, admin_client, monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], list[str]]:
    """Return a function that opens pages as staff and returns what the browser refused them."""
    session = {"name": "sessionid", "value": admin_client.cookies["sessionid"].value, "url": live_server.url}
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

    def visited(pages: list[str]) -> list[str]:
        refused: list[str] = []
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            context = browser.new_context()
            context.add_cookies([session])
            page = context.new_page()
            page.on("console", lambda line: refused.append(line.text) if "Policy" in line.text else None)
            page.on("pageerror", lambda error: refused.append(str(error)))
            for address in pages:
                answer = page.goto(live_server.url + address)
                assert answer is not None
                assert answer.url == live_server.url + address
                assert answer.status in (200, 403), address  # a desk without an add form answers 403
            browser.close()
        return refused

    return visited


def test_no_page_of_the_admin_breaks_the_policy(visit: Callable[[list[str]], list[str]]):
    assert visit(addresses()) == []


def test_a_broken_policy_is_noticed(visit: Callable[[list[str]], list[str]], settings):
    settings.SECURE_CSP = {**settings.SECURE_CSP, "style-src": ["'none'"]}
    assert visit([reverse("admin:index")]) != []
