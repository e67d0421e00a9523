"""Taking a second factor away: one's own, a colleague's who lost it, that of staff (ACC-8, ACC-15)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_email.models import EmailDevice
from django_otp.plugins.otp_static.models import StaticDevice

from accounts import factors, second_factor
from accounts.acting import Actor, OwnUser
from accounts.administering import OnlyByStaff
from accounts.models import Activity, ActivityKind, Member, User
from tests.accounts.second_step import FACTOR, mails_to
from tests.cast import Cast, a_staff_user
from tests.factories import NOON, make_user
from tests.pressing import Page, visit
from tests.staff import app_of, browser_of_staff, sign_in_with_factor


def test_the_last_one_goes_with_its_backup_codes_where_none_is_needed(buyer: User) -> None:
    second_factor.make_codes(buyer, now=timezone.now())
    browser = sign_in_with_factor(Client(headers={"accept-language": "en"}), buyer)

    page = visit(browser, FACTOR).press("Remove the authenticator app")

    assert "Removed. A mail tells you so." in page.text
    assert not StaticDevice.objects.exists()
    assert visit(browser, "/orders/").status == 200
    assert any("was removed from your account" in each for each in mails_to(buyer))


def test_the_last_one_stays_where_one_is_needed(db: None) -> None:
    staff = a_staff_user()
    browser = browser_of_staff(staff, headers={"accept-language": "en"})

    page = visit(browser, FACTOR).press("Remove the authenticator app")

    assert "set up another one before you remove this one" in page.text
    assert factors.has_one(staff)


def test_one_of_two_goes_and_the_session_stays_open(buyer: User) -> None:
    EmailDevice.objects.create(user=buyer, name="E-mail")
    browser = sign_in_with_factor(Client(headers={"accept-language": "en"}), buyer)

    visit(browser, FACTOR).press("Remove the authenticator app")

    assert browser.get("/orders/").status_code == 200


def test_an_administrator_resets_a_colleagues_second_factor(
    buyer: User, cast: Cast, at_desk: Callable[..., Page]
) -> None:
    theirs = sign_in_with_factor(Client(), buyer)
    second_factor.make_codes(buyer, now=timezone.now())
    page = at_desk(f"/company/users/{cast.norrsken.buyer.pk}/", cast.norrsken.admin)

    page = page.press("Reset second factor")

    assert "has no second factor any more" in page.text
    assert "Reset second factor" not in page.buttons()
    assert not factors.has_one(buyer)
    assert not StaticDevice.objects.exists()
    assert theirs.get("/orders/")["Location"].startswith("/login/")
    assert any("Your second factor was reset" in each for each in mails_to(buyer))
    noted = Activity.objects.get(kind=ActivityKind.FACTOR_RESET)
    assert (noted.subject, noted.actor) == (buyer, cast.norrsken.admin.user)


def test_nobody_resets_their_own_nor_a_person_of_several_companies(
    cast: Cast, consultant: tuple[Member, Member]
) -> None:
    by = Actor.administrator(cast.norrsken.admin)
    for member in (consultant[0], cast.norrsken.admin):
        app_of(member.user)
    with pytest.raises(OnlyByStaff):
        second_factor.reset(consultant[0], by=by, now=NOON)
    with pytest.raises(OwnUser):
        second_factor.reset(cast.norrsken.admin, by=by, now=NOON)

    second_factor.reset(consultant[0], by=Actor.staff(a_staff_user()), now=NOON)

    assert not factors.has_one(consultant[0].user)


def test_staff_reset_a_member_at_the_desk(buyer: User, cast: Cast, at_desk: Callable[..., Page]) -> None:
    page = at_desk(f"/admin/accounts/member/{cast.norrsken.buyer.pk}/change/").press("Reset second factor")

    assert "has no second factor any more" in page.text
    assert Activity.objects.filter(kind=ActivityKind.FACTOR_RESET, subject=buyer).exists()


def test_superusers_reset_staff_and_ordinary_staff_do_not(db: None, at_desk: Callable[..., Page]) -> None:
    colleague = make_user("new@distributor.example", is_staff=True)
    app_of(colleague)
    with pytest.raises(second_factor.OnlyBySuperusers):
        second_factor.reset_user(colleague, by=make_user("other@distributor.example", is_staff=True), now=NOON)

    page = at_desk(f"/admin/accounts/user/{colleague.pk}/change/").press("Reset second factor")

    assert "has no second factor any more" in page.text
    assert not factors.has_one(colleague)
