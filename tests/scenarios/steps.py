"""Steps that many scenarios share: signing in by the form, reading one's mail, a colleague at work, an export."""

import csv
import re
from collections.abc import Callable
from io import StringIO
from urllib.parse import urljoin

from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts import mailing
from accounts.models import Member
from tests.cast import Cast, Staff, assemble_staff
from tests.factories import PASSWORD, make_company
from tests.pressing import Page, attribute, name_of

Open = Callable[..., Page]
CHOSEN = "Winter-Light-26"
COMPANIES = {
    "ca": ("Maple Systems", "ON"),
    "nz": ("Kiwi Computing", "AUK"),
    "br": ("Sampa Tecnologia", "SP"),
    "us": ("Biscayne Components", "FL"),
}


def staff_in(cast: Cast, market: str) -> Staff:
    """A company of this market with one member of each role."""
    if market in ("se", "no"):
        return {"se": cast.norrsken, "no": cast.fjord}[market]
    name, region = COMPANIES[market]
    return assemble_staff(make_company(cast.markets[market], name, region=region))


def sign_in(opened: Open, who: Member | str, password: str = PASSWORD, *, market: str = "se") -> Page:
    """What a person sees who types their address or user name and a password on the sign-in page."""
    name = who if isinstance(who, str) else who.user.email
    typed = {"E-mail address or user name": name, "Password": password}
    return opened("/login/", market=market).press("Sign in", typed)


def is_inside(page: Page) -> bool:
    return "Sign out" in page.buttons()


def mails_to(address: str) -> list[EmailMessage]:
    """Everything that reached a mailbox, oldest first."""
    mailing.send_due(now=timezone.now())
    return [message for message in mail.outbox if message.to == [address]]


def link_to(address: str, begins: str = "/") -> str:
    """Where the newest mail to this address leads that holds a link of this beginning."""
    bodies = [str(message.body) for message in mails_to(address)]
    return [link for body in bodies for link in re.findall(r"http://localhost:8000(/\S+)", body) if begins in link][-1]


def choose_password(opened: Open, address: str, *, market: str = "se") -> Page:
    """Follow the newest link that was mailed to this address, and choose the password `CHOSEN`."""
    typed = {"New password": CHOSEN, "New password again": CHOSEN}
    return opened(link_to(address, "/invitation/"), market=market).press("Set password and sign in", typed)


def come_in(opened: Open, address: str, *, market: str = "se") -> Page:
    """Follow an invitation through the first sign-in to its end: the dashboard of a new user."""
    profile = choose_question(choose_password(opened, address, market=market))
    return profile.press("Save and continue", {"Language": "English"}).press("Save and enter")


def choose_question(page: Page) -> Page:
    return page.press("Save and continue", {"Challenge question": "What was your first car?", "Answer": "Saab 96"})


def page_of(opened: Open, admin: Member, name: str) -> Page:
    """The page on which an administrator runs one colleague, reached from the dashboard."""
    people = opened("/", admin).follow("Company")
    return people.follow(name)


def application_of(at_desk: Open, company: str) -> Page:
    """Where staff decide on a company's application, found in their list."""
    listed = at_desk("/admin/").follow("Applications")
    reference = re.search(r"A-\w{4}-\w{4}", listed.row(company))
    assert reference
    return listed.follow(reference[0])


def table_behind(page: Page, link: str) -> list[dict[str, str]]:
    """The rows of the CSV file that a link downloads, each by its heads."""
    [address] = {attribute(each, "href") for each in page.find("a") if name_of(each) == link}
    answer = page.browser.get(urljoin(page.address, address))
    return list(csv.DictReader(StringIO(b"".join(answer).decode("utf-8-sig"))))
