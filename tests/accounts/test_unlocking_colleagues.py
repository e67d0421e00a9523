"""ACC-6, ACC-7: an administrator unlocks a colleague on the page of users, and it is written down."""

from collections.abc import Callable

from django.test import Client

from accounts import locking
from accounts.models import Activity, ActivityKind, Member, User
from tests.cast import Cast
from tests.factories import NOON

SignIn = Callable[[Member], Client]


def test_an_administrator_finds_the_locked_on_top_and_unlocks_them(cast: Cast, sign_in: SignIn) -> None:
    buyer = cast.norrsken.buyer
    locking.lock(buyer.user, now=NOON)
    browser = sign_in(cast.norrsken.admin)
    assert "1 user is locked" in browser.get("/company/users/").text

    answer = browser.post(f"/company/users/{buyer.pk}/unlocking/", {"list": "1"}, follow=True)

    assert f"{buyer.user.name} can sign in again." in answer.text
    assert "user is locked" not in answer.text
    assert not User.objects.get(pk=buyer.user_id).is_locked


def test_both_are_in_the_companys_activity(cast: Cast, sign_in: SignIn) -> None:
    buyer = cast.norrsken.buyer
    locking.lock(buyer.user, now=NOON)
    sign_in(cast.norrsken.admin).post(f"/company/users/{buyer.pk}/unlocking/")

    written = Activity.objects.filter(company=cast.norrsken.company, subject=buyer.user).order_by("pk")
    assert [(each.kind, each.actor) for each in written] == [
        (ActivityKind.USER_LOCKED, None),
        (ActivityKind.USER_UNLOCKED, cast.norrsken.admin.user),
    ]
    page = sign_in(cast.norrsken.admin).get("/company/activity/").text
    assert f"Unlocked {buyer.user.name}" in page


def test_a_market_that_leaves_it_to_staff_says_so_and_shows_no_button(cast: Cast, sign_in: SignIn) -> None:
    buyer = cast.norrsken.buyer
    cast.se.who_unlocks = cast.se.Unlocks.STAFF
    cast.se.save()
    locking.lock(buyer.user, now=NOON)
    browser = sign_in(cast.norrsken.admin)

    page = browser.get(f"/company/users/{buyer.pk}/").text
    assert "In this market our staff unlock users." in page
    assert "unlocking/" not in page

    answer = browser.post(f"/company/users/{buyer.pk}/unlocking/", follow=True)
    assert "In this market our staff unlock users." in answer.text
    assert User.objects.get(pk=buyer.user_id).is_locked
