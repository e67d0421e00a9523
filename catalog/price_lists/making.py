"""Price lists made in the background: asked for by a member, made by a worker as that member may see them (CAT-8)."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

from django.http import Http404

from accounts import downloads
from accounts.models import Download, DownloadFailure, DownloadKind, Member
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
    """Have a price list made in the background.

    It needs for good what it shows: who loses a privilege no longer gets it. Raises TooManyDownloads, TooManyKept.
    """
    on = now.astimezone(by.market.zone).date()
    wanted = downloads.Wanted(
        kind=DownloadKind.PRICE_LIST,
        parameters={**listed.parameters, "kind": kind},
        title=listed.title,
        file_name=f"{listed.file_name}-{on:%Y-%m-%d}.{kind}",
        content_type=TYPES[kind],
        needs=[Privilege.DOWNLOAD_PRICE_LISTS, *(shown for shown in SHOWN_WITH if by.may(shown))],
        total=total,
    )
    return downloads.ask(wanted, by=by, language=language, now=now)


def make_next(clock: Clock) -> bool:
    """Make the price list that waits longest, where one waits."""
    download = downloads.take_next(DownloadKind.PRICE_LIST, now=clock())
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
        rows = _write(file, download, found, clock)
        downloads.finish(download, file, rows, now=clock())


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
