"""Price lists made in the background: asked for by a member, made by a worker as that member may see them (CAT-8)."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from tempfile import TemporaryFile
from typing import IO

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import downloads, notifying
from accounts.models import Download, DownloadFailure, DownloadKind, Member, NotificationKind
from accounts.privileges import Privilege
from catalog.lists import Selection
from catalog.offers import Buyer
from catalog.price_lists.listed import Listed
from catalog.price_lists.writing import TYPES, write
from common import formats
from common.spreadsheets import XLSX_ROWS

SECONDS_BETWEEN_SIGNS = 1.0
SHOWN_WITH = (Privilege.VIEW_PRICES, Privilege.VIEW_STOCK)
Clock = Callable[[], datetime]


def fits(kind: str, rows: int) -> bool:
    """Whether a file of this kind can hold so many rows."""
    return kind != "xlsx" or rows <= XLSX_ROWS


def ask(listed: Listed, kind: str, total: int, *, by: Member, language: str, now: datetime) -> Download:
    """Have a price list made in the background. Raises TooManyDownloads, TooManyKept."""
    wanted = downloads.Wanted(
        kind=DownloadKind.PRICE_LIST,
        parameters={**listed.parameters, "kind": kind},
        title=listed.title,
        file_name=dated_name(listed, kind, on=now.astimezone(by.market.zone).date()),
        content_type=TYPES[kind],
        needs=needs_of(by),
        total=total,
    )
    return downloads.ask(wanted, by=by, language=language, now=now)


def needs_of(member: Member) -> list[Privilege]:
    """What a file made for a member needs for good: who loses a privilege no longer gets what it shows."""
    return [Privilege.DOWNLOAD_PRICE_LISTS, *(shown for shown in SHOWN_WITH if member.may(shown))]


def dated_name(listed: Listed, kind: str, *, on: date) -> str:
    return f"{listed.file_name}-{on:%Y-%m-%d}.{kind}"


def make_next(clock: Clock) -> bool:
    """Make the price list that waits longest, where one waits; those of feeds when no person waits."""
    download = downloads.take_next(DownloadKind.PRICE_LIST, now=clock())
    download = download or downloads.take_next(DownloadKind.PRICE_FEED, now=clock())
    if download is None:
        return False
    with suppress(downloads.Superseded):
        _make(download, clock)
    return True


def _make(download: Download, clock: Clock) -> None:
    owner = downloads.owner_of(download)
    if owner is None:
        downloads.fail(download, DownloadFailure.NOT_ALLOWED, now=clock())
        return
    market = owner.market
    with formats.override(download.language, market.country, market.zone), TemporaryFile() as file:
        try:
            found = Listed.from_parameters(download.parameters).selection(_buyer(download, owner), now=clock())
        except Http404:
            downloads.fail(download, DownloadFailure.GONE, now=clock())
            return
        if not fits(download.parameters["kind"], found.counts.total):
            downloads.fail(download, DownloadFailure.TOO_LONG, now=clock())
            return
        downloads.begin(download, found.counts.total, now=clock())
        rows = _write(file, download, found, clock)
        tell = partial(_tell_of_feed, download, now=clock()) if download.kind == DownloadKind.PRICE_FEED else None
        downloads.finish(download, file, rows, now=clock(), tell=tell)


def _buyer(download: Download, owner: Member) -> Buyer:
    """The owner, seeing what they saw when they asked."""
    return Buyer(
        owner.market,
        owner.company,
        shows_prices=Privilege.VIEW_PRICES in download.needs,
        shows_stock=Privilege.VIEW_STOCK in download.needs,
    )


def _write(file: IO[bytes], download: Download, found: Selection, clock: Clock) -> int:
    shown_at = time.monotonic()

    def tell(done: int) -> None:
        nonlocal shown_at
        if time.monotonic() - shown_at >= SECONDS_BETWEEN_SIGNS:
            downloads.show_progress(download, done, now=clock())
            shown_at = time.monotonic()

    return write(file, download.parameters["kind"], found, now=clock(), tell=tell)


# --- Feeds -------------------------------------------------------------------------------------------------------


def ask_for_feed(listed: Listed, kind: str, *, by: Member, language: str, is_mailed: bool, now: datetime) -> Download:
    """Have the file of a member's feed made, which replaces the one before; it is mailed where that is due."""
    on = now.astimezone(by.market.zone).date()
    with formats.override(language, by.market.country, by.market.zone):
        title = _("Price feed of %(day)s") % {"day": formats.day(on)}
    wanted = downloads.Wanted(
        kind=DownloadKind.PRICE_FEED,
        parameters={**listed.parameters, "kind": kind, "is_mailed": is_mailed},
        title=title,
        file_name=dated_name(listed, kind, on=on),
        content_type=TYPES[kind],
        needs=needs_of(by),
        total=0,
    )
    return downloads.ask(wanted, by=by, language=language, now=now, is_limited=False)


def _tell_of_feed(download: Download, *, now: datetime) -> None:
    """Put the file in the place of the one before, and mail where to find it."""
    before = Download.objects.filter(member_id=download.member_id, kind=DownloadKind.PRICE_FEED)
    for older in before.exclude(pk=download.pk).finished():
        downloads.remove(older)
    if download.parameters["is_mailed"]:
        notifying.tell(
            Member.objects.ready_to_ask().filter(pk=download.member_id),
            kind=NotificationKind.PRICE_FEED,
            key=f"price-feed:{download.pk}",
            template="catalog/price_feed",
            facts={"on": now},
            link=reverse("price_feed:feed"),
            now=now,
        )
