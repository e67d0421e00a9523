"""Who may do what is changed in the matrix or on a person's page, once, and holds at once (ACC-11 to ACC-15)."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import administering
from accounts.access import PrivilegeMissing
from accounts.acting import Actor, Gone, OwnUser
from accounts.administering import ChangedMeanwhile, Wish
from accounts.models import Activity, ActivityKind, Member
from accounts.privileges import PRESETS, Privilege, Role
from tests.cast import Cast
from tests.factories import NOON
from tests.pressing import Page

Open = Callable[..., Page]


def wish(member: Member, wanted: frozenset[str], was: frozenset[str] | None = None) -> Wish:
    return Wish(member.pk, frozenset(member.privileges) if was is None else was, wanted)


def rights_of(member: Member) -> tuple[str, set[str]]:
    member = Member.objects.get(pk=member.pk)
    return member.role, set(member.privileges)


def change(cast: Cast, *wishes: Wish, by: Member | None = None) -> list[administering.RightsChange]:
    actor = Actor.administrator(by or cast.norrsken.admin)
    return administering.change_rights(cast.norrsken.company, wishes, by=actor, now=NOON)


def test_boxes_make_the_role(cast: Cast) -> None:
    basic, support = cast.norrsken.basic, cast.norrsken.support

    changes = change(
        cast, wish(basic, PRESETS[Role.BUYER]), wish(support, PRESETS[Role.SUPPORT] | {Privilege.VIEW_INVOICES})
    )

    assert rights_of(basic) == (Role.BUYER, set(PRESETS[Role.BUYER]))
    assert rights_of(support) == (Role.CUSTOM, {"view_orders", "view_invoices"})
    assert [(each.name, each.before, each.after) for each in changes] == [
        ("Basic", Role.BASIC, Role.BUYER),
        ("Support", Role.SUPPORT, Role.CUSTOM),
    ]


def test_the_trail_tells_what_was_gained_and_lost(cast: Cast) -> None:
    change(cast, wish(cast.norrsken.support, frozenset({Privilege.VIEW_STOCK})))

    row = Activity.objects.get(kind=ActivityKind.RIGHTS_CHANGED)
    assert (row.company, row.actor, row.subject, row.at) == (
        cast.norrsken.company,
        cast.norrsken.admin.user,
        cast.norrsken.support.user,
        NOON,
    )
    assert (row.facts["gained"], row.facts["lost"]) == (["view_stock"], ["view_orders"])


def test_nobody_changes_their_own_rights(cast: Cast) -> None:
    admin = cast.norrsken.admin
    with pytest.raises(OwnUser):
        change(cast, wish(cast.norrsken.basic, frozenset()), wish(admin, PRESETS[Role.BASIC]))

    assert rights_of(admin)[0] == Role.ADMINISTRATOR
    assert rights_of(cast.norrsken.basic)[0] == Role.BASIC


def test_what_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    basic = cast.norrsken.basic
    with pytest.raises(ChangedMeanwhile):
        change(cast, wish(basic, PRESETS[Role.BUYER], was=frozenset({"view_orders"})))

    assert rights_of(basic)[0] == Role.BASIC


def test_another_companys_people_are_not_there(cast: Cast) -> None:
    with pytest.raises(Gone):
        change(cast, wish(cast.fjord.basic, PRESETS[Role.ADMINISTRATOR]))

    assert rights_of(cast.fjord.basic)[0] == Role.BASIC


def test_who_lost_the_right_meanwhile_changes_nothing(cast: Cast, second_admin: Member) -> None:
    change(cast, wish(cast.norrsken.admin, PRESETS[Role.BUYER]), by=second_admin)

    with pytest.raises(PrivilegeMissing):
        change(cast, wish(second_admin, PRESETS[Role.BUYER]), by=cast.norrsken.admin)


def test_the_matrix_changes_many_with_one_press_and_says_what(cast: Cast, at_desk: Open) -> None:
    users = at_desk("/company/users/", cast.norrsken.admin)

    saved = users.press(
        "Save", {"View invoices: Support": "yes", "View prices: Basic": "no", "Role of Buyer": "Administrator"}
    )

    assert "Support gains: View invoices. The role was Support and becomes Custom." in saved.text
    assert "Basic loses: View prices. The role was Basic and becomes Custom." in saved.text
    assert rights_of(cast.norrsken.buyer) == (Role.ADMINISTRATOR, set(Privilege))
    assert rights_of(cast.norrsken.support)[1] == {"view_orders", "view_invoices"}
    assert rights_of(cast.norrsken.basic)[1] == {"view_stock", "keep_baskets"}


def test_the_matrix_shows_before_it_saves(cast: Cast, at_desk: Open) -> None:
    users = at_desk("/company/users/", cast.norrsken.admin)

    shown = users.press("Show what would change", {"View invoices: Support": "yes"})

    assert "Not saved yet Support gains: View invoices." in shown.text
    assert rights_of(cast.norrsken.support)[0] == Role.SUPPORT
    shown.press("Save 1 change")
    assert rights_of(cast.norrsken.support)[1] == {"view_orders", "view_invoices"}


def test_ones_own_row_cannot_be_changed(cast: Cast, at_desk: Open) -> None:
    users = at_desk("/company/users/", cast.norrsken.admin)

    own = [box for box in users.find("input") if dict(box.attributes).get("aria-label", "").endswith(": Admin")]

    assert len(own) == len(Privilege)
    assert all("disabled" in dict(box.attributes) for box in own)


def test_a_page_drawn_before_another_change_is_told(cast: Cast, at_desk: Open, second_admin: Member) -> None:
    users = at_desk("/company/users/", cast.norrsken.admin)
    change(cast, wish(cast.norrsken.support, PRESETS[Role.BUYER]), by=second_admin)

    refused = users.press("Save", {"View invoices: Support": "yes"})

    assert "was changed by somebody else meanwhile" in refused.text
    assert rights_of(cast.norrsken.support)[0] == Role.BUYER


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.BUYER, Role.SUPPORT])
def test_a_chosen_role_fills_the_boxes_of_one_person(cast: Cast, at_desk: Open, role: Role) -> None:
    basic = cast.norrsken.basic
    page = at_desk(f"/company/users/{basic.pk}/", cast.norrsken.admin)

    page.press("Save privileges", {"Role": str(role.label)})

    assert rights_of(basic) == (role, set(PRESETS[role]))


def test_a_box_taken_away_closes_its_page_with_the_session_open(cast: Cast, at_desk: Open) -> None:
    browser = Client()
    browser.force_login(cast.norrsken.buyer.user)
    assert browser.get("/orders/").status_code == 200

    at_desk("/company/users/", cast.norrsken.admin).press("Save", {"View orders: Buyer": "no"})

    assert browser.get("/orders/").status_code == 403
