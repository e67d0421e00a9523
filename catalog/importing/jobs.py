"""Imports from the staff's desk: a file is kept, its columns are looked at, then a worker tries it and imports it.

The row is the queue. What an import writes and that it is done are one transaction: a worker killed in the middle left
nothing, and the step is begun anew. Whoever works on one holds a lock of it, which dies with them (CAT-15, PLT-4).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import date, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.acting import Refused
from accounts.models import User
from catalog.importing.kinds import BIDS, PRICES, PRODUCTS, STOCK, Run
from catalog.importing.load import AnotherImportRuns
from catalog.importing.progress import Signs, Superseded
from catalog.importing.reading import open_table
from catalog.importing.recognizing import missing_columns, recognized, take_as
from catalog.importing.report import Report, Tally
from catalog.importing.tables import Row, Table
from catalog.models import Import, ImportKind, ImportState, ImportStep
from catalog.models.imported import ImportQuerySet
from common.spreadsheets.reading import TooLarge, Unreadable

KINDS = {
    ImportKind.PRODUCTS: PRODUCTS,
    ImportKind.PRICES: PRICES,
    ImportKind.STOCK: STOCK,
    ImportKind.BIDS: BIDS,
}
FIRST_ROWS = 3
LONGEST_SHOWN = 80
LOCKS = 20261122  # any number; with an import's own it makes the lock of who works on it
Clock = Callable[[], datetime]


class NotNow(Refused):
    """The import is at another step than the page that was pressed."""

    def __str__(self) -> str:
        return _("This import has moved on meanwhile. Look again.")


class ColumnsMissing(Refused):
    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__(columns)
        self.columns = columns

    def __str__(self) -> str:
        return _("Columns are missing: %(columns)s") % {"columns": ", ".join(self.columns)}


class ColumnTakenTwice(Refused):
    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column

    def __str__(self) -> str:
        return _("Two columns are taken for “%(column)s”. Choose one of them.") % {"column": self.column}


def keep(file: UploadedFile, kind: ImportKind, *, on: date, by: User, language: str, now: datetime) -> Import:
    """Keep a file with what its columns seem to be. Raises `Unreadable`."""
    if (file.size or 0) > settings.CATALOG_IMPORT_BYTES:
        raise TooLarge(settings.CATALOG_IMPORT_BYTES)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        with path.open("wb") as copy:
            copy.writelines(file.chunks())
        with open_table(path) as table:
            heads = list(table.heads)
            table.columns = [str(place) for place in range(len(heads))]
            rows = [_shown(row, len(heads)) for row in islice(table.rows, FIRST_ROWS)]
    job = Import(
        kind=kind,
        file_name=(file.name or "")[-200:],
        size=file.size or 0,
        sent_by=by,
        language=language,
        on=on,
        heads=heads,
        first_rows=rows,
        columns=recognized(KINDS[kind], heads),
        sent_at=now,
        asked_at=now,
    )
    file.seek(0)
    job.file.save("", file, save=False)
    try:
        job.save()
    except BaseException:
        job.file.storage.delete(str(job.file.name))
        raise
    return job


def try_out(job: Import, columns: Sequence[str], *, now: datetime) -> None:
    """Have a worker find out what the file would do with its columns taken so. Raises Refused in one of its kinds."""
    kind = KINDS[ImportKind(job.kind)]
    for place, column in enumerate(columns):
        if column and column in columns[:place]:
            raise ColumnTakenTwice(str(kind.column(column).label))
    if missing := missing_columns(kind, columns):
        raise ColumnsMissing([str(kind.column(column).label) for column in missing])
    _ask(job, Import.objects.exclude(step=ImportStep.IMPORT), step=ImportStep.TRIAL, columns=list(columns), now=now)


def go_on(job: Import, *, now: datetime) -> None:
    """Have a worker import what was tried, or try again what failed. Raises NotNow."""
    tried = Import.objects.filter(step=ImportStep.TRIAL, state=ImportState.DONE)
    failed = Import.objects.filter(step=ImportStep.IMPORT, state__in=(ImportState.FAILED, ImportState.CANCELED))
    _ask(job, tried | failed, step=ImportStep.IMPORT, now=now)


def _ask(job: Import, ready: ImportQuerySet, *, now: datetime, **fields: Any) -> None:
    asked = {"state": ImportState.WAITING, "asked_at": now, "attempt": 0, "percent": 0, "failure": ""}
    waiting = Import.objects.filter(state__in=(ImportState.WAITING, ImportState.RUNNING))
    open_ones = ready.exclude(file="").exclude(pk__in=waiting.values("pk"))
    if not open_ones.filter(pk=job.pk).update(**asked, **fields):
        raise NotNow


def cancel(job: Import, *, now: datetime) -> None:
    """Stop a step; what it wrote is taken back. Raises NotNow where it is finished."""
    canceled = Import.objects.unfinished().filter(pk=job.pk)
    if not canceled.update(state=ImportState.CANCELED, finished_at=now):
        raise NotNow


def run_next(clock: Clock) -> bool:
    """Run the import that waits longest, where one waits and none runs; returns whether there was one."""
    job = _take_next(now=clock())
    if job is None:
        return False
    with suppress(Superseded), translation.override(job.language):
        try:
            _run(job, clock)
        except Superseded:
            raise
        except AnotherImportRuns:
            _change(job, state=ImportState.WAITING)
            return False
        except Unreadable as refusal:
            _fail(job, str(refusal), now=clock())
        except Exception:
            _fail(job, _("Something went wrong. Nothing was changed; our developers can read why."), now=clock())
            raise
    return True


def revive(*, now: datetime) -> int:
    """Put back what nobody works on any longer; what was put back too often has failed. Returns how many."""
    found = 0
    for job in Import.objects.silent(now):
        with transaction.atomic(), suppress(Superseded):
            if not _is_free(job):
                continue
            found += 1
            if job.attempt >= settings.DOWNLOAD_ATTEMPTS:
                _fail(job, _("It was interrupted several times. Nothing was changed."), now=now)
            else:
                _change(job, state=ImportState.WAITING, percent=0)
    return found


def forget_left_alone(*, now: datetime) -> int:
    """Delete files that nobody imports any more, and what was never more than looked at; returns how many."""
    left = list(Import.objects.left_alone(now))
    for job in left:
        if job.step == ImportStep.IMPORT:
            _forget_file(job)
            Import.objects.filter(pk=job.pk).update(file="")
        else:
            _forget_file(job)
            transaction.on_commit(partial(_delete, job, str(job.report.name or "")), robust=True)
            Import.objects.filter(pk=job.pk).delete()
    return len(left)


def _take_next(*, now: datetime) -> Import | None:
    with transaction.atomic():
        if Import.objects.filter(state=ImportState.RUNNING).exists():
            return None
        waiting = Import.objects.filter(state=ImportState.WAITING).order_by("asked_at", "pk")
        job = waiting.select_for_update(skip_locked=True).first()
        if job is None:
            return None
        job.state, job.attempt, job.seen_at, job.percent = ImportState.RUNNING, job.attempt + 1, now, 0
        job.save(update_fields=["state", "attempt", "seen_at", "percent"])
    return job


def _run(job: Import, clock: Clock) -> None:
    """Try or import, in one transaction with saying so; the report is stored before, and deleted if that fails."""
    before = str(job.report.name or "")
    with TemporaryDirectory() as folder, closing(Signs(job, clock)) as signs:
        path = Path(folder) / "report.csv"
        try:
            with transaction.atomic():
                _lock(job)
                tally, report = _take(job, path, signs, clock)
                with path.open("rb") as content:
                    job.report.save("", File(content), save=False)
                _finish(job, tally, report, now=clock())
        except BaseException:
            if str(job.report.name or "") != before:
                _delete(job, str(job.report.name))
            raise
    if before:
        _delete(job, before)
    if job.step == ImportStep.IMPORT:
        _forget_file(job)


def _take(job: Import, path: Path, signs: Signs, clock: Clock) -> tuple[Tally, Report]:
    kind = KINDS[ImportKind(job.kind)]
    with Report(path) as report, open_table(Path(job.file.path)) as table:
        report.heads = take_as(table, kind, job.columns).heads_by_column()
        table.rows = _watched(table, table.rows, signs)
        run = Run(on=job.on, now=clock(), is_dry_run=job.is_trial)
        return kind.take(table, report, run), report


def _watched(table: Table, rows: Iterable[Row], signs: Signs) -> Iterator[Row]:
    for row in rows:
        yield row
        signs.show(table.progress)
    signs.all_read()


def _finish(job: Import, tally: Tally, report: Report, *, now: datetime) -> None:
    is_imported = job.step == ImportStep.IMPORT
    reasons = {
        result: {reason.value: times for reason, times in counted.most_common()}
        for result, counted in (("refused", report.refused), ("noted", report.noted))
    }
    _change(
        job,
        state=ImportState.DONE,
        rows=tally.rows,
        added=tally.added,
        changed=tally.changed,
        refused=tally.refused,
        reasons=reasons,
        samples=report.samples,
        report=job.report.name,
        percent=100,
        finished_at=now,
        **({"file": ""} if is_imported else {}),
    )


def _fail(job: Import, sentence: str, *, now: datetime) -> None:
    _change(job, state=ImportState.FAILED, failure=sentence, finished_at=now)


def _change(job: Import, **fields: Any) -> None:
    """Write fields of an import that this attempt still works on. Raises Superseded."""
    if not Import.objects.filter(pk=job.pk, state=ImportState.RUNNING, attempt=job.attempt).update(**fields):
        raise Superseded


def _lock(job: Import) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS, job.pk])


def _is_free(job: Import) -> bool:
    """Whether nobody works on it; whoever is killed lets go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCKS, job.pk])
        return bool(cursor.fetchone()[0])


def _forget_file(job: Import) -> None:
    if job.file:
        transaction.on_commit(partial(_delete, job, str(job.file.name)), robust=True)


def _delete(job: Import, name: str) -> None:
    if name:
        job.file.storage.delete(name)


def _shown(row: Row, width: int) -> list[str]:
    return [row.cells.get(str(place), "")[:LONGEST_SHOWN] for place in range(width)]
