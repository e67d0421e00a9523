"""Staff run a company's people from their desk; in some markets only at an administrator's request (ACC-15b)."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts import locking
from accounts.acting import Actor
from accounts.models import Activity, ActivityKind, Member, User
from accounts.privileges import PRESETS, Role
from markets.models import Market
from tests.accounts.inviting import add
from tests.cast import Cast, a_staff_user
from tests.pressing import Page, attribute, has, said, visit

Open = Callable[..., Page]
NEW = {"Name:": "Rolf Dahl", "E-mail address:": "rolf.dahl@norrsken-it.example"}


@pytest.fixture
def needs_request(cast: Cast) -> None:
    cast.se.staff_need_request = True
    cast.se.save()


def desk_of(at_desk: Open, member: Member) -> Page:
    return at_desk(f"/admin/accounts/member/{member.pk}/change/")


def test_staff_press_every_button(cast: Cast, at_desk: Open) -> None:
    buyer = cast.norrsken.buyer
    page = desk_of(at_desk, buyer)

    assert "Buyer is disabled." in (page := page.press("Disable")).text
    assert "Buyer is enabled again." in (page := page.press("Enable")).text
    assert "A link for a new password went to" in (page := page.press("Send new password link")).text
    assert "Saved." in (page := page.press("Save details", {"Name:": "Lena Ek"})).text
    assert "becomes Support." in (page := page.press("Save privileges", {"Role:": "Support"})).text
    assert "not staff" in (page := page.press("Change address", {"New e-mail address:": "x@norrsken-it.example"})).text
    assert "Yes, delete this user: This field is required." in (page := page.press("Delete")).text
    assert "Lena Ek is deleted." in page.press("Delete", {"Yes, delete this user:": "yes"}).text

    buyer = Member.objects.get(pk=buyer.pk)
    assert (buyer.user.name, set(buyer.privileges), buyer.deleted_at is None) == (
        "Lena Ek",
        set(PRESETS[Role.SUPPORT]),
        False,
    )
    assert Activity.objects.filter(subject=buyer.user, actor__is_staff=True).count() == 6


def test_what_was_typed_stays_and_the_refusal_stands_at_its_field(cast: Cast, at_desk: Open) -> None:
    typed = {
        "Name:": "Lena Ek",
        "User name:": "len@",
        "New e-mail address:": "x@norrsken-it.example",
        "Role:": "Support",
    }

    page = desk_of(at_desk, cast.norrsken.buyer).press("Save details", typed)

    assert "A user name holds no @. User name:" in page.text
    kept = {label: attribute(page.field(label), "value") for label in list(typed)[:3]}
    assert kept == {label: typed[label] for label in list(typed)[:3]}
    assert "Support" in [said(option) for option in page.find("option") if has(option, "selected")]
    assert "Lena Ek" not in desk_of(at_desk, cast.norrsken.buyer).text
    assert attribute(visit(page.browser, page.address).field("Name:"), "value") == "Buyer"


def test_a_refusal_of_the_verb_stands_with_its_button(cast: Cast, at_desk: Open) -> None:
    taken = cast.norrsken.admin.user.email
    Market.objects.update(staff_change_email=True)

    page = desk_of(at_desk, cast.fjord.buyer).press("Change address", {"New e-mail address:": taken})

    assert page.text.count("It belongs to another user.") == 2  # on top, and at the button
    assert attribute(page.field("New e-mail address:"), "value") == taken


def test_staff_find_the_locked_and_unlock_them_on_the_page_of_the_member(cast: Cast, at_desk: Open) -> None:
    locking.lock(cast.norrsken.buyer.user, now=timezone.now())

    found = at_desk("/admin/accounts/member/?state=locked")
    assert said(next(found.find("tbody"))).startswith("Buyer buyer@norrsken-it.example Norrsken IT Buyer")
    page = found.follow("Buyer", within="buyer@norrsken-it.example").press("Unlock")

    assert "Buyer can sign in again." in page.text
    assert "Unlock" not in page.buttons()
    assert not User.objects.get(pk=cast.norrsken.buyer.user_id).is_locked


@pytest.mark.usefixtures("needs_request")
def test_where_the_market_asks_for_it_staff_unlock_at_a_request_alone(cast: Cast, at_desk: Open) -> None:
    """Our access is locked. The administrator asks, and the trail shows both (ACC-6, ACC-15b, CA)."""
    user = cast.norrsken.buyer.user
    locking.lock(user, now=timezone.now())
    page = desk_of(at_desk, cast.norrsken.buyer)

    assert "In this market staff unlock only at a request." in (page := page.press("Unlock")).text
    elsewhere = at_desk(f"/admin/accounts/user/{user.pk}/change/")
    assert "In this market staff unlock only at a request." in elsewhere.press("Unlock").text
    assert User.objects.get(pk=user.pk).is_locked
    assert "Buyer can sign in again." in page.press("Unlock", {"Asked for by:": "Admin"}).text

    row = Activity.objects.get(kind=ActivityKind.USER_UNLOCKED)
    assert (row.actor.email, row.asked_by) == ("staff@distributor.example", cast.norrsken.admin.user)  # type: ignore[union-attr]
    assert "Sam Staff (staff), asked by Admin" in at_desk("/company/activity/", cast.norrsken.admin).text


@pytest.mark.usefixtures("needs_request")
def test_only_an_administrator_who_is_able_asks_to_unlock_and_the_last_one_needs_nobody(
    cast: Cast, at_desk: Open
) -> None:
    by = Actor.staff(a_staff_user("other@distributor.example"), asked_by=cast.fjord.admin)
    for member in (cast.norrsken.buyer, cast.norrsken.admin):
        locking.lock(member.user, now=timezone.now())
    with pytest.raises(locking.CannotAsk):
        locking.unlock_at_desk(cast.norrsken.buyer.user, by=by, now=timezone.now())

    assert "Admin can sign in again." in desk_of(at_desk, cast.norrsken.admin).press("Unlock").text


def test_staff_add_a_user_from_the_companys_page(cast: Cast, at_desk: Open) -> None:
    company = at_desk(f"/admin/accounts/company/{cast.norrsken.company.pk}/change/")

    page = company.follow("Add user").press("Send invitation", NEW)

    assert "An invitation went to rolf.dahl@norrsken-it.example." in page.text
    assert Member.objects.get(user__email="rolf.dahl@norrsken-it.example").is_invited
    assert "A new invitation went to" in page.press("Send invitation again").text


@pytest.mark.usefixtures("needs_request")
def test_where_the_market_asks_for_it_nothing_happens_without_a_request(cast: Cast, at_desk: Open) -> None:
    page = desk_of(at_desk, cast.norrsken.buyer)

    assert "Choose the administrator who asks for this." in page.press("Disable").text
    assert Member.objects.get(pk=cast.norrsken.buyer.pk).is_enabled
    new = at_desk(f"/admin/accounts/company/{cast.norrsken.company.pk}/users/new/").press("Send invitation", NEW)
    assert "Choose the administrator who asks for this." in new.text


@pytest.mark.usefixtures("needs_request")
def test_the_trail_shows_both(cast: Cast, at_desk: Open) -> None:
    desk_of(at_desk, cast.norrsken.buyer).press("Disable", {"Asked for by:": "Admin"})

    row = Activity.objects.get(kind=ActivityKind.USER_DISABLED)
    assert (row.actor.email, row.asked_by) == ("staff@distributor.example", cast.norrsken.admin.user)  # type: ignore[union-attr]
    assert "Sam Staff (staff), asked by Admin" in at_desk("/company/activity/", cast.norrsken.admin).text


@pytest.mark.usefixtures("needs_request")
def test_with_no_administrator_able_to_ask_the_form_says_so(cast: Cast, at_desk: Open) -> None:
    Member.objects.filter(pk=cast.norrsken.admin.pk).update(is_enabled=False)
    page = desk_of(at_desk, cast.norrsken.admin)

    assert "The company has no administrator who could ask." in page.text
    assert "Admin is enabled again." in page.press("Enable").text


@pytest.mark.usefixtures("needs_request")
def test_another_companys_administrator_cannot_ask(cast: Cast, at_desk: Open) -> None:
    page = desk_of(at_desk, cast.norrsken.buyer)

    page.browser.post(f"/admin/accounts/member/{cast.norrsken.buyer.pk}/disabling/", {"asked_by": cast.fjord.admin.pk})

    assert Member.objects.get(pk=cast.norrsken.buyer.pk).is_enabled


def test_a_company_user_reaches_no_button_of_staff(cast: Cast, sign_in: Callable) -> None:
    browser = sign_in(cast.norrsken.admin)

    answer = browser.post(f"/admin/accounts/member/{cast.fjord.buyer.pk}/disabling/")

    assert answer.status_code in (302, 403)
    assert Member.objects.get(pk=cast.fjord.buyer.pk).is_enabled


def test_only_staff_leave_a_company_without_an_administrator(cast: Cast, at_desk: Open) -> None:
    assert "Admin is disabled." in desk_of(at_desk, cast.norrsken.admin).press("Disable").text

    assert not cast.norrsken.company.members.administrators().exists()


def test_the_search_shows_the_invited(cast: Cast, at_desk: Open) -> None:
    add(cast)

    assert "Rolf Dahl" in at_desk("/admin/accounts/member/?q=rolf.dahl").text
