"""/profile/: what people change of themselves, and who changes the rest (ACC-16)."""

from collections.abc import Callable

import pytest

from accounts import own_profile
from accounts.models import Activity, ActivityKind, Company, Member, User
from accounts.privileges import Role
from tests.cast import Cast, a_staff_user
from tests.factories import NOON, make_member, make_user
from tests.pressing import Page, attribute, has, options_of, visit
from tests.staff import browser_of_staff

Open = Callable[..., Page]
PAGE = "/profile/"


def block(company: Company, *fields: str) -> None:
    Company.objects.filter(pk=company.pk).update(blocked_user_fields=list(fields))


def test_a_person_changes_what_is_theirs(cast: Cast, at_desk: Open) -> None:
    page = at_desk(PAGE, cast.norrsken.buyer).press(
        "Save profile",
        {
            "Name": "Lena Ek",
            "Phone": "+46 90 555 01",
            "Language": "English",
            "Time zone": "Reykjavik",
            "Rows": "Compact",
            "Theme": "Dark",
        },
    )

    assert "Saved." in page.text
    user = User.objects.get(pk=cast.norrsken.buyer.user_id)
    assert [getattr(user, field) for field in own_profile.FIELDS] == [
        "Lena Ek",
        "+46 90 555 01",
        "en",
        "Atlantic/Reykjavik",
        "compact",
        "dark",
    ]
    assert Activity.objects.get(kind=ActivityKind.USER_EDITED).facts == {"name": "Lena Ek", "fields": ["name", "phone"]}


def test_language_clock_and_looks_are_nobody_elses_business(cast: Cast, at_desk: Open) -> None:
    at_desk(PAGE, cast.norrsken.buyer).press("Save profile", {"Theme": "Dark", "Time zone": "Helsinki"})

    assert not Activity.objects.filter(kind=ActivityKind.USER_EDITED).exists()


def test_times_are_shown_on_the_chosen_clock(cast: Cast, at_desk: Open) -> None:
    page = at_desk(PAGE, cast.norrsken.buyer)
    page.press("Save profile", {"Time zone": "Tokyo"})

    assert visit(page.browser, "/").answer.context["request"].user.own_zone.key == "Asia/Tokyo"


def test_the_language_may_be_left_to_the_market(cast: Cast, at_desk: Open) -> None:
    page = at_desk(PAGE, cast.norrsken.buyer)
    page.press("Save profile", {"Language": "As the market has it"})

    assert User.objects.get(pk=cast.norrsken.buyer.user_id).language == ""


def test_a_name_is_needed_and_what_was_typed_stays(cast: Cast, at_desk: Open) -> None:
    refused = at_desk(PAGE, cast.norrsken.buyer).press("Save profile", {"Name": " ", "Phone": "12345"})

    assert "This field is required." in refused.part("Yourself")
    assert attribute(refused.field("Phone"), "value") == "12345"


def test_each_clock_is_offered_under_one_name(cast: Cast, at_desk: Open) -> None:
    offered = options_of(at_desk(PAGE, cast.norrsken.buyer).field("Time zone"))

    assert {"Kolkata", "Stockholm", "Sao Paulo", "Auckland"} <= set(offered)
    assert not {"Calcutta", "West", "North", "ACT"} & set(offered)
    assert offered.count("Istanbul") == 1


@pytest.mark.parametrize("field", ["time_zone", "language", "density", "theme"])
def test_what_is_no_choice_is_refused(cast: Cast, sign_in, field: str) -> None:
    sent = {"name": "Lena", "density": "compact", "theme": "dark", field: "../../etc/passwd"}

    page = Page(client := sign_in(cast.norrsken.buyer), client.post(PAGE, sent), PAGE)

    assert "Select a valid choice." in page.text
    assert User.objects.get(pk=cast.norrsken.buyer.user_id).name == "Buyer"


# --- Blocked fields -----------------------------------------------------------------------------------------------


def test_a_blocked_field_is_to_be_read_with_who_changes_it(cast: Cast, at_desk: Open, second_admin: Member) -> None:
    block(cast.norrsken.company, "name")

    page = at_desk(PAGE, cast.norrsken.buyer)

    assert has(page.field("Name"), "readonly")
    assert not has(page.field("Phone"), "readonly")
    sentence = "Norrsken IT has blocked this field. An administrator changes it: Admin, Anna Berg; or support."
    assert sentence in page.text
    assert "Saved." in page.press("Save profile", {"Phone": "12345"}).text


def test_a_blocked_field_that_is_sent_nevertheless_is_refused_with_a_sentence(cast: Cast, at_desk: Open) -> None:
    page = at_desk(PAGE, cast.norrsken.buyer)
    block(cast.norrsken.company, "name", "phone")

    refused = page.press("Save profile", {"Name": "Somebody Else", "Theme": "Dark"})

    assert "Name: Norrsken IT has blocked this field." in refused.text
    user = User.objects.get(pk=cast.norrsken.buyer.user_id)
    assert (user.name, user.theme) == ("Buyer", "system")


def test_who_manages_users_changes_their_own_too(cast: Cast, at_desk: Open) -> None:
    block(cast.norrsken.company, "name")

    page = at_desk(PAGE, cast.norrsken.admin).press("Save profile", {"Name": "Anna Berg"})

    assert "Saved." in page.text
    assert User.objects.get(pk=cast.norrsken.admin.user_id).name == "Anna Berg"


def test_a_company_blocks_wherever_the_person_is_now(consultant: tuple[Member, Member], cast: Cast) -> None:
    """Else they would switch to another company and change it there."""
    in_norrsken, in_lagerhuset = consultant
    block(cast.lagerhuset.company, "phone")

    with pytest.raises(own_profile.FieldBlocked) as refused:
        own_profile.change(in_norrsken.user, {"phone": "12345"}, member=in_norrsken, now=NOON)

    assert "Only the distributor's staff change it for you." in str(refused.value)
    in_lagerhuset.is_enabled = False
    in_lagerhuset.save()
    own_profile.change(in_norrsken.user, {"phone": "12345"}, member=in_norrsken, now=NOON)


# --- The address --------------------------------------------------------------------------------------------------


def test_the_page_says_who_changes_the_address(cast: Cast, at_desk: Open, second_admin: Member) -> None:
    assert "An administrator of your company changes this address: Admin, Anna Berg." in (
        at_desk(PAGE, cast.norrsken.buyer).part("Signing in")
    )
    assert "An administrator of your company changes this address: Anna Berg." in (
        at_desk(PAGE, cast.norrsken.admin).part("Signing in")
    )


def test_that_of_the_only_administrator_is_staffs(cast: Cast, at_desk: Open) -> None:
    assert "Only the distributor's staff change this address." in at_desk(PAGE, cast.norrsken.admin).text


def test_staff_have_a_profile_too(cast: Cast) -> None:
    staff = a_staff_user()

    page = visit(browser_of_staff(staff, headers={"accept-language": "en"}), PAGE).press(
        "Save profile", {"Theme": "Dark", "Language": "English"}
    )

    assert "Saved." in page.text
    assert User.objects.get(pk=staff.pk).theme == "dark"


def test_a_zone_that_is_no_place_is_kept(cast: Cast, at_desk: Open) -> None:
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(time_zone="UTC")

    at_desk(PAGE, cast.norrsken.buyer).press("Save profile", {"Phone": "12345"})

    assert User.objects.get(pk=cast.norrsken.buyer.user_id).time_zone == "UTC"


def test_a_second_member_of_the_company_sees_their_own(cast: Cast, at_desk: Open) -> None:
    other = make_member(cast.norrsken.company, Role.BASIC, user=make_user("b@norrsken-it.example"))

    assert "b@norrsken-it.example" in at_desk(PAGE, other).part("Signing in")
