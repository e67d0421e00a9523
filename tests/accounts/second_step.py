"""Signing in with a second factor, and setting one up, as their owner does it."""

import re
from urllib.parse import quote

from django.core import mail
from django.test import Client
from django.utils import timezone
from django_otp.oath import hotp

from accounts import mailing
from accounts.models import User
from tests.factories import PASSWORD
from tests.pressing import Page, visit
from tests.staff import code_of

VERIFY = "/account/verify/"
FACTOR = "/profile/security/second-factor/"
OPEN = {
    "account/verify/",
    "account/verify/code/",
    "account/passkey/begin/",
    "account/passkey/complete/",
    "logout/",
    "market/",
    "profile/language/",
    "healthz",
    "readyz",
}


def arrive(user: User, address: str = "/") -> tuple[Client, Page]:
    """A browser in which the user gave their password, and the page that they got."""
    browser = Client(headers={"accept-language": "en"})
    page = visit(browser, f"/login/?next={quote(address)}")
    return browser, page.press("Sign in", {"E-mail address or user name": user.email, "Password": PASSWORD})


def typed(page: Page, code: str) -> Page:
    return page.press("Sign in", {"Code": code})


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def mails_to(user: User) -> list[str]:
    mailing.send_due(now=timezone.now())
    return [f"{each.subject}\n{each.body}" for each in mail.outbox if each.to == [user.email]]


def wrong_code_of(user: User) -> str:
    return f"{(int(code_of(user)) + 1) % 1_000_000:06d}"


def filled(pattern: str) -> str:
    """An address of this pattern; whatever stands in it does not exist."""
    address = pattern.replace("<uuid:key>", "00000000-0000-4000-8000-000000000000")
    return "/" + re.sub(r"<[^>]+>", "1", address).replace("^", "").replace("$", "")


def set_up_app(page: Page) -> Page:
    """Type what an app shows that was given the secret of the page."""
    key = page.browser.session["new_app_key"]
    code = hotp(bytes.fromhex(key), int(timezone.now().timestamp()) // 30)
    return page.press("Set up", {"Code": f"{code:06d}"})
