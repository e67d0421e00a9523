"""People who are invited and come in by the link."""

import re

from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import inviting, mailing
from accounts.acting import Actor
from accounts.models import Member
from accounts.privileges import PRESETS, Role
from tests.cast import Cast
from tests.pressing import Page, visit

CHOSEN = "Fjällräven-2044"
NEW = "rolf.dahl@norrsken-it.example"


def add(cast: Cast, email: str = NEW, **wanted: object) -> Member:
    given = {"name": "Rolf Dahl", "username": "", "privileges": PRESETS[Role.BUYER]} | wanted
    by = Actor.administrator(cast.norrsken.admin)
    return inviting.invite(cast.norrsken.company, email=email, by=by, now=timezone.now(), **given)  # type: ignore[arg-type]


def mailed_link() -> str:
    mailing.send_due(now=timezone.now())
    [link] = re.findall(r"http://localhost:8000(/invitation/\S+)", str(mail.outbox[-1].body))
    return str(link)


def follow(link: str) -> Page:
    return visit(Client(headers={"accept-language": "en"}), link)


def choose(page: Page, password: str = CHOSEN) -> Page:
    return page.press("Set password and sign in", {"New password": password, "New password again": password})
