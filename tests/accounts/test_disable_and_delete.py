"""Shutting people out and letting them in again; what they did stays under their name (ACC-14, ACC-15)."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import administering
from accounts.acting import Actor, Gone, OwnUser
from accounts.models import Activity, ActivityKind, Member
from tests.cast import Cast, a_switch
from tests.factories import NOON, PASSWORD
from tests.orders.builders import an_order
from tests.pressing import Page

Open = Callable[..., Page]


@pytest.fixture
def theirs(cast: Cast) -> Client:
    """The buyer's open session."""
    browser = Client()
    browser.force_login(cast.norrsken.buyer.user)
    assert browser.get("/orders/").status_code == 200
    return browser


def test_a_disabled_user_is_out_at_once_and_back_with_the_same_rights(
    cast: Cast, at_desk: Open, theirs: Client
) -> None:
    buyer = cast.norrsken.buyer
    page = at_desk(f"/company/users/{buyer.pk}/", cast.norrsken.admin)

    disabled = page.press("Disable")

    assert "Buyer is disabled." in disabled.text
    assert theirs.get("/orders/").status_code == 403
    enabled = disabled.press("Enable")
    assert "Buyer is enabled again." in enabled.text
    assert theirs.get("/orders/").status_code == 200
    assert list(Activity.objects.filter(kind__startswith="user_").order_by("pk").values_list("kind", flat=True)) == [
        ActivityKind.USER_DISABLED,
        ActivityKind.USER_ENABLED,
    ]


def test_a_deleted_user_is_gone_and_their_order_stays(cast: Cast, at_desk: Open, theirs: Client) -> None:
    buyer = cast.norrsken.buyer
    order = an_order(buyer, {a_switch(cast, stockholm=1): 1})
    page = at_desk(f"/company/users/{buyer.pk}/", cast.norrsken.admin)

    listed = page.follow("Delete").press("Delete user")

    assert "Buyer is deleted." in listed.text
    assert "buyer@norrsken-it.example" not in listed.text
    assert theirs.get("/orders/").status_code == 403
    assert "Buyer" in at_desk(f"/orders/{order.number}/", cast.norrsken.admin).text
    assert at_desk(f"/company/users/{buyer.pk}/", cast.norrsken.admin).status == 404


def test_a_deleted_person_signs_in_to_no_company(cast: Cast) -> None:
    administering.delete(cast.norrsken.buyer, by=Actor.administrator(cast.norrsken.admin), now=NOON)
    browser = Client()
    browser.post("/login/", {"login": "buyer@norrsken-it.example", "password": PASSWORD})

    assert browser.get("/company/").status_code == 403


@pytest.mark.parametrize("act", [administering.disable, administering.enable, administering.delete])
def test_nobody_does_it_to_themselves(cast: Cast, act: Callable[..., Member]) -> None:
    admin = cast.norrsken.admin
    with pytest.raises(OwnUser):
        act(admin, by=Actor.administrator(admin), now=NOON)

    assert Member.objects.administrators().filter(pk=admin.pk).exists()


@pytest.mark.parametrize("act", [administering.disable, administering.enable, administering.delete])
def test_who_was_deleted_meanwhile_is_gone(cast: Cast, act: Callable[..., Member]) -> None:
    by = Actor.administrator(cast.norrsken.admin)
    administering.delete(cast.norrsken.buyer, by=by, now=NOON)

    with pytest.raises(Gone):
        act(cast.norrsken.buyer, by=by, now=NOON)


def test_an_act_without_effect_leaves_no_trail(cast: Cast) -> None:
    administering.enable(cast.norrsken.buyer, by=Actor.administrator(cast.norrsken.admin), now=NOON)

    assert not Activity.objects.exists()
