"""What a buyer sees for products (CAT-4, CAT-13, CAT-14)."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from catalog.models import AgreedPrice, ExpectedDelivery, LifeCycle, PriceFactor, PriceList, PriceListEdition, Product
from catalog.offers import Break, Buyer, Delivery, Offer, offers_for
from common.money import from_minor
from markets.models import Market
from tests.cast import Cast, a_switch
from tests.factories import make_price, make_product, make_stock, standard_edition

ON = date(2026, 11, 21)
DAY = timedelta(days=1)


def offer_to(product: Product, buyer: Buyer, *, quantity: int = 1, on: date = ON) -> Offer:
    return offers_for([product.pk], buyer, on=on, quantities={product.pk: quantity})[product.pk]


@pytest.fixture
def buyer(cast: Cast) -> Buyer:
    return Buyer.of(Member.objects.ready_to_ask().get(pk=cast.norrsken.buyer.pk))


def agree(cast: Cast, product: Product, minor: int, *, to: date = ON + 30 * DAY) -> AgreedPrice:
    company = cast.norrsken.company
    return AgreedPrice.objects.create(
        company=company, product=product, price_minor=minor, valid_from=ON - 30 * DAY, valid_to=to
    )


def make_retail(market: Market, product: Product, minor: int) -> PriceListEdition:
    retail = PriceList.objects.create(market=market, code="retail", name="Retail", is_retail=True)
    edition = PriceListEdition.objects.create(price_list=retail, validity=DateRange(ON - DAY, None))
    edition.entries.create(product=product, price_minor=minor)
    return edition


@dataclass
class Case:
    """One product's pricing, and what plain arithmetic says of it."""

    base: int | None
    ppm: int | None
    entries: dict[int, int] = field(default_factory=dict)
    agreed: tuple[int, date, date] | None = None

    def list_minor(self, quantity: int) -> int | None:
        reached = [minimum for minimum in self.entries if minimum <= quantity]
        if reached:
            return self.entries[max(reached)]
        if self.base is None or self.ppm is None:
            return None
        whole, rest = divmod(self.base * self.ppm, 1_000_000)
        return whole + (rest >= 500_000)

    def own_minor(self, quantity: int) -> int | None:
        known = [self.list_minor(quantity)]
        if self.agreed and self.agreed[1] <= ON <= self.agreed[2]:
            known.append(self.agreed[0])
        return min((minor for minor in known if minor is not None), default=None)


def random_cases(seed: int, count: int) -> Iterator[Case]:
    chance = random.Random(seed)
    for _ in range(count):
        minima = [minimum for minimum in (1, 5, 10, 50) if chance.random() < 0.3]
        first = ON + DAY * chance.randint(-20, 5)
        agreed = (chance.randint(1, 200_000), first, first + DAY * chance.randint(0, 25))
        yield Case(
            base=chance.choice([None, 1, 50, chance.randint(1, 500_000)]),
            ppm=chance.choice([None, 500_000, 1_000_000, chance.randint(1, 15_000_000)]),
            entries={minimum: chance.randint(1, 200_000) for minimum in minima},
            agreed=agreed if chance.random() < 0.4 else None,
        )


def test_the_own_price_is_what_plain_arithmetic_says(cast: Cast, buyer: Buyer):
    edition, chance, cases = standard_edition(cast.se), random.Random(7), {}
    for number, case in enumerate(random_cases(seed=2026, count=300)):
        product = make_product(manufacturer=f"Maker {number}")
        cases[product.pk] = case
        product.listing.base_minor = case.base
        product.listing.save()
        if case.ppm:
            PriceFactor.objects.create(edition=edition, group=product.group, ppm=case.ppm)
        for minimum, minor in case.entries.items():
            edition.entries.create(product=product, min_quantity=minimum, price_minor=minor)
        if case.agreed:
            minor, first, last = case.agreed
            AgreedPrice.objects.create(
                company=cast.norrsken.company, product=product, price_minor=minor, valid_from=first, valid_to=last
            )
    quantities = {pk: chance.choice([1, 2, 5, 9, 10, 49, 50, 1000]) for pk in cases}

    offers = offers_for(list(cases), buyer, on=ON, quantities=quantities)

    expected = {pk: case.own_minor(quantities[pk]) for pk, case in cases.items()}
    assert {pk: offer.price for pk, offer in offers.items()} == {
        pk: None if minor is None else from_minor(minor, "SEK") for pk, minor in expected.items()
    }
    assert all(offers[pk].is_on_request == (minor is None) for pk, minor in expected.items())


def test_a_factor_price_is_rounded_half_up(cast: Cast, buyer: Buyer):
    product = make_product()
    product.listing.base_minor = 101
    product.listing.save()
    PriceFactor.objects.create(edition=standard_edition(cast.se), group=product.group, ppm=500_000)

    assert offer_to(product, buyer).price == Decimal("0.51")


def test_any_number_of_products_takes_the_same_queries(cast: Cast, buyer: Buyer):
    products = [a_switch(cast, stockholm=3).pk for _ in range(20)]

    def queries_for(ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as queries:
            offers_for(ids, buyer, on=ON)
        return len(queries)

    assert queries_for(products[:2]) == queries_for(products) == 3


def test_offers_come_in_the_order_asked_for(cast: Cast, buyer: Buyer):
    first, second, third = (a_switch(cast).pk for _ in range(3))

    assert list(offers_for([third, first, second], buyer, on=ON)) == [third, first, second]
    assert list(offers_for([], buyer, on=ON)) == []
    assert list(offers_for([999_999_999, first], buyer, on=ON)) == [first]


def test_a_list_price_tells_its_list_and_last_day(cast: Cast, buyer: Buyer):
    offer = offer_to(a_switch(cast, price="3312.00"), buyer)

    assert (offer.price, offer.currency) == (Decimal("3312.00"), "SEK")
    assert (offer.price_source, offer.price_source_name) == ("list", "Standard")
    assert offer.price_valid_until == date(2030, 12, 31)


def test_an_agreed_price_wins_where_it_is_lower_and_tells_its_last_day(cast: Cast, buyer: Buyer):
    product = a_switch(cast, price="3312.00")
    agree(cast, product, 300_000, to=ON)

    offer = offer_to(product, buyer)
    assert (offer.price, offer.price_source, offer.price_valid_until) == (Decimal("3000.00"), "agreed", ON)
    assert offer_to(product, buyer, on=ON + DAY).price == Decimal("3312.00")


def test_an_agreed_price_above_the_list_is_not_asked_for(cast: Cast, buyer: Buyer):
    product = a_switch(cast, price="3312.00")
    agree(cast, product, 400_000)

    assert offer_to(product, buyer).price_source == "list"


def test_an_agreed_price_is_for_its_company_alone(cast: Cast):
    product = a_switch(cast, price="3312.00")
    agree(cast, product, 300_000)

    assert offer_to(product, Buyer.of(cast.lagerhuset.buyer)).price == Decimal("3312.00")
    assert offer_to(product, Buyer.of(cast.fjord.buyer)).price == Decimal("3312.00")


def test_breaks_are_those_that_lower_the_own_price(cast: Cast, buyer: Buyer):
    product = a_switch(cast, price="3312.00")
    make_price(product, cast.se, "3180.00", from_quantity=10)
    make_price(product, cast.se, "3046.50", from_quantity=50)
    assert offer_to(product, buyer).breaks == (Break(10, Decimal("3180.00")), Break(50, Decimal("3046.50")))

    agree(cast, product, 310_000)
    assert offer_to(product, buyer).breaks == (Break(50, Decimal("3046.50")),)
    assert offer_to(product, buyer, quantity=50).price == Decimal("3046.50")


def test_the_retail_list_gives_the_list_price(cast: Cast, buyer: Buyer):
    product = a_switch(cast, price="3312.00")
    assert offer_to(product, buyer).list_price is None

    make_retail(cast.se, product, 390_800)
    assert offer_to(product, buyer).list_price == Decimal("3908.00")
    assert offer_to(product, buyer).price == Decimal("3312.00")


def test_without_any_price_it_is_on_request_and_not_orderable(cast: Cast, buyer: Buyer):
    offer = offer_to(make_product(), buyer)

    assert offer.price is None
    assert offer.is_on_request
    assert not offer.is_orderable


def test_after_the_last_edition_everything_is_on_request(cast: Cast, buyer: Buyer):
    assert offer_to(a_switch(cast), buyer, on=date(2031, 1, 1)).is_on_request


def test_stock_is_told_by_warehouse_in_the_markets_order(cast: Cast, buyer: Buyer):
    product = a_switch(cast, stockholm=3, boras=240)
    product.stock.filter(warehouse=cast.boras).update(allocated=40)

    offer = offer_to(product, buyer)

    in_order = [warehouse.pk for warehouse in cast.se.warehouses_in_order()]
    assert [place.warehouse_id for place in offer.stock] == in_order
    assert {place.warehouse_id: place.available for place in offer.stock if place.available} == {
        cast.stockholm.pk: 3,
        cast.boras.pk: 200,
    }
    assert offer.available == 203


def test_stock_and_deliveries_of_other_markets_do_not_count(cast: Cast, buyer: Buyer):
    auckland = cast.markets["nz"].warehouses_in_order()[0]
    product = a_switch(cast)
    make_stock(product, auckland, 9)
    ExpectedDelivery.objects.create(product=product, warehouse=auckland, expected_on=ON, quantity=5)

    offer = offer_to(product, buyer)

    assert offer.available == 0
    assert offer.deliveries == ()


def test_deliveries_to_come_are_told_the_next_one_first(cast: Cast, buyer: Buyer):
    product, stockholm = a_switch(cast), cast.stockholm
    for days, quantity in ((9, 96), (3, 12), (-1, 7)):
        ExpectedDelivery.objects.create(
            product=product, warehouse=stockholm, expected_on=ON + days * DAY, quantity=quantity
        )

    offer = offer_to(product, buyer)

    assert offer.next_delivery == Delivery(ON + 3 * DAY, 12, stockholm.pk)
    assert [delivery.quantity for delivery in offer.deliveries] == [12, 96]


def test_the_chemical_tax_is_there_for_who_pays_it(cast: Cast, buyer: Buyer):
    product = a_switch(cast)

    assert offer_to(product, buyer).chemical_tax == Decimal("552.27")
    assert offer_to(product, Buyer.of(cast.lagerhuset.buyer)).chemical_tax is None
    assert offer_to(product, Buyer.of(cast.fjord.buyer)).chemical_tax is None
    assert offers_for([product.pk], buyer, on=ON, ship_to_country="NO")[product.pk].chemical_tax is None


def test_a_taxed_product_without_weight_cannot_be_ordered_by_those_who_pay(cast: Cast, buyer: Buyer):
    product = a_switch(cast, weight_grams=None)

    assert offer_to(product, buyer).lacks_weight
    assert not offer_to(product, buyer).is_orderable
    assert offer_to(product, Buyer.of(cast.lagerhuset.buyer)).is_orderable


def test_a_discontinued_product_names_its_successor_and_cannot_be_ordered(cast: Cast, buyer: Buyer):
    successor = a_switch(cast)
    offer = offer_to(a_switch(cast, life_cycle=LifeCycle.DISCONTINUED, successor=successor), buyer)

    assert offer.successor_sku == successor.sku
    assert not offer.is_orderable


def test_who_may_not_see_prices_or_stock_gets_none_in_the_data(cast: Cast):
    product = a_switch(cast, stockholm=5)
    make_price(product, cast.se, "3000.00", from_quantity=10)
    ExpectedDelivery.objects.create(product=product, warehouse=cast.stockholm, expected_on=ON, quantity=5)

    offer = offer_to(product, Buyer.of(cast.norrsken.support))

    assert (offer.price, offer.list_price, offer.breaks, offer.price_source_name) == (None, None, (), "")
    assert (offer.stock, offer.available, offer.deliveries) == ((), 0, ())
    assert not offer.is_on_request


def test_one_privilege_shows_one_of_the_two(cast: Cast):
    product = a_switch(cast, stockholm=5)
    member = cast.norrsken.basic

    member.tick(frozenset({"view_prices"}))
    assert (offer_to(product, Buyer.of(member)).price, offer_to(product, Buyer.of(member)).available) == (3312, 0)
    member.tick(frozenset({"view_stock"}))
    assert (offer_to(product, Buyer.of(member)).price, offer_to(product, Buyer.of(member)).available) == (None, 5)


def test_visitors_see_the_retail_price_only_where_the_market_says_so(cast: Cast):
    nz, se, product = cast.markets["nz"], cast.se, a_switch(cast, stockholm=5)
    make_retail(nz, product, 61_900)
    make_retail(se, product, 390_800)

    assert offer_to(product, Buyer.visitor(nz)).price == Decimal("619.00")
    assert offer_to(product, Buyer.visitor(se)).price is None
    assert offer_to(product, Buyer.visitor(se)).stock == ()


def test_a_company_without_a_list_has_only_agreed_prices(cast: Cast, buyer: Buyer):
    product = a_switch(cast)
    cast.norrsken.company.price_list_choice.delete()
    assert offer_to(product, buyer).is_on_request

    agree(cast, product, 100)
    assert offer_to(product, buyer).price == Decimal("1.00")
