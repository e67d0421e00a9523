"""Price feeds: who wants one, its address, and the file that a worker makes at night (CAT-9).

The file is a download of the member's, made as any price list is. Whoever has the address gets the newest one; rights
are asked each time, so that it answers nobody from the moment the member may not have it.
"""

import hashlib
from datetime import date, datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import notifying, recording
from accounts.models import ActivityKind, Download, DownloadKind, Member, NotificationKind, User
from accounts.privileges import Privilege
from catalog.models import FeedMail, PriceFeed
from catalog.price_lists import making
from catalog.price_lists.listed import Listed, Place
from markets.models import Market

EVERYTHING = Listed(Place.CATALOG, "", "")
MINUTE = timedelta(minutes=1)


class NoFeed(Exception):
    """Nobody has this address, or who has it may no longer have the prices."""


def of(member: Member) -> PriceFeed:
    """The member's feed, or what it would begin as."""
    found = PriceFeed.objects.visible_to(member).first()
    return found or PriceFeed(company=member.company, member=member)


def subscribe(member: Member, *, kind: str, mail: str, language: str) -> PriceFeed:
    """Choose the format, and how often a mail with a link comes; the first comes after the next night."""
    values = {"company": member.company, "kind": kind, "mail": mail, "language": language}
    return PriceFeed.objects.update_or_create(member=member, defaults=values)[0]


# --- The address ---------------------------------------------------------------------------------------------------


@transaction.atomic
def make_address(member: Member, *, language: str, now: datetime) -> str:
    """A new address, which voids the one before; its token is told this once. A first file is asked for at once."""
    token = token_urlsafe(32)
    values = {"company": member.company, "token_hash": _hashed(token), "address_made_at": now, "fetched_at": None}
    before = PriceFeed.objects.select_for_update().filter(member=member).first()
    feed, _made = PriceFeed.objects.update_or_create(
        member=member, defaults=values, create_defaults=values | {"language": language}
    )
    had_one = before is not None and before.has_address
    kind = ActivityKind.FEED_ADDRESS_RENEWED if had_one else ActivityKind.FEED_ADDRESS_MADE
    recording.note(member.company, kind, by=member.user, now=now)
    if newest_of(member) is None:
        _ask(feed, member, is_mailed=False, now=now)
    return token


@transaction.atomic
def withdraw_address(member: Member, *, by: User, now: datetime) -> bool:
    """Let the address answer nobody from now on; says whether there was one. Who did not do it themselves is told."""
    withdrawn = PriceFeed.objects.filter(member=member, token_hash__isnull=False)
    if not withdrawn.update(token_hash=None, address_made_at=None, fetched_at=None):
        return False
    facts = {"name": str(member.user)}
    recording.note(member.company, ActivityKind.FEED_ADDRESS_WITHDRAWN, by=by, about=member.user, facts=facts, now=now)
    if by.pk != member.user_id:
        notifying.tell(
            Member.objects.ready_to_ask().filter(pk=member.pk),
            kind=NotificationKind.PRICE_FEED,
            key=f"price-feed-withdrawn:{member.pk}:{now.timestamp()}",
            template="catalog/price_feed_withdrawn",
            facts={},
            link=reverse("price_feed:feed"),
            now=now,
        )
    return True


def fetch(token: str, *, now: datetime) -> Download | None:
    """The newest file at an address, None where none is made yet. Raises NoFeed."""
    feed = PriceFeed.objects.filter(token_hash=_hashed(token)).first()
    if feed is None:
        raise NoFeed
    member = Member.objects.ready_to_ask().get(pk=feed.member_id)
    if not may_have(member):
        raise NoFeed
    lately = Q(fetched_at__isnull=False, fetched_at__gt=now - MINUTE)
    PriceFeed.objects.filter(pk=feed.pk).exclude(lately).update(fetched_at=now)
    return newest_of(member)


def may_have(member: Member) -> bool:
    return member.has_access() and member.may(Privilege.DOWNLOAD_PRICE_LISTS)


def newest_of(member: Member) -> Download | None:
    """The newest file of a member's feed, as far as they may see what is in it."""
    made = Download.objects.visible_to(member).filter(kind=DownloadKind.PRICE_FEED, state="ready")
    return made.order_by("-finished_at", "-pk").first()


def key_of(token: str) -> str:
    """What stands for a token where it is counted, so that nobody reads it there."""
    return _hashed(token).hex()


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


# --- Nights --------------------------------------------------------------------------------------------------------


def ask_due(*, now: datetime) -> int:
    """Ask for the files of all feeds that are due; returns how many. A second run the same night asks for none."""
    return sum(_ask_in(market, now) for market in Market.objects.all())


def _ask_in(market: Market, now: datetime) -> int:
    night = night_of(market, now)
    feeds = PriceFeed.objects.wanted().filter(company__market=market)
    due = feeds.filter(Q(asked_on=None) | Q(asked_on__lt=night))
    return sum(_ask_for(pk, night, now) for pk in due.order_by("pk").values_list("pk", flat=True))


def night_of(market: Market, now: datetime) -> date:
    """The day whose files are made now: today's once the market's clock has come to the hour, yesterday's before."""
    local = now.astimezone(market.zone)
    return local.date() if local.hour >= settings.FEEDS_MADE_AT else local.date() - timedelta(days=1)


@transaction.atomic
def _ask_for(pk: int, night: date, now: datetime) -> int:
    feed = PriceFeed.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if feed is None or (feed.asked_on and feed.asked_on >= night):
        return 0
    member = Member.objects.ready_to_ask().get(pk=feed.member_id)
    is_mailed = is_mail_due(feed, night)
    if not may_have(member) or not (is_mailed or feed.has_address):
        return 0
    _ask(feed, member, is_mailed=is_mailed, now=now)
    feed.asked_on, feed.mailed_on = night, night if is_mailed else feed.mailed_on
    feed.save(update_fields=["asked_on", "mailed_on"])
    return 1


def is_mail_due(feed: PriceFeed, night: date) -> bool:
    """Daily: each night. Weekly: the first night of a week, or the next one where that was missed."""
    if feed.mail == FeedMail.WEEKLY:
        monday = night - timedelta(days=night.weekday())
        return feed.mailed_on is None or feed.mailed_on < monday
    return feed.mail == FeedMail.DAILY


def _ask(feed: PriceFeed, member: Member, *, is_mailed: bool, now: datetime) -> None:
    making.ask_for_feed(EVERYTHING, feed.kind, by=member, language=feed.language, is_mailed=is_mailed, now=now)
