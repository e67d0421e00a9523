"""Forgotten password: the same answer for everyone, a link that works once, other sessions end (ACC-6b, ACC-7)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import mailing
from accounts.models import Notification, User
from tests.cast import Cast

NEW = "Fjällräven-2044"


@pytest.fixture(autouse=True)
def no_attempts_before(db: None) -> None:
    cache.clear()


def ask(client: Client, email: str, username: str = ""):
    return client.post("/password/forgot/", {"email": email, "username": username})


def mailed_link() -> str:
    mailing.send_due(now=timezone.now())
    [link] = re.findall(r"http://localhost:8000(/password/reset/\S+)", str(mail.outbox[-1].body))
    return str(link)


def set_password(client: Client, link: str, password: str = NEW):
    form = client.get(link, follow=True)
    address = form.context.get("action_url", link)
    return client.post(address, {"password1": password, "password2": password})


def can_sign_in(email: str, password: str) -> bool:
    client = Client()
    return client.post("/login/", {"login": email, "password": password}).status_code == 302


def test_the_answer_is_the_same_for_known_and_unknown_addresses(cast: Cast, client: Client) -> None:
    known = ask(client, "buyer@norrsken-it.example")
    unknown = ask(client, "nobody@norrsken-it.example")

    assert known["Location"] == unknown["Location"] == "/password/forgot/sent/"
    assert client.get("/password/forgot/sent/").status_code == 200
    assert [row.email for row in Notification.objects.all()] == ["buyer@norrsken-it.example"]


def test_the_link_sets_a_password_once(cast: Cast, client: Client) -> None:
    ask(client, "Buyer@norrsken-it.example")
    link = mailed_link()

    assert set_password(client, link)["Location"] == "/password/changed/"
    assert can_sign_in("buyer@norrsken-it.example", NEW)

    again = client.get(link, follow=True)
    assert again.context["token_fail"]
    assert "This link no longer works" in again.content.decode()
    set_password(client, link, "Another-Pass-2044")
    assert can_sign_in("buyer@norrsken-it.example", NEW)


def test_no_link_is_kept_in_the_database(cast: Cast, client: Client) -> None:
    ask(client, "buyer@norrsken-it.example")
    link = mailed_link()

    [row] = Notification.objects.all()
    key = link.rstrip("/").rsplit("/", 1)[-1]
    assert key not in repr(row.__dict__)


def test_a_set_password_ends_the_other_sessions(cast: Cast, client: Client, sign_in) -> None:
    other = Client()
    other.force_login(cast.norrsken.buyer.user)
    assert SESSION_KEY in other.session

    ask(client, "buyer@norrsken-it.example")
    set_password(client, mailed_link())

    assert other.get("/notifications/").status_code == 302
    assert SESSION_KEY not in other.session


def test_the_link_is_too_old_after_a_day(cast: Cast, client: Client) -> None:
    ask(client, "buyer@norrsken-it.example")
    link = mailed_link()

    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert client.get(link, follow=True).context["token_fail"]


def test_who_has_a_user_name_gives_it_too(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(username="lena.ek")

    ask(client, "buyer@norrsken-it.example")
    ask(client, "buyer@norrsken-it.example", "someone.else")
    assert not Notification.objects.exists()

    ask(client, "buyer@norrsken-it.example", "Lena.Ek")
    assert Notification.objects.count() == 1


def test_a_disabled_user_gets_no_link(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(is_active=False)

    ask(client, "buyer@norrsken-it.example")

    assert not Notification.objects.exists()


def test_a_weak_password_is_refused_with_the_rules(cast: Cast, client: Client) -> None:
    ask(client, "buyer@norrsken-it.example")

    answer = set_password(client, mailed_link(), "12345678")

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_the_mail_is_in_the_users_language(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(language="sv")

    ask(client, "buyer@norrsken-it.example")

    assert Notification.objects.get().language == "sv"
