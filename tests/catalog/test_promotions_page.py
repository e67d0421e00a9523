"""What runs now, for whoever looks, and how rows, product page, basket and order tell it (CAT-4c, ACC-13, MKT-3)."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member
from baskets import filling
from baskets.contents import contents_of
from common import formats
from tests.cast import Cast, a_switch
from tests.catalog.promotions import DAY, make_promotion
from tests.catalog.test_category import SWITCHES, skus, skus_on
from tests.factories import NOON, make_product
from tests.orders.builders import an_order
from tests.pressing import visit

ADDRESS = "/catalog/promotions/"
SignIn = Callable[[Member], Client]


@pytest.fixture
def today(cast: Cast) -> date:
    return timezone.now().astimezone(cast.se.zone).date()


@pytest.fixture
def buyer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.norrsken.buyer)


def day_in_sweden(cast: Cast, day: date) -> str:
    with formats.override("en", "SE", cast.se.zone):
        return formats.day(day)


def test_a_row_and_the_product_page_are_marked_with_the_last_day(cast: Cast, buyer: Client, today: date):
    switch, until = a_switch(cast, price="3312.00"), today + 9 * DAY
    make_promotion(cast.se, {switch: "2900.00"}, first=today, last=until)

    row = visit(buyer, SWITCHES).row(switch.sku)
    assert "2 900,00" in row
    assert f"Promotion until {day_in_sweden(cast, until).removesuffix(f' {today.year}')}" in row
    page = visit(buyer, switch.get_absolute_url())
    assert f"Promotion “Autumn”, valid until {day_in_sweden(cast, until)}." in page.text


def test_lists_are_sorted_and_filtered_by_the_promotion_price(cast: Cast, buyer: Client, today: date):
    dear, cheap = a_switch(cast, price="900.00"), a_switch(cast, price="500.00")
    make_promotion(cast.se, {dear: "400.00"}, first=today, last=today)

    assert skus_on(buyer, f"{SWITCHES}?sort=price") == skus(dear, cheap)
    assert skus_on(buyer, f"{SWITCHES}?sort=-price") == skus(cheap, dear)
    assert skus_on(buyer, f"{SWITCHES}?price_from=300&price_to=400") == skus(dear)
    assert skus_on(buyer, f"{SWITCHES}?price_from=800") == []


def test_the_page_lists_what_runs_now_for_who_looks(cast: Cast, buyer: Client, sign_in: SignIn, today: date):
    for_all, over, later, elsewhere, theirs, mine = (a_switch(cast) for _ in range(6))
    yesterday, tomorrow = today - DAY, today + DAY
    make_promotion(cast.se, {for_all: "9.00"}, name="Autumn", first=today, last=today)
    make_promotion(cast.se, {over: "9.00"}, name="Over", first=yesterday, last=yesterday)
    make_promotion(cast.se, {later: "9.00"}, name="Later", first=tomorrow, last=tomorrow)
    make_promotion(cast.no, {elsewhere: "9.00"}, name="Norway", first=today, last=today)
    lagerhuset, norrsken = cast.lagerhuset.company, cast.norrsken.company
    others = make_promotion(cast.se, {theirs: "9.00"}, name="Theirs", companies=[lagerhuset], first=today, last=today)
    own = make_promotion(cast.se, {mine: "9.00"}, name="Ours", companies=[norrsken], first=today, last=today)

    page = visit(buyer, ADDRESS)
    assert skus_on(buyer, ADDRESS) == skus(for_all, mine)
    assert [name for name in ("Autumn", "Ours", "Theirs", "Over", "Later", "Norway") if name in page.text] == [
        "Autumn", "Ours",
    ]  # fmt: skip
    assert skus_on(buyer, f"{ADDRESS}?promotion={own.pk}") == skus(mine)
    for nonsense in (others.pk, 999_999_999, "x", "\0"):
        assert skus_on(buyer, f"{ADDRESS}?promotion={nonsense}") == skus(for_all, mine)
    assert skus_on(sign_in(cast.fjord.buyer), ADDRESS) == skus(elsewhere)


def test_a_chosen_promotion_stays_chosen_while_it_is_filtered(cast: Cast, buyer: Client, today: date):
    cheap, dear, other = a_switch(cast), a_switch(cast), a_switch(cast)
    make_promotion(cast.se, {other: "20.00"}, name="Winter", first=today, last=today)
    autumn = make_promotion(cast.se, {cheap: "10.00", dear: "99.00"}, first=today, last=today)

    page = visit(buyer, f"{ADDRESS}?promotion={autumn.pk}").press("Apply filters", {"to": "50"})

    assert f"promotion={autumn.pk}" in page.address
    assert "1 product of 2" in page.text


def test_without_promotions_the_page_says_so(cast: Cast, buyer: Client):
    assert "No promotion runs now." in visit(buyer, ADDRESS).text


def test_support_sees_what_runs_and_no_price(cast: Cast, sign_in: SignIn, today: date):
    make_promotion(cast.se, {a_switch(cast): "2917.00"}, first=today, last=today)

    page = visit(sign_in(cast.norrsken.support), ADDRESS)

    assert f"Autumn, until {day_in_sweden(cast, today)}" in page.text
    assert "917" not in page.text


def test_visitors_see_what_runs_for_the_market_with_the_retail_price_at_most(cast: Cast, client: Client, today: date):
    nz, product = cast.markets["nz"], make_product()
    retail = nz.price_lists.create(code="retail", name="Retail", is_retail=True)
    retail.editions.create(validity=(today, None)).entries.create(product=product, price_minor=61_900)
    make_promotion(nz, {product: "417.00"}, first=today - DAY, last=today + DAY)
    make_promotion(cast.se, {product: "417.00"}, first=today - DAY, last=today + DAY)

    client.cookies["market"] = "nz"
    page = visit(client, ADDRESS)
    assert ("619.00" in page.text, "417" in page.text) == (True, False)
    client.cookies["market"] = "se"
    page = visit(client, ADDRESS)
    assert (product.sku in page.text, "619" in page.text, "417" in page.text) == (True, False, False)


def test_any_number_of_promotions_takes_the_same_queries(cast: Cast, buyer: Client, today: date):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            buyer.get(ADDRESS)
        return len(captured)

    make_promotion(cast.se, {a_switch(cast): "9.00"}, first=today, last=today)
    queries()  # the first page of a session writes it
    before = queries()
    for number in range(6):
        make_promotion(cast.se, {a_switch(cast): "9.00"}, name=str(number), first=today, last=today)

    assert queries() == before


def test_the_catalog_leads_there(cast: Cast, buyer: Client):
    assert visit(buyer, "/catalog/").follow("Promotions").title == "Promotions"


def test_a_basket_keeps_what_made_the_price_and_tells_when_it_ends(cast: Cast, sign_in: SignIn):
    member, switch, on = cast.norrsken.buyer, a_switch(cast, price="3312.00", stockholm=9), NOON.date()
    make_promotion(cast.se, {switch: "2900.00"}, first=on, last=on)
    basket = filling.current_basket(member, now=NOON)

    line = filling.add(basket, switch, 2, by=member, now=NOON)

    kept = line.price_when_added, line.price_source_when_added, line.price_source_name_when_added
    assert (*kept, line.price_valid_until_when_added) == (Decimal("2900.00"), "promotion", "Autumn", on)
    with formats.override("en", "SE", cast.se.zone):
        problems = contents_of(basket, member, now=NOON + timedelta(days=1)).problems
    assert [problem.sentence.replace("\u00a0", " ") for _position, problem in problems] == [
        "Own price 2 900,00 → 3 312,00 since it was added: the promotion “Autumn”, until 19 Nov 2026, makes it no more."
    ]
    filling.take_note_of_changes(basket, by=member, now=NOON + timedelta(days=1))
    line.refresh_from_db()
    assert (line.price_source_when_added, contents_of(basket, member, now=NOON + timedelta(days=1)).problems) == (
        "list",
        [],
    )


def test_an_order_keeps_what_made_the_price_and_until_when(cast: Cast, buyer: Client):
    switch, on = a_switch(cast, price="3312.00", stockholm=9), NOON.date()
    make_promotion(cast.se, {switch: "2900.00"}, first=on, last=on + DAY)

    order = an_order(cast.norrsken.buyer, {switch: 2})

    line = order.lines.get()
    assert (line.unit_price, line.price_source, line.price_source_name) == (Decimal("2900.00"), "promotion", "Autumn")
    assert line.price_valid_until == on + DAY
    assert "Autumn, promotion until 20 Nov 2026" in visit(buyer, f"/orders/{order.number}/").row(switch.sku)
