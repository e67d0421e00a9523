"""A forgotten password as its owner mends it: ask, read the mail, answer, choose."""

import re

from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import mailing
from tests.factories import ANSWER
from tests.pressing import Page, visit

QUESTION = "What was your first pet called?"
NEW = "Fjällräven-2044"
VOID = "This link no longer works"


def in_english(address: str = "192.0.2.1") -> Client:
    browser = Client(headers={"accept-language": "en"}, REMOTE_ADDR=address)
    browser.cookies.load({"django_language": "en"})
    return browser


def ask(browser: Client, email: str, username: str = "") -> Page:
    typed = {"E-mail address": email, "User name": username}
    return visit(browser, "/password/forgot/").press("Send the link", typed)


def mailed_link() -> str:
    mailing.send_due(now=timezone.now())
    [link] = re.findall(r"http://localhost:8000(/password/reset/\S+)", str(mail.outbox[-1].body))
    return str(link)


def link_for(email: str) -> str:
    ask(in_english(), email)
    return mailed_link()


def answer(page: Page, text: str = ANSWER) -> Page:
    return page.press("Answer", {QUESTION: text})


def answered(link: str) -> Page:
    """The page for the new password, in a fresh browser."""
    return answer(visit(in_english(), link))


def choose(page: Page, password: str = NEW) -> Page:
    return page.press("Set password", {"New password": password, "New password again": password})
