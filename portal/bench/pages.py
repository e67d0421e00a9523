"""Which pages are measured, each with different companies, categories, words and numbers."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from django.db.models import Max
from django.test import Client

from accounts.models import Member
from catalog.models import Category, CategoryCount, Dimension, Product
from portal.bench import products_file
from portal.bench.measuring import Measured, measure, opening
from portal.bench.products_file import FEATURES, NOUNS, SEED

TIMES = 60
SOME_FILTERS = ("a_color=black", "a_grade=A&stock=1", "a_memory=16&a_color=white")


@dataclass(frozen=True)
class Page:
    """A kind of page with the address of each time it is opened, and its goal in milliseconds (p50)."""

    name: str
    goal: float
    addresses: list[str]
    status: int = 200


def measured(buyers: list[Member]) -> list[Measured]:
    """Open each kind of page, signed in as one company after another."""
    browsers = [_signed_in(buyer) for buyer in buyers]
    return [_measured(page, browsers) for page in pages()]


def pages() -> Iterator[Page]:
    """The kinds of pages of the goals that the catalog can be asked for."""
    draw = random.Random(SEED)  # noqa: S311 - the same addresses every time
    leaves = _categories(3)
    branch = _categories(1)[0]
    large, middling = leaves[0], leaves[:60]
    skus = [products_file.sku_of(draw.randrange(Product.objects.count())) for _ in range(TIMES)]
    yield Page("category page, 50 rows", 10, [f"/catalog/{draw.choice(middling)}/" for _ in range(TIMES)])
    yield Page("largest category page", 10, [f"/catalog/{large}/"] * TIMES)
    yield Page("largest branch", 10, [f"/catalog/{branch}/"] * TIMES)
    yield Page(
        "leaf, filtered, by own price",
        15,
        [f"/catalog/{draw.choice(middling)}/?sort=price&{draw.choice(SOME_FILTERS)}" for _ in range(TIMES)],
    )
    yield Page("largest branch, by own price", 12, [f"/catalog/{branch}/?sort=price"] * TIMES)
    yield Page("largest branch, dearest first", 12, [f"/catalog/{branch}/?sort=-price"] * TIMES)
    yield Page("page 20 of that order", 25, [f"/catalog/{branch}/?sort=price&page=20"] * TIMES)
    yield Page("largest branch, in stock, by own price", 12, [f"/catalog/{branch}/?sort=price&stock=1"] * TIMES)
    words = [f"{draw.choice(NOUNS)}+{'+'.join(draw.sample(FEATURES, 2))}" for _ in range(TIMES)]
    yield Page("search, three words", 20, [f"/search/?q={each}" for each in words])
    yield Page("search, one frequent word", 20, [f"/search/?q={draw.choice(NOUNS)}" for _ in range(TIMES)])
    yield Page("search by own price", 20, [f"/search/?q={each}&sort=price" for each in words])
    yield Page("search, exact number", 5, [f"/search/?q={sku}" for sku in skus], status=302)
    yield Page("product page", 6, [f"/products/{sku}/" for sku in skus])


def _categories(level: int) -> list[str]:
    """Paths of the categories of a level, those with most products first."""
    counted = CategoryCount.objects.filter(dimension=Dimension.ALL, category__level=level)
    sizes = dict(counted.values_list("category__path").annotate(products=Max("products")))
    return sorted((category.path for category in Category.objects.filter(level=level)), key=lambda path: -sizes[path])


def _measured(page: Page, browsers: list[Client]) -> Measured:
    acts: list[Callable[[], Any]] = [
        opening(browser, address, status=page.status)
        for browser, address in zip(cycle(browsers), page.addresses, strict=False)
    ]
    return measure(page.name, page.goal, acts)


def _signed_in(member: Member) -> Client:
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(member.user, backend="accounts.signing_in.PasswordBackend")
    return browser
