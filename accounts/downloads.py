"""Having a file made in the background: asked for once, made by one worker, found again after a kill (PLT-4).

The row is the queue: a commit wakes a worker, and a sweep each minute finds what was missed. Whoever makes a file shows
signs of life; after a silence somebody else begins anew, a few times at most. What makes the files of a kind stands on
the floor that knows it.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifying
from accounts.acting import Refused
from accounts.models import Download, DownloadFailure, DownloadKind, DownloadState, Member, NotificationKind
from accounts.models.download import PLACE, DownloadQuerySet
from accounts.privileges import Privilege

NAMES = uuid.UUID("4d0c3ad8-5c9f-4c1d-9a57-3a6f1f3f0a52")  # any; makes keys of what was asked for


class TooManyDownloads(Refused):
    """So many are being made for the member that no more is taken on."""

    def __str__(self) -> str:
        return _("%(number)d files are being made for you already. Wait for one, or cancel it under Downloads.") % {
            "number": settings.DOWNLOADS_AT_ONCE
        }


class TooManyKept(Refused):
    """The member keeps as many files as the portal keeps for anybody."""

    def __str__(self) -> str:
        return _("You keep %(number)d files under Downloads. Delete one that you no longer need first.") % {
            "number": settings.DOWNLOADS_KEPT
        }


class Superseded(Exception):
    """The download was canceled, or somebody else makes it by now: stop, and leave no trace."""


@dataclass(frozen=True)
class Wanted:
    """A file that somebody wants: what is asked of the kind's maker, and what it is called."""

    kind: DownloadKind
    parameters: Mapping[str, Any]
    title: str
    file_name: str
    content_type: str
    needs: Iterable[Privilege]
    total: int

    @property
    def key(self) -> uuid.UUID:
        exactly = [self.kind, self.file_name, self.parameters, sorted(self.needs)]
        return uuid.uuid5(NAMES, json.dumps(exactly, sort_keys=True))


@transaction.atomic
def ask(wanted: Wanted, *, by: Member, language: str, now: datetime, is_limited: bool = True) -> Download:
    """Have a file made; the same one while it is being made already.

    What the clock asks for is not limited. Raises TooManyDownloads, TooManyKept.
    """
    Member.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)  # two presses come one after the other
    theirs = Download.objects.filter(member=by)
    if same := theirs.unfinished().filter(kind=wanted.kind, key=wanted.key).first():
        return same
    if is_limited:
        _check_limits(theirs)
    return Download.objects.create(
        company=by.company,
        member=by,
        kind=wanted.kind,
        key=wanted.key,
        title=wanted.title[:200],
        file_name=wanted.file_name,
        content_type=wanted.content_type,
        parameters=dict(wanted.parameters),
        needs=sorted(wanted.needs),
        language=language,
        total=wanted.total,
        asked_at=now,
        expires_at=now + timedelta(days=settings.DOWNLOAD_DAYS),
    )


def _check_limits(theirs: DownloadQuerySet) -> None:
    if theirs.unfinished().count() >= settings.DOWNLOADS_AT_ONCE:
        raise TooManyDownloads
    if theirs.count() >= settings.DOWNLOADS_KEPT:
        raise TooManyKept


@transaction.atomic
def take_next(kind: DownloadKind, *, now: datetime) -> Download | None:
    """The one of a kind that waits longest, taken on; None where none waits or enough are being made.

    Two workers never take the same.
    """
    if Download.objects.filter(state=DownloadState.RUNNING).count() >= settings.DOWNLOADS_MADE_AT_ONCE:
        return None
    waiting = Download.objects.filter(kind=kind, state=DownloadState.WAITING).order_by("asked_at", "pk")
    taken = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if taken is None:
        return None
    taken.state, taken.attempt, taken.done = DownloadState.RUNNING, taken.attempt + 1, 0
    taken.started_at = taken.seen_at = now
    taken.file.name = PLACE(taken, "")
    taken.save(update_fields=["state", "attempt", "done", "started_at", "seen_at", "file"])
    return taken


def begin(download: Download, total: int, *, now: datetime) -> None:
    """Say how many rows there are, now that it is known. Raises Superseded."""
    _change(download, total=total, seen_at=now)


def show_progress(download: Download, done: int, *, now: datetime) -> None:
    """Say how many rows are written, which is a sign of life too. Raises Superseded."""
    _change(download, done=done, seen_at=now)


def finish(
    download: Download, content: IO[bytes], rows: int, *, now: datetime, tell: Callable[[], None] | None = None
) -> None:
    """Keep the file that was made and tell its owner, by `tell` where that is another way than the usual one.

    Raises Superseded, and keeps nothing then.
    """
    size = content.seek(0, 2)
    content.seek(0)
    storage, name = download.file.storage, str(download.file.name)
    storage.save(name, File(content))
    try:
        with transaction.atomic():
            _change(
                download,
                state=DownloadState.READY,
                done=rows,
                total=rows,
                size=size,
                finished_at=now,
                expires_at=now + timedelta(days=settings.DOWNLOAD_DAYS),
            )
            if tell:
                tell()
            else:
                _tell(download, "accounts/download_ready", now=now)
    except BaseException:
        storage.delete(name)
        raise


@transaction.atomic
def fail(download: Download, failure: DownloadFailure, *, now: datetime) -> None:
    """Give up, and tell its owner why. Raises Superseded."""
    _change(download, state=DownloadState.FAILED, failure=failure, finished_at=now)
    _tell(download, "accounts/download_failed", now=now)


@transaction.atomic
def revive(*, now: datetime) -> int:
    """Put back what fell silent, so that it is made anew; what fell silent too often has failed. Returns how many."""
    silent = Download.objects.silent(now).select_for_update(skip_locked=True, of=("self",)).select_related("member")
    found = list(silent)
    for download in found:
        transaction.on_commit(partial(download.file.storage.delete, str(download.file.name)), robust=True)
        if download.attempt >= settings.DOWNLOAD_ATTEMPTS:
            fail(download, DownloadFailure.INTERRUPTED, now=now)
        else:
            _change(download, state=DownloadState.WAITING, done=0)
    return len(found)


@transaction.atomic
def remove(download: Download) -> None:
    """Delete it with its file; whoever makes it just now stops at the next sign of life."""
    if download.file:
        transaction.on_commit(partial(download.file.storage.delete, str(download.file.name)), robust=True)
    Download.objects.filter(pk=download.pk).delete()


def forget_expired(*, now: datetime) -> int:
    """Delete what is no longer kept; returns how many."""
    expired = list(Download.objects.expired(now))
    for download in expired:
        remove(download)
    return len(expired)


def owner_of(download: Download) -> Member | None:
    """Its owner, where they still have access and everything that it needs."""
    member = Member.objects.ready_to_ask().get(pk=download.member_id)
    return member if member.has_access() and member.may(*download.needs) else None


def _change(download: Download, **fields: Any) -> None:
    """Write fields of a download that this attempt still makes. Raises Superseded."""
    ours = Download.objects.filter(pk=download.pk, state=DownloadState.RUNNING, attempt=download.attempt)
    if not ours.update(**fields):
        raise Superseded


def _tell(download: Download, template: str, *, now: datetime) -> None:
    """In the portal's list alone: nobody wants a mail about what they wait for on a page."""
    with notifying.without_mail():
        notifying.tell(
            Member.objects.ready_to_ask().filter(pk=download.member_id),
            kind=NotificationKind.DOWNLOAD,
            key=f"download:{download.pk}",
            template=template,
            facts={"title": download.title},
            link=download.get_absolute_url(),
            now=now,
        )
