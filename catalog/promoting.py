"""Making promotions, and which of them run for whom (CAT-4c)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from accounts.models import Company
from catalog.finding import Scope
from catalog.models import Promotion, PromotionPrice
from catalog.offers import Buyer
from markets.models import Market

BATCH = 5000


@dataclass(frozen=True)
class Clash:
    """A product that another promotion has for the same companies in the same days."""

    sku: str
    other: Promotion


def clashes(promotion: Promotion, product_ids: Collection[int], companies: Collection[Company]) -> list[Clash]:
    """Where the promotion would meet others: a product has one price in a market, and one for a company, on a day.

    Locks the market's row until the end of the transaction, so that two who make promotions do not miss each other.
    """
    Market.objects.select_for_update(no_key=True).get(pk=promotion.market_id)
    scope = Q(company__in=companies) if companies else Q(company=None, market=promotion.market_id)
    meeting = PromotionPrice.objects.filter(
        scope, product__in=product_ids, valid_from__lte=promotion.valid_to, valid_to__gte=promotion.valid_from
    ).exclude(promotion=promotion.pk)
    found = meeting.select_related("promotion", "product").order_by("product__sku", "promotion_id")
    return list(dict.fromkeys(Clash(price.product.sku, price.promotion) for price in found))


@transaction.atomic
def promote(promotion: Promotion, prices: Mapping[int, int], companies: Collection[Company]) -> None:
    """Save a promotion with exactly these prices, by product in minor units; without companies for the whole market.

    Raises IntegrityError where it meets another promotion, which `clashes` tells before.
    """
    if promotion.pk:
        promotion.prices.all().delete()
    promotion.save()
    scopes: list[Company | None] = [*companies] or [None]
    rows = (
        PromotionPrice(
            promotion=promotion,
            product_id=product_id,
            market_id=promotion.market_id,
            company=company,
            price_minor=minor,
            valid_from=promotion.valid_from,
            valid_to=promotion.valid_to,
        )
        for company in scopes
        for product_id, minor in prices.items()
    )
    PromotionPrice.objects.bulk_create(rows, batch_size=BATCH)


def running_for(buyer: Buyer, *, on: date) -> QuerySet[Promotion]:
    """The promotions that run on a day for a buyer, the first to end first, with how many `products` they have.

    A visitor sees those of the whole market.
    """
    is_theirs = Q(prices__company=None) | Q(prices__company=buyer.company)
    products = Count("prices", filter=is_theirs & Q(prices__product__listing__is_listed=True))
    running = Promotion.objects.filter(market=buyer.market, valid_from__lte=on, valid_to__gte=on)
    return running.annotate(products=products).filter(products__gt=0).order_by("valid_to", "name", "pk")


_PROMOTED = """l.product_id IN (
  SELECT product_id FROM catalog_promotionprice
  WHERE market_id = %(market)s AND (company_id IS NULL OR company_id = %(company)s)
    AND %(on)s::date BETWEEN valid_from AND valid_to AND promotion_id = ANY(%(promotions)s::bigint[]))"""


@dataclass(frozen=True)
class Running:
    """The promotions that run for a buyer, and the one that was asked for."""

    all: list[Promotion]
    chosen: Promotion | None

    @property
    def scope(self) -> Scope:
        """The products of the one that was chosen, of all of them where none was."""
        return of_promotions([self.chosen] if self.chosen else self.all)


def running_now(buyer: Buyer, asked: str, *, now: datetime) -> Running:
    """What runs now for a buyer; `asked` is what the address says of one of them, and may be nonsense."""
    running = list(running_for(buyer, on=now.astimezone(buyer.market.zone).date()))
    return Running(running, next((each for each in running if str(each.pk) == asked), None))


def of_promotions(promotions: Collection[Promotion]) -> Scope:
    """The products of these promotions, as far as they are for whoever looks; who and when stand in the terms."""
    return Scope(_PROMOTED, {"promotions": [promotion.pk for promotion in promotions]})
