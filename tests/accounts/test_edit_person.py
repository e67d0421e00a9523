"""Details and addresses of people: who may change which, and who is told (ACC-15, ACC-16)."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.utils import timezone

from accounts import administering, mailing
from accounts.acting import Actor, OwnUser
from accounts.models import Activity, ActivityKind, Member, User
from accounts.privileges import Role
from tests.accounts.inviting import add, follow, mailed_link
from tests.cast import Cast, a_staff_user
from tests.factories import NOON, make_member, make_user
from tests.pressing import Page, visit

Open = Callable[..., Page]
NEW = "lena.ek@norrsken-it.example"


def as_admin(cast: Cast) -> Actor:
    return Actor.administrator(cast.norrsken.admin)


def email_of(member: Member) -> str:
    return User.objects.get(pk=member.user_id).email


def test_name_phone_and_user_name_are_changed_on_the_page(cast: Cast, at_desk: Open) -> None:
    buyer = cast.norrsken.buyer
    page = at_desk(f"/company/users/{buyer.pk}/", cast.norrsken.admin)

    page.press("Save details", {"Name": "Lena Ek", "Phone": "+46 90 555 01", "User name": "Lena.Ek"})

    user = User.objects.get(pk=buyer.user_id)
    assert (user.name, user.phone, user.username) == ("Lena Ek", "+46 90 555 01", "Lena.Ek")
    row = Activity.objects.get(kind=ActivityKind.USER_EDITED)
    assert row.facts == {"name": "Lena Ek", "fields": ["name", "phone", "username"]}


def test_a_taken_user_name_is_refused_beside_its_field_and_nothing_typed_is_lost(cast: Cast, at_desk: Open) -> None:
    User.objects.filter(pk=cast.fjord.buyer.user_id).update(username="lena.ek")
    page = at_desk(f"/company/users/{cast.norrsken.buyer.pk}/", cast.norrsken.admin)

    refused = page.press("Save details", {"Name": "Lena Ek", "User name": "LENA.EK"})

    assert "This user name is taken." in refused.text
    assert dict(refused.field("Name").attributes)["value"] == "Lena Ek"
    assert User.objects.get(pk=cast.norrsken.buyer.user_id).name == "Buyer"


def test_the_old_and_the_new_address_are_told(cast: Cast, at_desk: Open) -> None:
    buyer = cast.norrsken.buyer
    page = at_desk(f"/company/users/{buyer.pk}/", cast.norrsken.admin)

    page.press("Change address", {"New e-mail address": "Lena.Ek@Norrsken-IT.example"})

    assert email_of(buyer) == NEW
    mailing.send_due(now=timezone.now())
    assert sorted(message.to[0] for message in mail.outbox) == ["buyer@norrsken-it.example", NEW]
    assert all("buyer@norrsken-it.example" in str(m.body) and NEW in str(m.body) for m in mail.outbox)
    assert Activity.objects.get(kind=ActivityKind.EMAIL_CHANGED).facts["new"] == NEW


def test_the_same_address_again_is_no_change_and_nobody_is_told(cast: Cast, at_desk: Open) -> None:
    page = at_desk(f"/company/users/{cast.norrsken.buyer.pk}/", cast.norrsken.admin)

    refused = page.press("Change address", {"New e-mail address": "Buyer@norrsken-it.example"})

    assert "This is the address already." in refused.text
    assert "were told" not in refused.text
    mailing.send_due(now=timezone.now())
    assert mail.outbox == []


def test_after_a_refusal_other_buttons_and_the_address_lead_back_to_the_person(cast: Cast, at_desk: Open) -> None:
    """The page of a refusal stands at the address of its button, where there is nothing to read."""
    buyer = cast.norrsken.buyer
    page = at_desk(f"/company/users/{buyer.pk}/", cast.norrsken.admin)
    page.browser.defaults["HTTP_ACCEPT"] = "text/html"

    refused = page.press("Change address", {"New e-mail address": "admin@fjord-data.example"})

    for opened in (refused.press("Compact"), visit(page.browser, refused.address)):
        assert (opened.status, opened.title, opened.address) == (200, "Buyer", f"/company/users/{buyer.pk}/")


def test_an_address_in_use_is_refused(cast: Cast, at_desk: Open) -> None:
    buyer = cast.norrsken.buyer
    page = at_desk(f"/company/users/{buyer.pk}/", cast.norrsken.admin)

    refused = page.press("Change address", {"New e-mail address": "admin@fjord-data.example"})

    assert "This e-mail address cannot be used." in refused.text
    assert email_of(buyer) == "buyer@norrsken-it.example"


def test_nobody_changes_their_own_address(cast: Cast, at_desk: Open, second_admin: Member) -> None:
    with pytest.raises(OwnUser):
        administering.change_email(second_admin, NEW, by=Actor.administrator(second_admin), now=NOON)

    own = at_desk(f"/company/users/{second_admin.pk}/", second_admin)
    assert "Change address" not in own.buttons()
    assert "Another administrator changes your address, or support." in own.text


def test_the_only_administrators_address_is_staffs_even_where_others_are_not(cast: Cast, second_admin: Member) -> None:
    """In Sweden staff change no address, but one company's only administrator would have nobody to do it (ACC-16)."""
    staff = Actor.staff(a_staff_user())
    with pytest.raises(administering.NotByStaff):
        administering.change_email(cast.norrsken.admin, NEW, by=staff, now=NOON)

    administering.disable(second_admin, by=as_admin(cast), now=NOON)

    assert administering.is_only_administrator(cast.norrsken.admin)
    administering.change_email(cast.norrsken.admin, NEW, by=staff, now=NOON)
    assert email_of(cast.norrsken.admin) == NEW


def test_staff_change_addresses_where_the_market_lets_them(cast: Cast) -> None:
    cast.se.staff_change_email = True
    cast.se.save()

    administering.change_email(cast.norrsken.buyer, NEW, by=Actor.staff(a_staff_user()), now=NOON)

    assert email_of(cast.norrsken.buyer) == NEW


def test_a_person_of_two_companies_belongs_to_neither(cast: Cast) -> None:
    """Else one company's administrator would take over what the person may do in the other."""
    shared = make_member(cast.norrsken.company, Role.BASIC, user=cast.fjord.admin.user)

    with pytest.raises(administering.OnlyByStaff):
        administering.change_email(shared, NEW, by=as_admin(cast), now=NOON)
    with pytest.raises(administering.OnlyByStaff):
        administering.edit(shared, name="Mine", phone="", username="", by=as_admin(cast), now=NOON)

    administering.change_email(shared, NEW, by=Actor.staff(a_staff_user()), now=NOON)
    assert email_of(shared) == NEW


def test_staff_of_the_distributor_are_nobodys_to_change(cast: Cast) -> None:
    theirs = make_member(cast.norrsken.company, Role.BASIC, user=make_user("helper@distributor.example", is_staff=True))

    with pytest.raises(administering.OnlyByStaff):
        administering.change_email(theirs, NEW, by=as_admin(cast), now=NOON)


def test_a_new_address_makes_the_link_sent_to_the_old_one_void(cast: Cast) -> None:
    member = add(cast)
    link = mailed_link()

    administering.change_email(member, NEW, by=as_admin(cast), now=timezone.now())

    assert follow(link).title == "This link no longer works"
