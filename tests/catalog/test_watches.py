"""Watches: told once of each change of stock, day of delivery or own price, at once or in a digest (CAT-3)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts import mailing, preferences
from accounts.models import Member, Notification, NotificationKind
from catalog import stock, watching
from catalog.models import AgreedPrice, ExpectedDelivery, Pace, PriceEntry, Product, Stock, Watch
from catalog.watching import NothingToWatch, TooManyWatches, Wish
from portal.demo.watches import load_watches
from tests.cast import Cast, a_switch
from tests.factories import NOON, make_price, make_stock
from tests.pressing import has, visit

SignIn = Callable[[Member], Client]
EVERYTHING = Wish(stock=True, eta=True, price=True)
FRIDAY = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # 7:30 in Stockholm, after the market's time for reports


@pytest.fixture
def switch(cast: Cast) -> Product:
    """Out of stock, at 3,312.00, nothing on the way."""
    return a_switch(cast, name="Switch", price="3312.00")


def watch(member: Member, product: Product, wish: Wish = EVERYTHING) -> Watch:
    return watching.watch(member, product, wish, now=NOON)


def told(now: datetime = NOON) -> list[tuple[str, str]]:
    """Receiver and subject of what goes out now."""
    mail.outbox.clear()
    mailing.send_due(now=now)
    return [(message.to[0].split("@")[0], str(message.subject)) for message in mail.outbox]


def body() -> str:
    return str(mail.outbox[-1].body).replace("\u00a0", " ")


def expect(cast: Cast, product: Product, on: date) -> ExpectedDelivery:
    return ExpectedDelivery.objects.create(product=product, warehouse=cast.boras, expected_on=on, quantity=5)


def test_what_comes_into_stock_and_runs_out_is_told_in_the_transaction_of_its_cause(cast: Cast, switch: Product):
    watch(cast.norrsken.buyer, switch)

    stock.receive(switch, cast.stockholm, 12, reference="test", now=NOON)
    assert told() == [("buyer", "In stock: Switch")]
    assert "In stock: 12 available." in body()
    stock.receive(switch, cast.stockholm, 3, reference="test", now=NOON)
    assert told() == []

    stock.set_on_hand(switch, cast.stockholm, 0, reference="test", now=NOON)
    assert told() == [("buyer", "Out of stock: Switch")]


def test_what_orders_take_is_told_by_a_worker(cast: Cast, switch: Product):
    shelf = stock.receive(switch, cast.stockholm, 2, reference="test", now=NOON)
    watch(cast.norrsken.buyer, switch)

    stock.allocate(shelf, 2, reference="test", now=NOON)
    assert told() == []
    assert watching.tell_of_stock(now=NOON) == 1
    assert watching.tell_of_stock(now=NOON) == 0

    assert told() == [("buyer", "Out of stock: Switch")]


def test_stock_of_warehouses_of_other_markets_is_no_news(cast: Cast, switch: Product):
    watch(cast.norrsken.buyer, switch)

    make_stock(switch, cast.markets["nz"].warehouses_in_order()[0], 9)

    assert watching.tell_of_stock(now=NOON) == 0


def test_another_day_of_the_next_delivery_is_told_with_the_day_before(cast: Cast, switch: Product):
    due = expect(cast, switch, date(2026, 11, 27))
    watch(cast.norrsken.buyer, switch)
    expect(cast, switch, date(2026, 12, 24))
    assert watching.tell_of_stock(now=NOON) == 0

    due.expected_on = date(2026, 12, 2)
    due.save()
    watching.tell_of_stock(now=NOON)

    assert told() == [("buyer", "Another day of delivery: Switch")]
    assert "Next delivery estimated 2 Dec 2026 (before: 27 Nov 2026)" in body()


def test_a_price_is_told_each_company_at_its_own(cast: Cast, switch: Product):
    for member in (cast.norrsken.buyer, cast.lagerhuset.buyer, cast.norrsken.basic):
        watch(member, switch, Wish(price=True))

    AgreedPrice.objects.create(
        company=cast.norrsken.company,
        product=switch,
        price_minor=300_000,
        valid_from=NOON.date(),
        valid_to=NOON.date(),
    )
    assert watching.tell_of_prices(now=NOON) == 2

    assert told() == [("buyer", "Another price: Switch"), ("basic", "Another price: Switch")]
    assert {message.to[0].split("@")[1] for message in mail.outbox} == {"norrsken-it.example"}
    assert "SEK 3 000,00 (before: SEK 3 312,00)" in body() or "3 000,00" in body()
    assert watching.tell_of_prices(now=NOON) == 0
    assert watching.tell_of_prices(now=NOON + timedelta(days=1)) == 2  # the agreed price has ended


def test_a_product_that_gets_its_first_price_is_told_too(cast: Cast, switch: Product):
    PriceEntry.objects.filter(product=switch).delete()
    watch(cast.norrsken.buyer, switch, Wish(price=True))

    make_price(switch, cast.se, "100.00")
    watching.tell_of_prices(now=NOON)

    assert told() == [("buyer", "Another price: Switch")]
    assert "before: on request" in body()


def test_what_one_may_not_see_is_neither_watched_nor_told(cast: Cast, switch: Product):
    with pytest.raises(NothingToWatch):
        watch(cast.norrsken.support, switch)
    watched = watch(cast.norrsken.buyer, switch)
    buyer = cast.norrsken.buyer
    buyer.tick(frozenset(buyer.privileges) - {"view_prices"})
    buyer.save()

    PriceEntry.objects.filter(product=switch).update(price_minor=100)
    watching.tell_of_prices(now=NOON)
    stock.receive(switch, cast.stockholm, 12, reference="test", now=NOON)

    assert told() == [("buyer", "In stock: Switch")]
    watched.refresh_from_db()
    assert watched.seen_price == Decimal("3312.00")


def test_a_price_told_and_not_yet_sent_stays_unsent_where_the_privilege_is_gone(cast: Cast, switch: Product):
    watch(cast.norrsken.buyer, switch, Wish(price=True))
    PriceEntry.objects.filter(product=switch).update(price_minor=100)
    watching.tell_of_prices(now=NOON)

    buyer = cast.norrsken.buyer
    buyer.tick(frozenset(buyer.privileges) - {"view_prices"})
    buyer.save()

    assert told() == []
    assert not Notification.objects.visible_to(buyer).of_kind(NotificationKind.PRICE_WATCH).exists()


def test_what_many_changes_at_once_are_is_one_mail(cast: Cast):
    products = [a_switch(cast, name=f"Switch {number}") for number in range(3)]
    for product in products:
        watch(cast.norrsken.buyer, product)
    Stock.objects.filter(warehouse=cast.stockholm).update(on_hand=4)

    watching.tell_of_stock(now=NOON)

    assert told() == [("buyer", "Stock and delivery of 3 products that you watch")]
    assert all(product.name in body() for product in products)


def test_the_daily_digest_comes_once_a_business_day_at_the_markets_time(cast: Cast, switch: Product):
    daily = Wish(stock=True, price=True, pace=Pace.DAILY)
    watch(cast.norrsken.buyer, switch, daily)
    stock.receive(switch, cast.stockholm, 12, reference="test", now=NOON)
    PriceEntry.objects.filter(product=switch).update(price_minor=100)
    watching.tell_of_prices(now=NOON)
    assert watching.send_digests(now=NOON) == 0  # today's was due before the watch began
    assert told() == []

    assert watching.send_digests(now=FRIDAY - timedelta(hours=1)) == 0
    assert watching.send_digests(now=FRIDAY) == 2
    assert told(FRIDAY) == [("buyer", "In stock: Switch"), ("buyer", "Another price: Switch")]

    stock.set_on_hand(switch, cast.stockholm, 0, reference="test", now=FRIDAY)
    assert watching.send_digests(now=FRIDAY + timedelta(hours=1)) == 0
    assert watching.send_digests(now=FRIDAY + timedelta(days=1)) == 0  # Saturday
    assert watching.send_digests(now=FRIDAY + timedelta(days=3)) == 1
    assert told(FRIDAY + timedelta(days=3)) == [("buyer", "Out of stock: Switch")]


def test_mails_go_as_the_member_prefers(cast: Cast, switch: Product):
    watch(cast.norrsken.buyer, switch)
    preferences.change(cast.norrsken.buyer, {NotificationKind.STOCK_WATCH: preferences.Wish(by_email=False)})

    stock.receive(switch, cast.stockholm, 12, reference="test", now=NOON)

    assert told() == []
    assert Notification.objects.visible_to(cast.norrsken.buyer).of_kind("stock_watch").count() == 1


def test_a_watch_begins_on_the_products_page_and_ends_there_or_on_the_list(
    cast: Cast, sign_in: SignIn, switch: Product
):
    browser = sign_in(cast.norrsken.buyer)
    when = {"when it comes into stock or runs out": "yes", "How": "in a daily digest"}

    page = visit(browser, switch.get_absolute_url()).press("Watch this product", when)
    assert "You are told of Switch from now on." in page.text
    assert has(page.field("when it comes into stock or runs out"), "checked")
    assert not has(page.field("when its price changes"), "checked")
    page = page.press("Change what I am told", {"when its price changes": "yes"}).follow("All that I watch")
    assert "when it comes into stock or runs out, when its price changes in a daily digest" in page.row("Switch")

    page = page.press("Stop watching Switch")
    assert "You are told nothing more of Switch." in page.text
    assert "You watch nothing yet." in page.text
    page = visit(browser, switch.get_absolute_url()).press("Watch this product")
    assert "Choose what you want to be told of" in page.text


def test_the_link_in_the_mail_ends_it_by_a_button_whoever_is_signed_in(cast: Cast, switch: Product):
    watch(cast.norrsken.buyer, switch)
    stock.receive(switch, cast.stockholm, 12, reference="test", now=NOON)
    told()
    link = next(word for word in body().split() if "/watches/end/" in word).removeprefix("http://localhost:8000")
    browser = Client(headers={"accept-language": "en"})

    page = visit(browser, link)
    assert Watch.objects.count() == 1
    assert "You are told nothing more of Switch." in page.press("Stop watching").text

    assert not Watch.objects.exists()
    assert "ended already" in visit(browser, link).text
    assert "ended already" in visit(browser, link[:-3] + "x/").text


def test_a_colleagues_watch_is_not_mine(cast: Cast, sign_in: SignIn, switch: Product):
    watch(cast.norrsken.admin, switch)
    browser = sign_in(cast.norrsken.buyer)

    assert "You watch nothing yet." in visit(browser, "/watches/").text
    browser.post("/watches/removal/", {"sku": switch.sku})

    assert Watch.objects.get().member == cast.norrsken.admin


def test_there_is_a_most(cast: Cast, settings: Settings):
    settings.WATCHES = 1
    watched = a_switch(cast)
    watch(cast.norrsken.buyer, watched)
    watch(cast.norrsken.buyer, watched, Wish(price=True))

    with pytest.raises(TooManyWatches, match="1 product"):
        watch(cast.norrsken.buyer, a_switch(cast))


def test_the_list_takes_the_queries_of_two(cast: Cast, sign_in: SignIn):
    browser = sign_in(cast.norrsken.buyer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            browser.get("/watches/")
        return len(captured)

    for _number in range(2):
        watch(cast.norrsken.buyer, a_switch(cast))
    queries()
    of_two = queries()
    for _number in range(10):
        watch(cast.norrsken.buyer, a_switch(cast))

    assert queries() == of_two


def test_who_may_see_neither_is_offered_no_watch(cast: Cast, sign_in: SignIn, switch: Product):
    assert "Tell me" not in visit(sign_in(cast.norrsken.support), switch.get_absolute_url()).text
    assert "Tell me" not in visit(Client(headers={"accept-language": "en"}), switch.get_absolute_url()).text


def test_people_of_the_demonstration_watch_awaited_goods_and_prices(cast: Cast):
    awaited, there = a_switch(cast), a_switch(cast, stockholm=4)
    day = date(2026, 11, 26)
    ExpectedDelivery.objects.create(product=awaited, warehouse=cast.stockholm, expected_on=day, quantity=9)

    for _time in range(2):
        load_watches(now=NOON)

    watched = Watch.objects.filter(member=cast.norrsken.buyer).order_by("product")
    assert [(each.product, each.stock, each.price) for each in watched] == [
        (awaited, True, False),
        (there, False, True),
    ]
