"""Promotions as the tests make them."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Company
from catalog.models import Product, Promotion
from catalog.promoting import promote
from common.money import to_minor
from markets.models import Market

DAY = timedelta(days=1)


def make_promotion(
    market: Market,
    prices: dict[Product, str],
    *,
    companies: Sequence[Company] = (),
    name: str = "Autumn",
    first: date,
    last: date,
) -> Promotion:
    """A promotion with prices in the market's currency, for the whole market where no companies are named."""
    promotion = Promotion(market=market, name=name, valid_from=first, valid_to=last)
    minor = {product.pk: to_minor(Decimal(price), market.currency) for product, price in prices.items()}
    promote(promotion, minor, companies)
    return promotion
