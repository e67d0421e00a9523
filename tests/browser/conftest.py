"""One browser for a file of tests, and people who sit down at it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.person import Person
from tests.machine import chromium

Arrive = Callable[..., Person]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Playwright runs an event loop in this thread, beside which Django would not ask its database."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        running = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def arrive(browser: Browser, live_server) -> Iterator[Arrive]:
    """Return a function that lets somebody sit down at a fresh browser, with scripts or without."""
    contexts = []

    def arrived(album: str = "", *, scripts: bool = True) -> Person:
        context = browser.new_context(java_script_enabled=scripts, locale="en-GB", base_url=live_server.url)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Person(context.new_page(), album, with_scripts=scripts)

    yield arrived
    for context in contexts:
        context.close()
