"""Promotions: a price for some time, for a market or chosen companies, as part of the own price (CAT-4c)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from catalog.models import AgreedPrice, Product, Promotion, PromotionPrice
from catalog.offers import Break, Buyer, Offer, offers_for
from catalog.promoting import clashes, promote
from tests.cast import Cast, a_switch
from tests.catalog.promotions import DAY, make_promotion
from tests.factories import make_price, make_product

ON = date(2026, 11, 21)
UNTIL = ON + 9 * DAY


def offer_to(product: Product, buyer: Buyer, *, quantity: int = 1, on: date = ON) -> Offer:
    return offers_for([product.pk], buyer, on=on, quantities={product.pk: quantity})[product.pk]


@pytest.fixture
def buyer(cast: Cast) -> Buyer:
    return Buyer.of(cast.norrsken.buyer)


@pytest.fixture
def switch(cast: Cast) -> Product:
    return a_switch(cast, price="3312.00")


def test_the_lowest_of_agreed_list_and_promotion_holds(cast: Cast, buyer: Buyer, switch: Product):
    make_promotion(cast.se, {switch: "2900.00"}, first=ON, last=UNTIL)

    offer = offer_to(switch, buyer)
    assert (offer.price, offer.price_source, offer.price_source_name) == (Decimal("2900.00"), "promotion", "Autumn")
    assert offer.price_valid_until == UNTIL

    AgreedPrice.objects.create(
        company=cast.norrsken.company, product=switch, price_minor=280_000, valid_from=ON, valid_to=ON
    )
    assert offer_to(switch, buyer).price_source == "agreed"
    assert offer_to(switch, buyer, on=ON + DAY).price_source == "promotion"


@pytest.mark.parametrize(("days", "price"), [(-1, "3312.00"), (0, "2900.00"), (9, "2900.00"), (10, "3312.00")])
def test_it_holds_from_its_first_day_to_its_last(cast: Cast, buyer: Buyer, switch: Product, days: int, price: str):
    make_promotion(cast.se, {switch: "2900.00"}, first=ON, last=UNTIL)

    assert offer_to(switch, buyer, on=ON + days * DAY).price == Decimal(price)


def test_a_promotion_that_lowers_nothing_is_not_named(cast: Cast, buyer: Buyer, switch: Product):
    make_promotion(cast.se, {switch: "3312.00"}, first=ON, last=UNTIL)

    assert offer_to(switch, buyer).price_source == "list"


def test_it_is_for_its_market_or_its_companies_alone(cast: Cast, buyer: Buyer, switch: Product):
    norrsken, lagerhuset, fjord = (Buyer.of(each.buyer) for each in (cast.norrsken, cast.lagerhuset, cast.fjord))
    make_promotion(cast.se, {switch: "3000.00"}, first=ON, last=UNTIL)
    make_promotion(cast.se, {switch: "2000.00"}, companies=[cast.norrsken.company], first=ON, last=UNTIL)

    assert [offer_to(switch, each).price for each in (norrsken, lagerhuset, fjord)] == [2000, 3000, 3312]


def test_it_gives_a_price_where_there_was_none(cast: Cast, buyer: Buyer):
    product = make_product()
    make_promotion(cast.se, {product: "99.00"}, first=ON, last=UNTIL)

    assert offer_to(product, buyer).is_orderable
    assert offer_to(product, buyer, on=UNTIL + DAY).is_on_request


def test_breaks_that_cost_more_than_the_promotion_are_none(cast: Cast, buyer: Buyer, switch: Product):
    make_price(switch, cast.se, "3180.00", from_quantity=10)
    make_price(switch, cast.se, "2500.00", from_quantity=50)
    make_promotion(cast.se, {switch: "2900.00"}, first=ON, last=UNTIL)

    assert offer_to(switch, buyer).breaks == (Break(50, Decimal("2500.00")),)
    assert offer_to(switch, buyer, quantity=10).price_source == "promotion"
    assert offer_to(switch, buyer, quantity=50).price_source == "list"


def test_the_retail_price_of_visitors_stays(cast: Cast):
    nz, product = cast.markets["nz"], make_product()
    retail = nz.price_lists.create(code="retail", name="Retail", is_retail=True)
    edition = retail.editions.create(validity=(date(2026, 1, 1), None))
    edition.entries.create(product=product, price_minor=61_900)
    make_promotion(nz, {product: "400.00"}, first=ON, last=UNTIL)

    assert offer_to(product, Buyer.visitor(nz)).price == Decimal("619.00")


def test_who_may_not_see_prices_is_told_of_none(cast: Cast, switch: Product):
    make_promotion(cast.se, {switch: "2900.00"}, first=ON, last=UNTIL)

    offer = offer_to(switch, Buyer.of(cast.norrsken.support))
    assert (offer.price, offer.price_source, offer.price_source_name, offer.price_valid_until) == (None, "", "", None)


# --- What the database refuses ----------------------------------------------------------------------------------------


def row(promotion: Promotion, product: Product, **changed) -> PromotionPrice:
    """A price of a promotion as `promote` writes it, but for what is changed."""
    period = {"valid_from": promotion.valid_from, "valid_to": promotion.valid_to}
    facts = {"market": promotion.market, "product": product, "price_minor": 100} | period
    return promotion.prices.create(**(facts | changed))


@pytest.fixture
def autumn(cast: Cast) -> Promotion:
    return Promotion.objects.create(market=cast.se, name="Autumn", valid_from=ON, valid_to=UNTIL)


def refused(constraint: str, make) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


def test_a_product_has_one_price_in_a_market_and_for_a_company_on_a_day(cast: Cast, autumn: Promotion, switch: Product):
    last_day = Promotion.objects.create(market=cast.se, name="Winter", valid_from=UNTIL, valid_to=UNTIL)
    day_after = Promotion.objects.create(market=cast.se, name="Spring", valid_from=UNTIL + DAY, valid_to=UNTIL + DAY)
    norrsken, lagerhuset = cast.norrsken.company, cast.lagerhuset.company
    row(autumn, switch)
    row(autumn, switch, company=norrsken)

    refused("promotions_of_a_market_do_not_overlap", lambda: row(last_day, switch))
    refused("promotions_for_a_company_do_not_overlap", lambda: row(last_day, switch, company=norrsken))
    row(last_day, switch, company=lagerhuset)
    row(last_day, a_switch(cast))
    row(day_after, switch)
    row(day_after, switch, company=norrsken)


@pytest.mark.parametrize("minor", [0, -1])
def test_no_price_is_zero_or_less(autumn: Promotion, switch: Product, minor: int):
    refused("promotion_price_positive", lambda: row(autumn, switch, price_minor=minor))


def test_a_period_goes_forward(cast: Cast, autumn: Promotion):
    refused("promotion_ends_after_start", lambda: Promotion.objects.filter(pk=autumn.pk).update(valid_to=ON - DAY))


def test_a_price_has_the_market_and_period_of_its_promotion(cast: Cast, autumn: Promotion, switch: Product):
    for changed in ({"market": cast.no}, {"valid_to": UNTIL + DAY}, {"valid_from": ON - DAY}):
        refused("promotion_price_is_as_its_promotion", lambda changed=changed: row(autumn, switch, **changed))

    row(autumn, switch)
    Promotion.objects.filter(pk=autumn.pk).update(valid_to=ON)
    assert autumn.prices.get().valid_to == ON


# --- Making them ------------------------------------------------------------------------------------------------------


def test_promoting_again_replaces_prices_companies_and_period(cast: Cast, buyer: Buyer, switch: Product):
    other = a_switch(cast)
    promotion = make_promotion(cast.se, {switch: "2900.00"}, first=ON, last=UNTIL)

    promotion.valid_to = ON
    promote(promotion, {other.pk: 250_000}, [cast.norrsken.company])

    assert offer_to(switch, buyer).price_source == "list"
    assert offer_to(other, buyer).price_valid_until == ON
    assert offer_to(other, Buyer.of(cast.lagerhuset.buyer)).price_source == "list"


def test_a_clash_names_product_and_promotion(cast: Cast, switch: Product):
    running = make_promotion(cast.se, {switch: "2900.00"}, first=ON, last=UNTIL)
    companies = [cast.norrsken.company, cast.lagerhuset.company]
    for_some = make_promotion(cast.se, {switch: "2800.00"}, companies=companies, name="Some", first=ON, last=UNTIL)

    def found(days: int, companies=(), market=None) -> list[tuple[str, Promotion]]:
        last = timedelta(days=days + 3)
        meant = Promotion(market=market or cast.se, valid_from=ON + days * DAY, valid_to=ON + last)
        return [(clash.sku, clash.other) for clash in clashes(meant, [switch.pk], companies)]

    assert found(5) == [(switch.sku, running)]
    assert found(5, companies) == [(switch.sku, for_some)]
    assert found(5, [cast.norrsken.company]) == [(switch.sku, for_some)]
    assert found(10) == found(-4) == found(5, [cast.fjord.company], cast.no) == found(5, (), cast.no) == []
    assert clashes(running, [switch.pk], []) == []
