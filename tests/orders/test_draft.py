"""What a basket would be as an order: taxes by place, freight, credit, days (ORD-1, MKT-4, MKT-5, MKT-10)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.models import Member
from accounts.privileges import Role
from markets.freight import freight_for
from orders.drafting import Draft, draft_order
from tests.cast import Cast, a_switch
from tests.factories import NOON, make_company, make_member, make_price, make_product, make_stock
from tests.orders.builders import a_basket, choices_of


def draft_for(member: Member, quantities, *, now: datetime = NOON, **choices) -> Draft:
    return draft_order(a_basket(member, quantities), by=member, choices=choices_of(member, **choices), now=now)


def a_buyer(cast: Cast, market: str, **company) -> tuple[Member, object]:
    """A buyer of a new company in a market, and a product that its preferred warehouse has."""
    buyer = make_member(make_company(cast.markets[market], f"Firm {market}", **company), Role.BUYER)
    product = make_product()
    make_price(product, buyer.market, "100.00")
    make_stock(product, buyer.market.warehouses_in_order()[0], 10)
    return buyer, product


@pytest.mark.parametrize(
    ("market", "company", "taxes"),
    [
        ("ca", {"region": "ON"}, ["HST 13"]),
        ("ca", {"region": "QC"}, ["GST 5", "QST 9.975"]),
        ("ca", {"region": "BC"}, ["GST 5", "PST 7"]),
        ("ca", {"region": "BC", "resale_certificate": "PST-1"}, ["GST 5"]),
        ("br", {"region": "SP"}, []),
        ("no", {}, ["VAT 25"]),
        ("nz", {}, ["GST 15"]),
        ("us", {"region": "FL", "resale_certificate": "DR-13"}, []),
    ],
)
def test_taxes_are_those_of_the_place_of_delivery(cast: Cast, market: str, company: dict, taxes: list[str]) -> None:
    buyer, product = a_buyer(cast, market, **company)

    draft = draft_for(buyer, {product: 3})

    named = [f"{tax.name} {tax.rate.normalize():f}" for tax in draft.totals.taxes]
    assert named == taxes
    assert draft.total == draft.totals.net + draft.totals.tax == Decimal("300.00") + draft.freight + draft.totals.tax


def test_freight_follows_the_weight_of_everything(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    light, heavy = a_switch(cast, stockholm=5, weight_grams=500), a_switch(cast, weight_grams=20_000)

    draft = draft_for(buyer, {light: 1, heavy: 1})

    place = draft.choices.ship_to
    wanted = freight_for(draft.choices.method, country=place.country, region=place.region, grams=20_500)
    assert (draft.freight, draft.freight_is_agreed) == (wanted, False)


def test_credit_after_counts_everything_with_taxes(cast: Cast) -> None:
    draft = draft_for(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1})

    assert draft.credit_after == Decimal(1_000_000) - draft.total
    assert draft.holds == []


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 19, 12, 59, 59, tzinfo=UTC), date(2026, 11, 19)),  # 13:59:59 in Stockholm
        (datetime(2026, 11, 19, 13, 0, 0, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 21, 9, 0, tzinfo=UTC), date(2026, 11, 23)),  # a Saturday
        (datetime(2026, 12, 23, 13, 0, tzinfo=UTC), date(2026, 12, 28)),  # Christmas, then a weekend
        (datetime(2026, 3, 27, 12, 59, 59, tzinfo=UTC), date(2026, 3, 27)),  # the last business day of winter time
        (datetime(2026, 3, 30, 11, 59, 59, tzinfo=UTC), date(2026, 3, 30)),  # the first of summer time
        (datetime(2026, 3, 30, 12, 0, 0, tzinfo=UTC), date(2026, 3, 31)),
    ],
)
def test_the_clock_of_the_warehouse_decides_the_day(cast: Cast, now: datetime, day: date) -> None:
    for buyer in (cast.norrsken.buyer, cast.fjord.buyer):
        assert draft_for(buyer, {a_switch(cast, stockholm=5): 1}, now=now).ships_on == day


def test_what_blocks_is_said_and_nothing_is_raised(cast: Cast) -> None:
    switch = a_switch(cast, stockholm=5, minimum_quantity=4)

    draft = draft_for(cast.norrsken.buyer, {switch: 1})

    assert not draft.is_placeable
    assert draft.obstacles == [f"{switch.sku}: At least 4 must be ordered."]
