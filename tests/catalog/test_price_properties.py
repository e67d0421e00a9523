"""Whatever the data: periods of prices never overlap and hold on their days, breaks tell every quantity (CAT-4)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.models import AgreedPrice, CompanyPriceList, PriceFactor, PriceList, Product, Promotion
from catalog.offers import Buyer, offers_for
from catalog.promoting import promote
from common.money import from_minor
from tests.cast import Cast
from tests.catalog.oracle import START, Edition, Fixed, Period, Prices, own_price
from tests.factories import make_product, standard_edition

DAY = timedelta(days=1)
WINDOW = 10
QUICK_AND_LONG = [10, pytest.param(300, marks=pytest.mark.long)]  # every example takes back what it wrote
minors = st.integers(1, 10**9)
quantities = st.integers(1, 300)
periods = st.builds(
    lambda first, length: Period(START + DAY * first, START + DAY * (first + length)),
    st.integers(0, WINDOW),
    st.integers(0, 5),
)
fixed_prices = st.builds(Fixed, periods, minors)


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def buyer(cast: Cast) -> Buyer:
    return Buyer.for_company(cast.norrsken.company)


@pytest.fixture
def product(cast: Cast) -> Product:
    return make_product()


def is_written(write: Callable[[], object]) -> bool:
    """Whether the database takes it."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return False
    return True


def agree(buyer: Buyer, product: Product, each: Fixed) -> None:
    AgreedPrice.objects.create(
        company_id=buyer.company.pk,
        product=product,
        price_minor=each.minor,
        valid_from=each.period.first,
        valid_to=each.period.last,
    )


def promote_for_all(buyer: Buyer, product: Product, each: Fixed) -> None:
    period = {"valid_from": each.period.first, "valid_to": each.period.last}
    promote(Promotion(market=buyer.market, name="All", **period), {product.pk: each.minor}, [])


def promote_for_one(buyer: Buyer, product: Product, each: Fixed) -> None:
    period = {"valid_from": each.period.first, "valid_to": each.period.last}
    promote(Promotion(market=buyer.market, name="One", **period), {product.pk: each.minor}, [buyer.company])


@pytest.mark.parametrize("write", [agree, promote_for_all, promote_for_one])
@pytest.mark.parametrize("examples", QUICK_AND_LONG)
def test_of_periods_that_meet_only_the_first_is_written_and_each_holds_on_its_days(
    buyer: Buyer, product: Product, write: Callable[[Buyer, Product, Fixed], None], examples: int
):
    @settings(deadline=None, max_examples=examples)
    @given(offered=st.lists(fixed_prices, max_size=6))
    def holds(offered: list[Fixed]) -> None:
        with taken_back():
            kept: list[Fixed] = []
            for each in offered:
                meets = any(each.period.meets(other.period) for other in kept)
                assert is_written(partial(write, buyer, product, each)) == (not meets)
                if not meets:
                    kept.append(each)

            prices = Prices(agreed={(buyer.company.pk, product.pk): kept})
            assert prices_by_day(buyer, product) == expected_by_day(prices, buyer, product)

    holds()


@pytest.mark.parametrize("examples", QUICK_AND_LONG)
def test_editions_of_a_list_do_not_overlap_and_each_holds_on_its_days(
    cast: Cast, buyer: Buyer, product: Product, examples: int
):
    @settings(deadline=None, max_examples=examples)
    @given(offered=st.lists(fixed_prices, max_size=6))
    def holds(offered: list[Fixed]) -> None:
        with taken_back():
            own = PriceList.objects.create(market=cast.se, code="own", name="Own")
            CompanyPriceList.objects.filter(company=buyer.company).update(price_list=own)
            editions: list[Edition] = []
            for each in offered:
                validity = DateRange(each.period.first, each.period.last + DAY)
                meets = any(each.period.meets(other.period) for other in editions)
                assert is_written(partial(own.editions.create, validity=validity)) == (not meets)
                if not meets:
                    own.editions.get(validity=validity).entries.create(product=product, price_minor=each.minor)
                    editions.append(Edition(each.period, entries={product.pk: {1: each.minor}}))

            prices = Prices(
                base={product.pk: None},
                group={product.pk: product.group_id},
                lists={own.pk: editions},
                list_of={buyer.company.pk: own.pk},
            )
            assert prices_by_day(buyer, product) == expected_by_day(prices, buyer, product)

    holds()


def days() -> list[date]:
    return [START + DAY * number for number in range(-1, WINDOW + 6)]


def prices_by_day(buyer: Buyer, product: Product) -> list[object]:
    return [offers_for([product.pk], buyer, on=day)[product.pk].price for day in days()]


def expected_by_day(prices: Prices, buyer: Buyer, product: Product) -> list[object]:
    own = (own_price(prices, buyer.company.pk, product.pk, day, 1) for day in days())
    return [None if minor is None else from_minor(minor, "SEK") for minor in own]


@pytest.mark.parametrize("examples", QUICK_AND_LONG)
def test_breaks_tell_the_own_price_of_any_quantity(cast: Cast, buyer: Buyer, product: Product, examples: int):
    @settings(deadline=None, max_examples=examples)
    @given(
        entries=st.dictionaries(quantities, minors, max_size=4),
        base=st.none() | minors,
        ppm=st.none() | st.integers(1, 20_000_000),
        agreed=st.none() | minors,
        promoted=st.none() | minors,
        asked=st.lists(quantities, min_size=1, max_size=2),
    )
    def holds(entries, base, ppm, agreed, promoted, asked) -> None:
        always = Period(START, START + 9 * DAY)
        prices = Prices(
            base={product.pk: base},
            group={product.pk: product.group_id},
            lists={1: [Edition(always, {product.group_id: ppm} if ppm else {}, {product.pk: entries})]},
            list_of={buyer.company.pk: 1},
            agreed={(buyer.company.pk, product.pk): [Fixed(always, agreed)] if agreed else []},
            for_all={product.pk: [Fixed(always, promoted)] if promoted else []},
        )
        with taken_back():
            write(cast, buyer, product, prices)
            first = offers_for([product.pk], buyer, on=START)[product.pk]
            for quantity in {*asked, *entries, *(least - 1 for least in entries if least > 1)}:
                own = own_price(prices, buyer.company.pk, product.pk, START, quantity)
                expected = None if own is None else from_minor(own, "SEK")
                offer = offers_for([product.pk], buyer, on=START, quantities={product.pk: quantity})[product.pk]
                reached = [step.price for step in first.breaks if step.min_quantity <= quantity]
                assert (offer.price, [first.price, *reached][-1]) == (expected, expected)
            assert all(step.min_quantity > 1 for step in first.breaks)
            steps = [first.price, *(step.price for step in first.breaks)]
            assert all(before != after for before, after in pairwise(steps))

    holds()


def write(cast: Cast, buyer: Buyer, product: Product, prices: Prices) -> None:
    edition = standard_edition(cast.se)
    [known] = prices.lists[1]
    product.listing.base_minor = prices.base[product.pk]
    product.listing.save()
    for group, ppm in known.ppm.items():
        PriceFactor.objects.create(edition=edition, group_id=group, ppm=ppm)
    for least, minor in known.entries[product.pk].items():
        edition.entries.create(product=product, min_quantity=least, price_minor=minor)
    for each in prices.agreed[buyer.company.pk, product.pk]:
        agree(buyer, product, each)
    for each in prices.for_all[product.pk]:
        promote_for_all(buyer, product, each)
