"""Price, order and filter of SQL against plain Python, on random companies, products, days and quantities (CAT-4)."""

from collections.abc import Callable
from datetime import date

import pytest

from accounts.models import Company
from catalog.counting import counts_of
from catalog.finding import Sort, Wanted, of_category, page_of_ids
from catalog.offers import Buyer, offers_for
from catalog.price_range import PriceRange
from catalog.pricing import terms_of
from catalog.streams import page_by_price
from common.money import from_minor
from tests.cast import Cast
from tests.catalog.oracle import QUANTITIES, RandomMarket, own_price, random_products
from tests.factories import make_category

PRODUCTS = 40
QUICK, LONG = 10, 250  # companies and days; each times all products


@pytest.fixture
def markets(cast: Cast) -> list[RandomMarket]:
    """Two markets that sell the same products, so that nothing of the one may reach the other."""
    products = random_products(PRODUCTS, seed=41)
    return [RandomMarket(market, products, seed=seed) for seed, market in enumerate((cast.se, cast.no), start=7)]


def each_asked(markets: list[RandomMarket], count: int, compare: Callable[[RandomMarket, Company, date], None]) -> None:
    for number in range(count):
        market = markets[number % len(markets)]
        compare(market, market.random.choice(market.companies), market.a_day())


def prices_are_right(market: RandomMarket, company: Company, day: date) -> None:
    quantities = {product.pk: market.random.choice(QUANTITIES) for product in market.products}

    offers = offers_for(list(quantities), Buyer.for_company(company), on=day, quantities=quantities)

    expected = {pk: own_price(market.prices, company.pk, pk, day, quantity) for pk, quantity in quantities.items()}
    currency = market.market.currency
    assert {pk: offer.price for pk, offer in offers.items()} == {
        pk: None if minor is None else from_minor(minor, currency) for pk, minor in expected.items()
    }
    assert {pk for pk, offer in offers.items() if offer.is_on_request} == {
        pk for pk, minor in expected.items() if minor is None
    }


def orders_and_filters_are_right(market: RandomMarket, company: Company, day: date) -> None:
    own = {product.pk: own_price(market.prices, company.pk, product.pk, day, 1) for product in market.products}
    known = {pk: minor for pk, minor in own.items() if minor is not None}
    on_request = sorted(own.keys() - known.keys())
    ends = sorted(market.random.choice([*known.values(), 1, 5_000]) for _ in range(2))
    low, high = (market.random.choice([None, end, end]) for end in ends)
    within = {
        pk: minor for pk, minor in known.items() if (low is None or minor >= low) and (high is None or minor <= high)
    }

    def found(sort: Sort, prices: PriceRange) -> list[int]:
        buyer, scope = Buyer.for_company(company), of_category(make_category("Networking/Switches"))
        terms, wanted = terms_of(market.market, company, on=day), Wanted(sort=sort, prices=prices)
        counts = counts_of(scope, wanted, (), buyer, terms)
        ids = page_of_ids(scope, wanted, buyer, terms, offset=0, limit=10 * PRODUCTS)
        assert counts.total == len(ids)
        return ids

    def streamed(sort: Sort, size: int) -> list[int]:
        """The same order read from the streams, page by page."""
        buyer, category = Buyer.for_company(company), make_category("Networking/Switches")
        terms, wanted, ids = terms_of(market.market, company, on=day), Wanted(sort=sort), []
        for offset in range(0, PRODUCTS, size):
            makers = market.random.choice([1, 3, 200])
            ids += page_by_price(category, wanted, buyer, terms, makers=makers, offset=offset, limit=size)
        return ids

    def upward(some: dict[int, int]) -> list[int]:
        return sorted(some, key=lambda pk: (some[pk], pk))

    def downward(some: dict[int, int]) -> list[int]:
        return sorted(some, key=lambda pk: (-some[pk], pk))

    assert found(Sort.PRICE, PriceRange()) == upward(known) + on_request
    assert found(Sort.PRICE_DOWN, PriceRange()) == downward(known) + on_request
    size = market.random.choice([1, 3, 7, PRODUCTS])
    assert streamed(Sort.PRICE, size) == upward(known) + on_request
    assert streamed(Sort.PRICE_DOWN, size) == downward(known) + on_request
    if low is not None or high is not None:
        currency = market.market.currency
        asked = PriceRange(*(None if end is None else from_minor(end, currency) for end in (low, high)))
        assert found(Sort.PRICE, asked) == upward(within)
        assert found(Sort.PRICE_DOWN, asked) == downward(within)


@pytest.mark.parametrize("count", [QUICK, pytest.param(LONG, marks=pytest.mark.long)])
def test_prices_are_the_oracles(markets: list[RandomMarket], count: int):
    each_asked(markets, count, prices_are_right)


@pytest.mark.parametrize("count", [QUICK, pytest.param(LONG, marks=pytest.mark.long)])
def test_orders_and_filters_by_own_price_are_the_oracles(markets: list[RandomMarket], count: int):
    each_asked(markets, count, orders_and_filters_are_right)


def test_the_random_markets_hold_every_kind_of_price(markets: list[RandomMarket]):
    """Where this fails, the tests above prove less than they say."""
    sources: dict[str, int] = {}
    for market in markets:
        for company in market.companies:
            for _ in range(3):
                offers = offers_for(
                    [each.pk for each in market.products], Buyer.for_company(company), on=market.a_day()
                )
                for offer in offers.values():
                    sources[offer.price_source] = sources.get(offer.price_source, 0) + 1
    assert {source for source, count in sources.items() if count > 10} == {"", "list", "agreed", "promotion"}
