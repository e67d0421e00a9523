"""People come in by a single-use link, choose their own password, and no mail holds one (ACC-4)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import administering, inviting
from accounts.acting import Actor
from accounts.models import Activity, ActivityKind, Invitation, Member, User
from accounts.privileges import PRESETS, Role
from tests.accounts.inviting import CHOSEN, NEW, add, choose, follow, mailed_link
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.pressing import Page, visit

Open = Callable[..., Page]


def test_an_administrator_adds_a_user_who_comes_in_by_the_link(cast: Cast, at_desk: Open) -> None:
    new = at_desk("/company/users/", cast.norrsken.admin).follow("Add user")
    listed = new.press("Send invitation", {"Name": "Rolf Dahl", "E-mail address": NEW, "Role": "Buyer"})
    assert "Invited" in listed.row("Rolf Dahl")
    User.objects.filter(email=NEW).update(language="en")
    link = mailed_link()
    assert mail.outbox[-1].to == [NEW]
    assert PASSWORD not in str(mail.outbox[-1].body)

    inside = choose(follow(link))

    member = Member.objects.get(user__email=NEW)
    assert inside.title == "Challenge question"  # the first sign-in: test_welcome.py
    assert (member.role, member.is_invited, member.user.check_password(CHOSEN)) == (Role.BUYER, False, True)
    assert list(Activity.objects.filter(subject=member.user).order_by("pk").values_list("kind", flat=True)) == [
        ActivityKind.USER_ADDED,
        ActivityKind.PASSWORD_CHOSEN,
        ActivityKind.JOINED,
        ActivityKind.SIGNED_IN,
    ]


def test_three_boxes_instead_of_a_role(cast: Cast, at_desk: Open) -> None:
    boxes = {"View orders": "yes", "View invoices": "yes", "Keep baskets": "no"}
    at_desk("/company/users/new/", cast.norrsken.admin).press(
        "Send invitation", {"Name": "Rolf Dahl", "E-mail address": NEW, **boxes}
    )

    member = Member.objects.get(user__email=NEW)
    assert (member.role, set(member.privileges)) == (
        Role.CUSTOM,
        {"view_stock", "view_prices", "view_orders", "view_invoices"},
    )


def test_the_link_works_once(cast: Cast) -> None:
    add(cast)
    link = mailed_link()
    choose(follow(link))

    again = follow(link)

    assert again.title == "This link no longer works"
    assert Client().post(link, {"password1": "Other-Pass-2044", "password2": "Other-Pass-2044"}).status_code == 200
    assert User.objects.get(email=NEW).check_password(CHOSEN)


def test_looking_at_the_link_uses_nothing_up(cast: Cast) -> None:
    add(cast)
    link = mailed_link()
    follow(link)

    assert "Set password and sign in" in follow(link).buttons()


@pytest.mark.parametrize(("hours", "works"), [(71.9, True), (72, False)])
def test_the_link_is_valid_72_hours(cast: Cast, hours: float, works: bool) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        add(cast)
        link = mailed_link()

    with time_machine.travel(start + timedelta(hours=hours), tick=False):
        assert ("Set password and sign in" in follow(link).buttons()) is works


def test_it_is_sent_again_with_one_click_and_the_old_link_dies(cast: Cast, at_desk: Open) -> None:
    add(cast)
    old = mailed_link()

    page = at_desk("/company/users/", cast.norrsken.admin).press("Send Rolf Dahl the invitation again")

    fresh = mailed_link()
    assert f"A new invitation went to {NEW}." in page.text
    assert follow(old).title == "This link no longer works"
    assert "Set password and sign in" in follow(fresh).buttons()
    assert Activity.objects.filter(kind=ActivityKind.INVITED_AGAIN).count() == 1


def test_who_has_joined_is_not_invited_again(cast: Cast) -> None:
    with pytest.raises(inviting.NotInvited):
        inviting.invite_again(cast.norrsken.buyer, by=Actor.administrator(cast.norrsken.admin), now=timezone.now())


@pytest.mark.parametrize("change", ["disable", "delete"])
def test_the_link_of_who_was_shut_out_is_void(cast: Cast, change: str) -> None:
    member = add(cast)
    link = mailed_link()

    getattr(administering, change)(member, by=Actor.administrator(cast.norrsken.admin), now=timezone.now())

    assert follow(link).title == "This link no longer works"


@pytest.mark.parametrize("token", ["", "1-0", "x" * 300])
def test_a_made_up_link_is_void(db: None, token: str) -> None:
    answer = Client(headers={"accept-language": "en"}).get(f"/invitation/{token or 'a:b'}/")

    assert answer.status_code == 200
    assert "<form" not in answer.text.split("<main")[1].split("</main")[0]


def test_the_link_is_not_in_the_database(cast: Cast) -> None:
    add(cast)
    signature = mailed_link().rstrip("/").rsplit(":", 1)[-1]

    assert signature not in repr([row.__dict__ for row in Invitation.objects.all()])


def test_a_weak_password_is_refused_with_the_rules(cast: Cast) -> None:
    add(cast)
    page = choose(follow(mailed_link()), "12345678")

    assert "This rule is not kept: not one of the most common passwords." in page.text
    assert Member.objects.get(user__email=NEW).is_invited


def test_two_different_passwords_are_refused(cast: Cast) -> None:
    add(cast)
    page = follow(mailed_link()).press(
        "Set password and sign in", {"New password": CHOSEN, "New password again": "Another-2044"}
    )

    assert "Type the same password twice." in page.text


def test_the_invited_may_do_nothing_before_they_accept(cast: Cast) -> None:
    member = add(cast, privileges=PRESETS[Role.ADMINISTRATOR])

    assert not Member.objects.ready_to_ask().get(pk=member.pk).has_access()
    assert member not in cast.norrsken.company.members.administrators()


def test_the_same_address_twice_is_told(cast: Cast, at_desk: Open) -> None:
    page = at_desk("/company/users/new/", cast.norrsken.admin).press(
        "Send invitation", {"Name": "Twice", "E-mail address": "Buyer@Norrsken-IT.example"}
    )

    assert "Your company already has a user with this address." in page.text
    assert dict(page.field("Name").attributes)["value"] == "Twice"


def test_a_person_of_another_company_joins_with_the_password_they_have(cast: Cast) -> None:
    theirs = cast.fjord.buyer.user
    member = add(cast, email=theirs.email)
    link = mailed_link()
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(theirs)
    assert browser.get("/company/").text.count("Norrsken IT") == 0

    inside = visit(browser, link).press("Join Norrsken IT")

    assert "Norrsken IT" in inside.text
    theirs.refresh_from_db()
    assert (theirs.name, theirs.check_password(PASSWORD)) == ("Buyer", True)
    assert not Member.objects.get(pk=member.pk).is_invited


def test_the_list_does_not_tell_who_an_invited_address_is_elsewhere(cast: Cast, at_desk: Open) -> None:
    User.objects.filter(pk=cast.fjord.buyer.user_id).update(
        name="Kari Nordmann", username="kari", last_login=timezone.now()
    )
    add(cast, email=cast.fjord.buyer.user.email)

    listed = at_desk("/company/users/", cast.norrsken.admin)

    assert "Rolf Dahl" in listed.text
    assert "Kari" not in listed.text
    assert "kari" not in listed.text
    assert listed.row("Rolf Dahl").endswith("–")


def test_who_was_deleted_comes_back_as_the_same_member(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    administering.delete(buyer, by=Actor.administrator(cast.norrsken.admin), now=timezone.now())

    again = add(cast, email=buyer.user.email, privileges=PRESETS[Role.SUPPORT])

    assert (again.pk, again.role, again.is_invited, again.deleted_at) == (buyer.pk, Role.SUPPORT, True, None)
