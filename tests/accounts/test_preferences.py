"""Which mails a member wants, and the addresses they have them sent to (ACC-24)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import locking, mail_addresses, mailing, preferences
from accounts.models import (
    Activity,
    ActivityKind,
    Frequency,
    MailAddress,
    Member,
    Notification,
    NotificationKind,
    NotificationPreference,
)
from accounts.preferences import Wish
from accounts.privileges import Privilege, Role
from tests.accounts.outbox import tell
from tests.cast import Cast
from tests.factories import NOON, make_member
from tests.pressing import Page, attribute, has, visit

Open = Callable[..., Page]
PAGE = "/profile/notifications/"
STOCK = "stock@norrsken-it.example"
SHIPMENT = NotificationKind.SHIPMENT

pytestmark = pytest.mark.usefixtures("probe")


def send_due() -> list[tuple[str, str]]:
    """Receiver and subject of what goes out now."""
    mail.outbox.clear()
    mailing.send_due(now=timezone.now())
    return [(message.to[0], str(message.subject)) for message in mail.outbox]


def link_to(email: str) -> str:
    """The path of the link in the latest mail to an address."""
    send_due()
    bodies = [str(message.body) for message in mail.outbox if message.to == [email]]
    return next(word for word in bodies[-1].split() if "/mail-address/" in word).removeprefix("http://localhost:8000")


def press_link(link: str) -> Page:
    """Whoever reads the mail need not be signed in."""
    page = visit(Client(headers={"accept-language": "en"}), link)
    return page.press("Confirm this address") if "Confirm this address" in page.buttons() else page


def a_confirmed_address(member: Member, email: str = STOCK) -> MailAddress:
    address = mail_addresses.add(member, email, now=timezone.now())
    press_link(link_to(email))
    return MailAddress.objects.get(pk=address.pk)


# --- Kinds --------------------------------------------------------------------------------------------------------


def test_everything_is_on_and_goes_to_ones_own_address_before_anything_is_chosen(cast: Cast, at_desk: Open) -> None:
    page = at_desk(PAGE, cast.norrsken.buyer)

    assert has(page.field("E-mail: Shipment"), "checked")
    assert preferences.preferences_of(cast.norrsken.buyer)[NotificationKind.BACKORDER_REPORT].frequency == "weekly"
    tell(cast.norrsken.buyer)
    assert [email for email, _subject in send_due()] == ["buyer@norrsken-it.example"]


def test_what_is_switched_off_is_not_mailed_and_still_stands_in_the_portals_list(cast: Cast, at_desk: Open) -> None:
    page = at_desk(PAGE, cast.norrsken.buyer).press("Save choices", {"E-mail: Shipment": "no"})
    assert "Saved." in page.text
    assert not has(page.field("E-mail: Shipment"), "checked")

    tell(cast.norrsken.admin, cast.norrsken.buyer)

    assert [email for email, _subject in send_due()] == ["admin@norrsken-it.example"]
    assert "Kestrel <24> is here" in at_desk("/notifications/", cast.norrsken.buyer).text


def test_switched_off_in_one_company_it_is_on_in_the_other(consultant: tuple[Member, Member]) -> None:
    in_norrsken, in_lagerhuset = consultant
    preferences.change(in_norrsken, {SHIPMENT: Wish(by_email=False)})

    tell(in_norrsken, key="probe:1")
    tell(in_lagerhuset, key="probe:2")

    assert [(row.company, row.by_email) for row in Notification.objects.order_by("key")] == [
        (in_norrsken.company, False),
        (in_lagerhuset.company, True),
    ]


def test_a_choice_made_later_loses_no_mail_that_is_written(cast: Cast) -> None:
    tell(cast.norrsken.buyer)
    preferences.change(cast.norrsken.buyer, {SHIPMENT: Wish(by_email=False)})

    assert len(send_due()) == 1


def test_a_report_comes_daily_or_weekly(cast: Cast, at_desk: Open) -> None:
    page = at_desk(PAGE, cast.norrsken.support).press("Save choices", {"How often: Backorder report": "Daily"})

    assert attribute(next(each for each in page.find("option") if has(each, "selected")), "value") == "daily"
    report = NotificationKind.BACKORDER_REPORT
    assert preferences.at_frequency([cast.norrsken.support], report, Frequency.DAILY) == [cast.norrsken.support]
    assert preferences.at_frequency([cast.norrsken.support], report, Frequency.WEEKLY) == []


def test_only_kinds_that_ones_privileges_let_one_get_are_offered(cast: Cast, at_desk: Open) -> None:
    assert "Order confirmation" in at_desk(PAGE, cast.norrsken.support).text

    basic = cast.norrsken.basic
    page = at_desk(PAGE, basic)
    assert "Order confirmation" not in page.text
    assert "Watched stock" in page.text
    with pytest.raises(preferences.KindNotOffered):
        preferences.change(basic, {SHIPMENT: Wish(by_email=True)})

    basic.tick(frozenset({Privilege.KEEP_BASKETS}))
    basic.save()
    assert "With your privileges there is no mail to choose." in at_desk(PAGE, basic).text


def test_a_kind_lost_while_the_page_was_open_is_said_and_nothing_is_saved(cast: Cast, at_desk: Open) -> None:
    page = at_desk(PAGE, cast.norrsken.support)
    Member.objects.filter(pk=cast.norrsken.support.pk).update(privileges=[Privilege.VIEW_PRICES])

    refused = page.press("Save choices", {"E-mail: Shipment": "no"})

    assert "Some of these mails are not yours to choose any more" in refused.text
    assert not NotificationPreference.objects.exists()


def test_a_kind_gained_while_the_page_was_open_stays_on(cast: Cast, at_desk: Open) -> None:
    browser = at_desk(PAGE, cast.norrsken.support).browser

    browser.post(PAGE, {"drawn": "shipment", "shipment-email": "on"})

    assert list(NotificationPreference.objects.values_list("kind", "by_email")) == [("shipment", True)]


def test_what_concerns_the_user_itself_always_goes_to_their_own_address(cast: Cast, at_desk: Open) -> None:
    address = a_confirmed_address(cast.norrsken.buyer)
    every = {kind: Wish(by_email=False, address=address.pk) for kind in preferences.TELLS}
    preferences.change(cast.norrsken.buyer, every)

    locking.lock(cast.norrsken.buyer.user, now=timezone.now())

    assert "buyer@norrsken-it.example" in [email for email, _subject in send_due()]
    assert STOCK not in [message.to[0] for message in mail.outbox]
    page = at_desk(PAGE, cast.norrsken.admin)
    assert "always goes to admin@norrsken-it.example and cannot be switched off" in page.text
    with pytest.raises(preferences.KindNotOffered):
        preferences.change(cast.norrsken.admin, {NotificationKind.ACCOUNT: Wish(by_email=False)})


# --- Other addresses ----------------------------------------------------------------------------------------------


def test_another_address_is_confirmed_by_its_link_before_anything_is_sent_there(cast: Cast, at_desk: Open) -> None:
    buyer = cast.norrsken.buyer
    page = at_desk(PAGE, buyer).press("Add and send the link", {"Another e-mail address": STOCK.title()})
    assert f"A link went to {STOCK}." in page.text
    assert "waiting to be confirmed" in page.part("Other addresses")
    page.press("Save choices", {"To: Shipment": STOCK})

    tell(buyer, key="probe:before")
    assert sorted(send_due()) == [
        (buyer.user.email, "Kestrel <24> is here & waits"),
        (STOCK, f"Confirm {STOCK} for mails from Tradecounter"),
    ]

    confirmed = press_link(link_to_again(at_desk, buyer))
    assert confirmed.title == "The address is confirmed"
    tell(buyer, key="probe:after")
    assert send_due() == [(STOCK, "Kestrel <24> is here & waits")]
    assert Activity.objects.get(kind=ActivityKind.MAIL_ADDRESS_CONFIRMED).facts["email"] == STOCK


def link_to_again(at_desk: Open, member: Member) -> str:
    at_desk(PAGE, member).press(f"Send the link to {STOCK} again")
    return link_to(STOCK)


def test_looking_at_the_link_confirms_nothing(cast: Cast) -> None:
    mail_addresses.add(cast.norrsken.buyer, STOCK, now=timezone.now())
    link = link_to(STOCK)

    page = visit(Client(headers={"accept-language": "en"}), link)

    assert "Buyer of Norrsken IT wants mails about orders" in page.text
    assert not MailAddress.objects.get().is_confirmed


def test_a_link_works_once(cast: Cast) -> None:
    mail_addresses.add(cast.norrsken.buyer, STOCK, now=timezone.now())
    link = link_to(STOCK)

    assert press_link(link).title == "The address is confirmed"
    assert press_link(link).title == "This link no longer works"


def test_a_link_dies_after_its_hours_with_a_newer_one_and_when_it_is_forged(cast: Cast) -> None:
    address = mail_addresses.add(cast.norrsken.buyer, STOCK, now=timezone.now())
    first = link_to(STOCK)
    mail_addresses.send_again(address, now=timezone.now())
    second = link_to(STOCK)
    token = second.split("/")[2]

    assert press_link(first).title == "This link no longer works"
    assert press_link(second.replace(token, token[:-1] + ("A" if token[-1] != "A" else "B"))).status == 200
    with pytest.raises(mail_addresses.LinkVoid):
        mail_addresses.confirm(token, now=timezone.now() + timedelta(hours=73))
    assert not MailAddress.objects.get().is_confirmed
    assert press_link(second).title == "The address is confirmed"


def test_the_link_is_in_the_mail_alone(cast: Cast, at_desk: Open) -> None:
    """Else whoever typed the address could confirm it themselves."""
    at_desk(PAGE, cast.norrsken.buyer).press("Add and send the link", {"Another e-mail address": STOCK})

    for address in (PAGE, "/notifications/"):
        assert "/mail-address/" not in at_desk(address, cast.norrsken.buyer).answer.text


def test_a_removed_address_gets_nothing_more_not_even_what_waits(cast: Cast, at_desk: Open) -> None:
    buyer = cast.norrsken.buyer
    address = a_confirmed_address(buyer)
    preferences.change(buyer, {SHIPMENT: Wish(by_email=True, address=address.pk)})
    tell(buyer, key="probe:waits")

    page = at_desk(PAGE, buyer).press(f"Remove {STOCK}")

    assert f"{STOCK} is removed." in page.text
    tell(buyer, key="probe:later")
    assert {email for email, _subject in send_due()} == {buyer.user.email}
    assert Activity.objects.filter(kind=ActivityKind.MAIL_ADDRESS_REMOVED).count() == 1


def test_a_link_that_was_not_sent_yet_is_not_sent_after_the_removal(cast: Cast) -> None:
    mail_addresses.remove(mail_addresses.add(cast.norrsken.buyer, STOCK, now=timezone.now()), now=timezone.now())

    assert send_due() == []


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("buyer@norrsken-it.example", "This is your own address."),
        (STOCK, "This address is in your list already."),
        ("no address", "Enter a valid email address."),
        ("", "This field is required."),
    ],
)
def test_an_address_is_refused_beside_its_field(cast: Cast, at_desk: Open, email: str, sentence: str) -> None:
    mail_addresses.add(cast.norrsken.buyer, STOCK, now=NOON)

    refused = at_desk(PAGE, cast.norrsken.buyer).press("Add and send the link", {"Another e-mail address": email})

    assert sentence in refused.part("Other addresses")
    assert attribute(refused.field("Another e-mail address"), "value") == email


def test_a_member_has_five_other_addresses_at_most(cast: Cast) -> None:
    for number in range(5):
        mail_addresses.add(cast.norrsken.buyer, f"stock{number}@norrsken-it.example", now=NOON)

    with pytest.raises(mail_addresses.TooManyAddresses):
        mail_addresses.add(cast.norrsken.buyer, STOCK, now=NOON)


def test_nobody_floods_a_stranger_with_links(cast: Cast, at_desk: Open) -> None:
    for number in range(10):
        address = mail_addresses.add(cast.norrsken.buyer, f"victim{number}@elsewhere.example", now=timezone.now())
        mail_addresses.remove(address, now=timezone.now())

    refused = at_desk(PAGE, cast.norrsken.buyer).press("Add and send the link", {"Another e-mail address": STOCK})

    assert "Too many links were sent for you today." in refused.text
    mail_addresses.add(cast.norrsken.buyer, STOCK, now=timezone.now() + timedelta(hours=25))


def test_an_address_that_was_removed_meanwhile_is_said_beside_its_kind(cast: Cast, at_desk: Open) -> None:
    buyer = cast.norrsken.buyer
    address = mail_addresses.add(buyer, STOCK, now=NOON)
    mail_addresses.add(buyer, "other@norrsken-it.example", now=NOON)
    page = at_desk(PAGE, buyer)
    mail_addresses.remove(address, now=NOON)

    refused = page.press("Save choices", {"To: Shipment": STOCK})

    assert "Select a valid choice." in refused.row("Something of an order of yours")
    assert not NotificationPreference.objects.exists()


def test_an_address_of_ones_own_in_another_company_is_no_choice(consultant: tuple[Member, Member]) -> None:
    in_norrsken, in_lagerhuset = consultant
    elsewhere = mail_addresses.add(in_lagerhuset, STOCK, now=NOON)

    with pytest.raises(preferences.AddressGone):
        preferences.change(in_norrsken, {SHIPMENT: Wish(by_email=True, address=elsewhere.pk)})


def test_a_disabled_members_link_is_void(cast: Cast) -> None:
    mail_addresses.add(cast.norrsken.buyer, STOCK, now=timezone.now())
    link = link_to(STOCK)
    Member.objects.filter(pk=cast.norrsken.buyer.pk).update(is_enabled=False)

    assert press_link(link).title == "This link no longer works"


def test_telling_ten_people_costs_as_many_queries_as_telling_one(cast: Cast) -> None:
    people = [Member.objects.ready_to_ask().get(pk=cast.norrsken.buyer.pk)]
    for number in range(9):
        user = type(cast.norrsken.buyer.user).objects.create_user(f"p{number}@norrsken-it.example", name=f"P{number}")
        people.append(make_member(people[0].company, Role.BUYER, user=user))
    counts = []
    for some in (people[:1], people):
        with CaptureQueriesContext(connection) as queries:
            tell(*some, key=f"probe:{len(some)}")
        counts.append(len(queries))

    assert counts[0] == counts[1]
