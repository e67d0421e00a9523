"""Members watch products: they are told once of each change of stock, day of delivery or own price (CAT-3).

What a member knows stands on the watch; whatever differs from it is told, and taken as known in the same transaction.
So nothing is told twice, and what a worker missed is found by the next one. Acts of ours tell in their transaction;
imports and whatever else changes many products wake a worker.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import notifying
from accounts.acting import Refused
from accounts.models import NEEDED_FOR, Company, Member, NotificationKind
from accounts.private_links import LinkVoid, PrivateLinks
from accounts.privileges import Privilege
from catalog.models import Pace, Product, Watch
from catalog.offers import Buyer, offers_for
from markets.calendar import is_business_day
from markets.models import Market

LINKS = PrivateLinks("catalog.watches")
AT_A_TIME = 500  # watches told in one transaction
DAY = timedelta(days=1)
STOCK, PRICE = NotificationKind.STOCK_WATCH, NotificationKind.PRICE_WATCH


class TooManyWatches(Refused):
    def __str__(self) -> str:
        number = settings.WATCHES
        return ngettext(
            "You watch %(number)d product, which is the most. End one first.",
            "You watch %(number)d products, which is the most. End one first.",
            number,
        ) % {"number": number}


class NothingToWatch(Refused):
    def __str__(self) -> str:
        return _("Choose what you want to be told of: stock, the day of the next delivery, or the price.")


@dataclass(frozen=True)
class Wish:
    """What a member wants to be told of a product, and how."""

    stock: bool = False
    eta: bool = False
    price: bool = False
    pace: str = Pace.AT_ONCE

    def within(self, member: Member) -> "Wish":
        """Without what the member may not see (ACC-13)."""
        sees_stock, sees_prices = member.may(Privilege.VIEW_STOCK), member.may(Privilege.VIEW_PRICES)
        return Wish(self.stock and sees_stock, self.eta and sees_stock, self.price and sees_prices, self.pace)


@transaction.atomic
def watch(member: Member, product: Product, wish: Wish, *, now: datetime) -> Watch:
    """Tell a member of a product from now on; again changes what of. Raises NothingToWatch, TooManyWatches."""
    wish = wish.within(member)
    if not (wish.stock or wish.eta or wish.price):
        raise NothingToWatch
    Member.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)  # two tabs count one after the other
    others = Watch.objects.visible_to(member).exclude(product=product)
    if others.count() >= settings.WATCHES:
        raise TooManyWatches
    on = _today(member.market, now)
    offer = offers_for([product.pk], Buyer.for_company(member.company), on=on)[product.pk]
    known = {
        "seen_in_stock": offer.available > 0,
        "seen_expected_on": offer.next_delivery.expected_on if offer.next_delivery else None,
        "seen_price": offer.price,
        "digested_at": now,
    }
    values = vars(wish) | known
    found, _made = Watch.objects.update_or_create(
        member=member, product=product, defaults=values, create_defaults=values | {"created_at": now}
    )
    return found


def end(member: Member, product: Product) -> None:
    """Tell the member nothing more of a product."""
    Watch.objects.visible_to(member).filter(product=product).delete()


# --- The link in the mails ----------------------------------------------------------------------------------------


def link_of(pk: int, key: uuid.UUID) -> str:
    """The address that ends a watch, for mails alone; it asks nothing of the database."""
    row = Watch(pk=pk, key=key)
    return settings.PUBLIC_ADDRESS + reverse("catalog:watch_end", kwargs={"token": LINKS.token_of(row)})


def find(token: str) -> Watch:
    """The watch that a link ends. Raises LinkVoid."""
    found = Watch.objects.filter(LINKS.named(token)).select_related("product", "member__company", "member__user")
    if (watched := found.first()) is None:
        raise LinkVoid
    return watched


def end_by_link(token: str) -> Watch:
    """End a watch by its link, whoever holds it. Raises LinkVoid."""
    watched = find(token)
    Watch.objects.filter(pk=watched.pk).delete()
    return watched


# --- Stock and days of delivery -----------------------------------------------------------------------------------

_STATES = """
SELECT w.id, s.in_stock, s.available, d.expected_on
FROM catalog_watch w
JOIN accounts_member m ON m.id = w.member_id
JOIN accounts_company c ON c.id = m.company_id AND c.market_id = %(market)s
CROSS JOIN LATERAL (
  SELECT coalesce(sum(greatest(t.on_hand - t.allocated, 0)), 0) available,
    coalesce(bool_or(t.on_hand > t.allocated), false) in_stock
  FROM catalog_stock t JOIN markets_marketwarehouse p ON p.warehouse_id = t.warehouse_id AND p.market_id = %(market)s
  WHERE t.product_id = w.product_id) s
CROSS JOIN LATERAL (
  SELECT min(e.expected_on) expected_on
  FROM catalog_expecteddelivery e
  JOIN markets_marketwarehouse p ON p.warehouse_id = e.warehouse_id AND p.market_id = %(market)s
  WHERE e.product_id = w.product_id AND e.expected_on >= %(on)s) d
WHERE w.id > %(after)s AND w.pace = %(pace)s AND w.digested_at < %(before)s
  AND (%(products)s::int[] IS NULL OR w.product_id = ANY(%(products)s::int[]))
  AND ((w.stock AND s.in_stock <> w.seen_in_stock) OR (w.eta AND d.expected_on IS DISTINCT FROM w.seen_expected_on))
ORDER BY w.id LIMIT %(most)s
FOR NO KEY UPDATE OF w SKIP LOCKED
"""


def tell_of_stock(*, now: datetime, product_ids: Collection[int] | None = None) -> int:
    """Tell at once who wants it so; of these products, or of all. Returns how many watches had something to tell."""
    return sum(_tell_stock_in(market, Pace.AT_ONCE, now, product_ids=product_ids) for market in Market.objects.all())


def _tell_stock_in(
    market: Market,
    pace: Pace,
    now: datetime,
    *,
    before: datetime | None = None,
    product_ids: Collection[int] | None = None,
) -> int:
    values: dict[str, Any] = {
        "market": market.pk,
        "on": _today(market, now),
        "pace": pace.value,
        "before": before or datetime.max.replace(tzinfo=UTC),
        "products": None if product_ids is None else list(product_ids),
        "most": AT_A_TIME,
        "after": 0,
    }
    told = 0
    while last := _tell_next(values, now):
        values["after"], count = last
        told += count
    return told


@transaction.atomic
def _tell_next(values: Mapping[str, Any], now: datetime) -> tuple[int, int] | None:
    """Tell of the next watches that differ; the last one's id and how many were told, None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_STATES, values)
        states = {row[0]: row[1:] for row in cursor.fetchall()}
    if not states:
        return None
    told = []
    for member, watches in _by_member(Watch.objects.filter(pk__in=states), STOCK):
        lines = [_stock_line(watched, *states[watched.pk]) for watched in watches]
        _tell(member, STOCK, "catalog/stock_watch", watches, facts={"lines": lines}, now=now)
        for watched in watches:
            watched.seen_in_stock, _available, watched.seen_expected_on = states[watched.pk]
        told += watches
    Watch.objects.bulk_update(told, ["seen_in_stock", "seen_expected_on", "told"])
    return max(states), len(told)


def _stock_line(watched: Watch, in_stock: bool, available: int, expected_on: date | None) -> dict[str, Any]:
    """What a mail says of one product; only what was asked for."""
    return _line(watched) | {
        "has_turned": watched.stock and in_stock != watched.seen_in_stock,
        "in_stock": in_stock,
        "available": int(available),
        "has_moved": watched.eta and expected_on != watched.seen_expected_on,
        "expected_on": expected_on,
        "was": watched.seen_expected_on,
    }


# --- Prices -------------------------------------------------------------------------------------------------------


def tell_of_prices(
    *, now: datetime, product_ids: Collection[int] | None = None, company_ids: Collection[int] | None = None
) -> int:
    """Tell at once who wants it so of changes of their own price; company by company, as prices are theirs."""
    watches = Watch.objects.filter(price=True, pace=Pace.AT_ONCE)
    if product_ids is not None:
        watches = watches.filter(product__in=product_ids)
    if company_ids is not None:
        watches = watches.filter(member__company__in=company_ids)
    companies = list(watches.order_by().values_list("member__company", flat=True).distinct())
    found = Company.objects.filter(pk__in=companies).select_related("market").order_by("pk")
    return sum(_tell_prices_to(company, watches, now) for company in found.iterator(chunk_size=AT_A_TIME))


@transaction.atomic
def _tell_prices_to(company: Company, watches: Any, now: datetime) -> int:
    theirs = list(
        watches.filter(member__company=company).select_for_update(of=("self",), skip_locked=True, no_key=True)
    )
    on = _today(company.market, now)
    ids = list({watched.product_id for watched in theirs})
    prices = {id_: offer.price for id_, offer in offers_for(ids, Buyer.for_company(company), on=on).items()}
    changed = [watched.pk for watched in theirs if prices.get(watched.product_id) != watched.seen_price]
    told = []
    for member, of_member in _by_member(Watch.objects.filter(pk__in=changed), PRICE):
        lines = [_price_line(watched, prices.get(watched.product_id), company) for watched in of_member]
        facts = {"count": len(lines)}
        _tell(member, PRICE, "catalog/price_watch", of_member, facts=facts, prices={"lines": lines}, now=now)
        for watched in of_member:
            watched.seen_price = prices.get(watched.product_id)
        told += of_member
    Watch.objects.bulk_update(told, ["seen_price", "told"])
    return len(told)


def _price_line(watched: Watch, price: Decimal | None, company: Company) -> dict[str, Any]:
    return _line(watched) | {"price": price, "was": watched.seen_price, "currency": company.market.currency}


# --- The daily digest ---------------------------------------------------------------------------------------------


def send_digests(*, now: datetime) -> int:
    """Write the digests that are due: once a business day, at the market's time for reports."""
    return sum(_digest_in(market, now) for market in Market.objects.all())


def _digest_in(market: Market, now: datetime) -> int:
    due = _digest_due(market, now)
    if due is None:
        return 0
    told = _tell_stock_in(market, Pace.DAILY, now, before=due)
    waiting = Watch.objects.filter(pace=Pace.DAILY, digested_at__lt=due, member__company__market=market)
    companies = waiting.filter(price=True).order_by().values_list("member__company", flat=True).distinct()
    for company in Company.objects.filter(pk__in=list(companies)).select_related("market").order_by("pk"):
        told += _tell_prices_to(company, waiting.filter(price=True), now)
    waiting.update(digested_at=now)
    return told


def _digest_due(market: Market, now: datetime) -> datetime | None:
    """Today's moment for reports, once it has come; None before it, and on days without reports."""
    today = _today(market, now)
    due = datetime.combine(today, market.reports_at, tzinfo=market.zone).astimezone(UTC)
    return due if due <= now and is_business_day(market, None, today) else None


# --- What both share ----------------------------------------------------------------------------------------------


def _by_member(watches: Any, kind: NotificationKind) -> Iterable[tuple[Member, list[Watch]]]:
    """The watches of each member who has access and may know; whoever may not is told once they may again."""
    grouped: dict[int, list[Watch]] = defaultdict(list)
    for watched in watches.select_related("product").order_by("pk"):
        grouped[watched.member_id].append(watched)
    for member in Member.objects.ready_to_ask().filter(pk__in=grouped).order_by("pk"):
        if member.has_access() and member.may(NEEDED_FOR[kind]):
            yield member, grouped[member.pk]


def _tell(
    member: Member,
    kind: NotificationKind,
    template: str,
    watches: Sequence[Watch],
    *,
    facts: Mapping[str, Any],
    prices: Mapping[str, Any] | None = None,
    now: datetime,
) -> None:
    """One notification for all that changed, with a key of the first watch and how often it was told."""
    first = watches[0]
    for watched in watches:
        watched.told += 1
    notifying.tell(
        [member],
        kind=kind,
        key=f"{kind}:{first.pk}:{first.key.hex}:{first.told}",
        template=template,
        facts=facts,
        prices=prices,
        link=first.product.get_absolute_url() if len(watches) == 1 else reverse("catalog:watches"),
        now=now,
    )


def _line(watched: Watch) -> dict[str, Any]:
    return {
        "watch": watched.pk,
        "key": watched.key.hex,
        "sku": watched.product.sku,
        "name": watched.product.name,
    }


def _today(market: Market, now: datetime) -> date:
    return now.astimezone(market.zone).date()
