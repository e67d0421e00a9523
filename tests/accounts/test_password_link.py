"""An administrator sends a link for a new password: the old one and every session end (ACC-7)."""

from collections.abc import Callable

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from accounts import inviting
from accounts.acting import Actor, OwnUser
from accounts.models import Activity, ActivityKind, User
from tests.accounts.inviting import CHOSEN, add, choose, follow, mailed_link
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.pressing import Page

Open = Callable[..., Page]


def test_it_ends_the_sessions_and_lets_the_user_choose(cast: Cast, at_desk: Open) -> None:
    buyer = cast.norrsken.buyer
    theirs = Client()
    theirs.force_login(buyer.user)

    page = at_desk(f"/company/users/{buyer.pk}/", cast.norrsken.admin).press("Send new password link")

    assert "All sessions of Buyer have ended." in page.text
    assert theirs.get("/orders/").status_code == 302
    assert SESSION_KEY not in theirs.session
    assert not User.objects.get(pk=buyer.user_id).check_password(PASSWORD)
    inside = choose(follow(mailed_link()))
    assert "Hello, Buyer" in inside.text
    assert User.objects.get(pk=buyer.user_id).check_password(CHOSEN)
    assert Activity.objects.filter(kind=ActivityKind.PASSWORD_LINK_SENT, subject=buyer.user).count() == 1


def test_a_newer_link_makes_the_older_void(cast: Cast) -> None:
    by = Actor.administrator(cast.norrsken.admin)
    inviting.send_password_link(cast.norrsken.buyer, by=by, now=timezone.now())
    old = mailed_link()

    inviting.send_password_link(cast.norrsken.buyer, by=by, now=timezone.now())

    assert follow(old).title == "This link no longer works"


def test_nobody_sends_one_to_themselves(cast: Cast) -> None:
    admin = cast.norrsken.admin
    with pytest.raises(OwnUser):
        inviting.send_password_link(admin, by=Actor.administrator(admin), now=timezone.now())


def test_the_invited_need_their_invitation(cast: Cast) -> None:
    with pytest.raises(inviting.NotYetJoined):
        inviting.send_password_link(add(cast), by=Actor.administrator(cast.norrsken.admin), now=timezone.now())
