"""A price feed comes by mail or at an address, and to nobody who may not have it any more (CAT-9, ACC-13, ACC-14)."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import mailing
from accounts.activities import sentence_of
from accounts.models import Activity, Download, Member, ServiceRemoval
from accounts.privileges import WEB_ACCESS, Privilege
from catalog import tasks
from catalog.models import PriceFeed
from catalog.price_lists import feeding
from tests.cast import Cast, a_switch
from tests.factories import NOON, make_user
from tests.pressing import Page, said, visit
from tests.staff import browser_of_staff

PAGE = "/price-feed/"
NIGHT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)  # a Friday, half past two in Stockholm
DAY = timedelta(days=1)
SignIn = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # how often addresses were asked


@pytest.fixture
def buyer(cast: Cast) -> Member:
    return cast.norrsken.buyer


@pytest.fixture
def browser(buyer: Member, sign_in: SignIn) -> Client:
    return sign_in(buyer)


@pytest.fixture
def script() -> Client:
    """Nobody is signed in."""
    return Client()


def address_on(page: Page) -> str:
    return next(said(code) for code in page.find("code")).removeprefix("http://testserver")


def make_address(browser: Client, button: str = "Make an address") -> str:
    address = address_on(visit(browser, PAGE).press(button))
    tasks.make_price_lists()
    return address


def status(script: Client, address: str) -> int:
    answer = script.get(address)
    if answer.streaming:
        b"".join(answer)
    return answer.status_code


def at_night(moment: datetime) -> int:
    with time_machine.travel(moment, tick=False):
        asked = tasks.ask_for_feeds()
        tasks.make_price_lists()
        mailing.send_due(now=moment)
    return asked


def test_an_address_gives_a_script_the_whole_price_list(cast: Cast, browser: Client, script: Client) -> None:
    switch = a_switch(cast, price="500.00")
    address = make_address(browser)

    answer = script.get(address)

    (line,) = csv.DictReader(io.StringIO(b"".join(answer).decode()))
    assert (line["SKU"], line["Own price"]) == (switch.sku, "500.00")
    assert answer["Content-Disposition"].startswith('attachment; filename="price-list-catalog-')
    assert "Last fetched" in visit(browser, PAGE).text


def test_what_has_not_changed_is_not_sent_again(cast: Cast, browser: Client, script: Client) -> None:
    address = make_address(browser)
    first = script.get(address)
    b"".join(first)
    for header, value in (("If-None-Match", first["ETag"]), ("If-Modified-Since", first["Last-Modified"])):
        again = script.get(address, headers={header: value})
        assert (again.status_code, again["ETag"]) == (304, first["ETag"])


def test_the_address_is_shown_once_and_only_its_hash_is_kept(browser: Client, buyer: Member) -> None:
    page = visit(browser, PAGE).press("Make an address")
    token = address_on(page).removeprefix("/feeds/")
    assert len(token) > 40
    assert token not in visit(browser, PAGE).text
    kept = PriceFeed.objects.get(member=buyer)
    assert token not in str(PriceFeed.objects.values().get())
    assert bytes(kept.token_hash) == feeding._hashed(token)


def test_until_the_first_file_is_made_it_says_so(browser: Client, script: Client) -> None:
    address = address_on(visit(browser, PAGE).press("Make an address"))
    answer = script.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "not made yet" in answer.text


def test_another_address_voids_the_one_before_and_withdrawing_voids_it_too(
    buyer: Member, browser: Client, script: Client
) -> None:
    first = make_address(browser)
    second = make_address(browser, "Make another address")
    assert (status(script, first), status(script, second)) == (404, 200)
    page = visit(browser, PAGE).press("Withdraw the address")
    assert "It answers nobody any more." in page.text
    assert status(script, second) == 404
    done = Activity.objects.filter(actor=buyer.user, kind__startswith="feed").order_by("pk")
    assert [sentence_of(row) for row in done] == [
        "Made an address for their price feed",
        "Renewed the address of their price feed",
        "Withdrew the address of the price feed of Buyer",
    ]


def lose_the_box(member: Member) -> None:
    member.tick(frozenset(member.privileges) - {Privilege.DOWNLOAD_PRICE_LISTS})
    member.save()


def be_disabled(member: Member) -> None:
    member.is_enabled = False
    member.save()


def be_disabled_as_user(member: Member) -> None:
    member.user.is_active = False
    member.user.save()


def lose_the_service(member: Member) -> None:
    ServiceRemoval.objects.create(company=member.company, service=Privilege.DOWNLOAD_PRICE_LISTS, reason="Review")


def lose_web_access(member: Member) -> None:
    ServiceRemoval.objects.create(company=member.company, service=WEB_ACCESS, reason="Closed")


@pytest.mark.parametrize("lose", [lose_the_box, be_disabled, be_disabled_as_user, lose_the_service, lose_web_access])
def test_it_answers_nobody_once_its_owner_may_not_have_it(
    buyer: Member, browser: Client, script: Client, lose: Callable[[Member], None]
) -> None:
    address = make_address(browser)
    assert status(script, address) == 200
    lose(buyer)
    assert status(script, address) == 404
    assert at_night(NIGHT) == 0


def test_without_the_privilege_for_prices_the_file_with_prices_is_not_given(
    buyer: Member, browser: Client, script: Client, cast: Cast
) -> None:
    a_switch(cast, price="517.00")
    address = make_address(browser)
    buyer.tick(frozenset(buyer.privileges) - {Privilege.VIEW_PRICES})
    buyer.save()
    assert status(script, address) == 503
    at_night(NIGHT)
    assert b"517" not in b"".join(script.get(address))


@pytest.mark.parametrize("token", ["", "x", "é", "a" * 500, "%00"])
def test_nonsense_is_not_found(script: Client, db: None, token: str) -> None:
    assert script.get(f"/feeds/{token}").status_code == 404


def test_a_file_is_made_each_night_once_and_replaces_the_one_before(
    cast: Cast, browser: Client, script: Client
) -> None:
    address = make_address(browser)
    a_switch(cast)
    assert at_night(NIGHT - timedelta(hours=1)) == 1  # the night of a feed that had none
    before = Download.objects.get()
    assert at_night(NIGHT) == 1
    assert at_night(NIGHT + timedelta(hours=5)) == 0
    assert Download.objects.get() != before
    assert len(b"".join(script.get(address)).splitlines()) == 2


def test_mails_with_a_link_come_daily(buyer: Member, browser: Client) -> None:
    page = visit(browser, PAGE).press("Save", {"Format": "XLSX", "Mail with a link": "Daily"})
    assert "Saved." in page.text
    mail.outbox.clear()

    for night in range(3):
        at_night(NIGHT + night * DAY)

    assert [message.subject for message in mail.outbox] == [
        f"Your price feed of {day} Nov 2026" for day in (20, 21, 22)
    ]
    assert mail.outbox[0].to == [buyer.user.email]
    assert "http://localhost:8000/price-feed/" in mail.outbox[0].body
    assert Download.objects.get().file_name.endswith(".xlsx")


def test_mails_come_weekly_on_the_first_night_of_the_week() -> None:
    feed, mailed = PriceFeed(mail="weekly"), []
    for number in range(15):
        night = (NIGHT + number * DAY).date()
        if number != 10 and feeding.is_mail_due(feed, night):  # the second Monday, the worker was down
            mailed.append(number)
            feed.mailed_on = night
    assert mailed == [0, 3, 11]  # at once after subscribing, then on Mondays


def test_no_mail_comes_after_it_is_switched_off(browser: Client) -> None:
    visit(browser, PAGE).press("Save", {"Mail with a link": "Daily"})
    visit(browser, PAGE).press("Save", {"Mail with a link": "Never"})
    assert at_night(NIGHT) == 0


def test_the_feed_is_found_under_downloads(browser: Client) -> None:
    assert visit(browser, "/downloads/").follow("Price feed").title == "Price feed"


def test_each_market_has_its_own_night(cast: Cast, sign_in: SignIn) -> None:
    assert feeding.night_of(cast.se, NIGHT).day == 20
    assert feeding.night_of(cast.markets["nz"], NIGHT).day == 20
    assert feeding.night_of(cast.markets["br"], NIGHT).day == 19
    assert feeding.night_of(cast.se, NOON) == NOON.date()


def test_staff_withdraw_an_address_that_fell_into_the_wrong_hands(
    buyer: Member, browser: Client, script: Client, admin_client: Client
) -> None:
    """They see who has one, never the address itself; the member is told."""
    address = make_address(browser)
    desk = visit(admin_client, "/admin/catalog/pricefeed/")
    feed = PriceFeed.objects.get(member=buyer)

    chosen = {"action": "withdraw", "_selected_action": [feed.pk]}
    done = admin_client.post("/admin/catalog/pricefeed/", chosen, follow=True)
    mailing.send_due(now=timezone.now())

    assert "Norrsken IT" in desk.row("Buyer")
    assert address.removeprefix("/feeds/") not in desk.text
    assert "1 address is withdrawn." in done.text
    assert status(script, address) == 404
    assert sentence_of(Activity.objects.latest("pk")) == "Withdrew the address of the price feed of Buyer"
    assert [message.subject for message in mail.outbox] == ["The address of your price feed is withdrawn"]
    assert visit(browser, PAGE).press("Make an address").status == 200


def test_staff_who_may_only_look_withdraw_nothing(buyer: Member, browser: Client) -> None:
    make_address(browser)
    reader = make_user("reader@distributor.example", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_pricefeed"))
    desk = browser_of_staff(reader)

    desk.post(
        "/admin/catalog/pricefeed/",
        {"action": "withdraw", "_selected_action": [PriceFeed.objects.get(member=buyer).pk]},
    )

    assert desk.get("/admin/catalog/pricefeed/").status_code == 200
    assert PriceFeed.objects.get(member=buyer).has_address


def test_a_script_that_asks_too_often_waits_a_minute(browser: Client, script: Client) -> None:
    address = make_address(browser)

    with time_machine.travel(NOON, tick=False) as clock:
        answers = [status(script, address) for _time in range(11)]
        assert answers == [200] * 10 + [429]
        assert script.get(address)["Retry-After"] == "60"
        clock.shift(61)
        assert status(script, address) == 200
