"""Somebody at a browser: opens pages, presses what a page offers by its label, and hears what the browser grumbles."""

import mimetypes

from playwright.sync_api import FilePayload, Page

from accounts.models import User
from tests.browser import looking
from tests.factories import PASSWORD
from tests.staff import app_of, code_of


class Person:
    """`album` names the folder of what is photographed; without scripts axe cannot run.

    `acts` counts each click and each field that was filled in: what a practised person's hands do.
    """

    def __init__(self, page: Page, album: str = "", *, with_scripts: bool = True) -> None:
        self.page, self.album, self.with_scripts = page, album, with_scripts
        self.acts = 0
        self.complaints: list[str] = []
        page.on("console", lambda said: self._note(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self._note(str(error)))

    def _note(self, text: str) -> None:
        self.complaints.append(f"{self.page.url}: {text}")

    def opens(self, address: str) -> None:
        """Go to an address of the portal by hand."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{address} answers {answer.status}"

    def signs_in(self, user: User) -> None:
        """Fill in the sign-in page that is open, and the code of the app where one is asked for."""
        if user.is_staff:
            app_of(user)
        self.fills("E-mail address or user name", user.email)
        self.fills("Password", PASSWORD)
        self.presses("Sign in")
        if user.is_staff and self.where.startswith("/account/verify/"):
            self.fills("Code", code_of(user))
            self.presses("Sign in")

    def fills(self, label: str, text: str) -> None:
        self.acts += 1
        self.page.get_by_label(label, exact=True).fill(text)

    def chooses(self, label: str, option: str, *, part: str = "main") -> None:
        """Choose from a list by what the page calls the choice."""
        self.acts += 1
        self.page.get_by_role(part).get_by_label(label, exact=True).select_option(label=option)

    def ticks(self, label: str) -> None:
        """Tick a box, or one of several choices."""
        self.acts += 1
        self.page.get_by_role("main").get_by_label(label, exact=True).check()

    def attaches(self, label: str, name: str, content: bytes) -> None:
        """Choose a file of one's own for a field."""
        self.acts += 1
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = FilePayload(name=name, mimeType=kind, buffer=content)
        self.page.get_by_label(label, exact=True).set_input_files(file)

    def presses(self, label: str, *, part: str = "main") -> None:
        """Press a button of a part of the page and wait for what comes."""
        self.acts += 1
        with self.page.expect_navigation():
            self.page.get_by_role(part).get_by_role("button", name=label, exact=True).click()

    def follows(self, label: str, *, part: str = "main") -> None:
        """Follow a link of a part of the page and wait for what comes."""
        self.acts += 1
        with self.page.expect_navigation():
            self.page.get_by_role(part).get_by_role("link", name=label, exact=True).click()

    def goes_to(self, section: str) -> None:
        """Go to a section of the portal by its tab, which every page shows."""
        self.acts += 1
        with self.page.expect_navigation():
            tabs = self.page.get_by_role("navigation", name="Sections")
            tabs.get_by_role("link", name=section, exact=True).click()

    def value(self, label: str) -> str:
        """What stands in a field."""
        return self.page.get_by_label(label, exact=True).input_value()

    def looks(self, name: str) -> None:
        """Look at the page that is open, wide and narrow, and note what is wrong with it."""
        self.complaints += looking.looked_at(self.page, f"{self.album}/{name}", with_axe=self.with_scripts)

    @property
    def text(self) -> str:
        """What the page says, with plain spaces."""
        return " ".join(self.page.get_by_role("main").inner_text().split())

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text().strip()

    @property
    def where(self) -> str:
        """The address of the page, without the server."""
        return "/" + self.page.url.split("/", 3)[3]
