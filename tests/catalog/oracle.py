"""What a price is by CAT-4, in slow and plain Python on plain data; and markets full of random prices to compare with.

Nothing here asks the database or the portal's own pricing: the data is made here, written once, and read from memory.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Company
from catalog.models import (
    AgreedPrice,
    CompanyPriceList,
    PriceEntry,
    PriceFactor,
    PriceList,
    Product,
    Promotion,
    PromotionPrice,
)
from markets.models import Market
from tests.factories import make_company, make_product

START = date(2026, 1, 1)
DAYS = 120
DAY = timedelta(days=1)
QUANTITIES = (1, 1, 1, 2, 4, 5, 9, 10, 11, 49, 50, 1000)


@dataclass(frozen=True)
class Period:
    """From a day to another, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def meets(self, other: "Period") -> bool:
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class Fixed:
    """An agreed price or a promotion's: the same for any quantity, in minor units."""

    period: Period
    minor: int


@dataclass
class Edition:
    """A list for some time: per million of the base price by group, and prices by product and least quantity."""

    period: Period
    ppm: dict[int, int] = field(default_factory=dict)
    entries: dict[int, dict[int, int]] = field(default_factory=dict)


@dataclass
class Prices:
    """Everything that decides what companies of a market pay. Products and companies by their ids."""

    base: dict[int, int | None] = field(default_factory=dict)
    group: dict[int, int] = field(default_factory=dict)
    lists: dict[int, list[Edition]] = field(default_factory=dict)
    list_of: dict[int, int] = field(default_factory=dict)
    agreed: dict[tuple[int, int], list[Fixed]] = field(default_factory=dict)
    for_company: dict[tuple[int, int], list[Fixed]] = field(default_factory=dict)
    for_all: dict[int, list[Fixed]] = field(default_factory=dict)


def own_price(prices: Prices, company: int, product: int, day: date, quantity: int) -> int | None:
    """What one item costs a company on a day if it buys so many, in minor units; None is on request (CAT-4)."""
    known = [
        fixed.minor
        for fixed in (
            *prices.agreed.get((company, product), []),
            *prices.for_company.get((company, product), []),
            *prices.for_all.get(product, []),
        )
        if fixed.period.holds(day)
    ]
    listed = list_price(prices, company, product, day, quantity)
    return min(known if listed is None else [*known, listed], default=None)


def list_price(prices: Prices, company: int, product: int, day: date, quantity: int) -> int | None:
    """By the company's list of that day: the price of the largest break that is reached, else base price x factor."""
    for edition in prices.lists.get(prices.list_of.get(company, 0), []):
        if edition.period.holds(day):
            reached = {least: minor for least, minor in edition.entries.get(product, {}).items() if least <= quantity}
            if reached:
                return reached[max(reached)]
            base, ppm = prices.base[product], edition.ppm.get(prices.group[product])
            return None if base is None or ppm is None else half_up(Fraction(base * ppm, 1_000_000))
    return None


def half_up(amount: Fraction) -> int:
    whole = amount.numerator // amount.denominator
    return whole + (amount - whole >= Fraction(1, 2))


class RandomMarket:
    """Companies, lists, agreed prices and promotions of one market, drawn by a seed, in memory and in the database."""

    def __init__(self, market: Market, products: Sequence[Product], *, seed: int, companies: int = 6) -> None:
        self.market, self.products, self.random = market, products, random.Random(seed)
        self.prices = Prices(
            base={product.pk: product.listing.base_minor for product in products},
            group={product.pk: product.group_id for product in products},
        )
        lists = [self._list(f"list-{number}") for number in range(3)]
        self.companies = [self._company(f"Firm {market.code} {number}", lists) for number in range(companies)]
        for company in self.companies:
            self._agree(company)
        self._promote(None)
        for company in self.companies[:3]:
            self._promote(company)

    def a_day(self) -> date:
        """A day, a little beyond both ends too."""
        return START + DAY * self.random.randint(-5, DAYS + 5)

    def _minor(self) -> int:
        return self.random.choice([1, self.random.randint(1, 900), self.random.randint(1, 300_000)])

    def _periods(self, most: int) -> Iterator[Period]:
        """Periods one after the other, some a day long, some without a gap between."""
        day = START + DAY * self.random.randint(-3, 20)
        for _ in range(self.random.randint(0, most)):
            last = day + DAY * self.random.choice([0, 1, 5, self.random.randint(2, 60)])
            yield Period(day, last)
            day = last + DAY * self.random.choice([1, 1, 2, 20])

    def _list(self, code: str) -> PriceList:
        price_list = PriceList.objects.create(market=self.market, code=code, name=code)
        editions = [Edition(period) for period in self._periods(4)]
        for edition in editions:
            for group in set(self.prices.group.values()):
                if self.random.random() < 0.8:
                    edition.ppm[group] = self.random.choice([500_000, 1_000_000, self.random.randint(1, 15_000_000)])
            for product in self.products:
                steps = [least for least in (1, 5, 10, 50) if self.random.random() < 0.2]
                if steps:
                    edition.entries[product.pk] = {least: self._minor() for least in steps}
            self._write(price_list, edition)
        self.prices.lists[price_list.pk] = editions
        return price_list

    def _write(self, price_list: PriceList, edition: Edition) -> None:
        row = price_list.editions.create(validity=DateRange(edition.period.first, edition.period.last + DAY))
        PriceFactor.objects.bulk_create(
            PriceFactor(edition=row, group_id=group, ppm=ppm) for group, ppm in edition.ppm.items()
        )
        PriceEntry.objects.bulk_create(
            PriceEntry(edition=row, product_id=product, min_quantity=least, price_minor=minor)
            for product, steps in edition.entries.items()
            for least, minor in steps.items()
        )

    def _company(self, name: str, lists: list[PriceList]) -> Company:
        company = make_company(self.market, name)
        CompanyPriceList.objects.filter(company=company).delete()
        chosen = self.random.choice([*lists, *lists, None])
        if chosen is not None:
            CompanyPriceList.objects.create(company=company, price_list=chosen)
            self.prices.list_of[company.pk] = chosen.pk
        return company

    def _agree(self, company: Company) -> None:
        rows = []
        for product in self.products:
            if self.random.random() < 0.3:
                fixed = [Fixed(period, self._minor()) for period in self._periods(3)]
                self.prices.agreed[company.pk, product.pk] = fixed
                rows += [
                    AgreedPrice(
                        company=company, product=product, price_minor=each.minor, valid_from=each.period.first,
                        valid_to=each.period.last,
                    )
                    for each in fixed
                ]  # fmt: skip
        AgreedPrice.objects.bulk_create(rows)

    def _promote(self, company: Company | None) -> None:
        for period in self._periods(4):
            promotion = Promotion.objects.create(
                market=self.market, name="Promotion", valid_from=period.first, valid_to=period.last
            )
            rows = []
            for product in self.products:
                if self.random.random() < 0.25:
                    fixed = Fixed(period, self._minor())
                    rows.append(
                        PromotionPrice(
                            promotion=promotion, product=product, market=self.market, company=company,
                            price_minor=fixed.minor, valid_from=period.first, valid_to=period.last,
                        )
                    )  # fmt: skip
                    if company is None:
                        self.prices.for_all.setdefault(product.pk, []).append(fixed)
                    else:
                        self.prices.for_company.setdefault((company.pk, product.pk), []).append(fixed)
            PromotionPrice.objects.bulk_create(rows)


def random_products(count: int, *, seed: int) -> list[Product]:
    """Switches of a few makers, so that groups are shared; some have no base price."""
    chance = random.Random(seed)
    products = []
    for _number in range(count):
        product = make_product(manufacturer=f"Maker {chance.randint(1, 6)}")
        product.listing.base_minor = chance.choice([None, 1, 50, *(chance.randint(1, 500_000) for _ in range(5))])
        product.listing.save()
        products.append(product)
    return products
