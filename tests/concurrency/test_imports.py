"""Of two imports at once the second waits for the first, and after a while says so instead (CAT-15)."""

from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from pytest_django.fixtures import Settings

from catalog.importing import jobs, progress
from catalog.importing.kinds import PRODUCTS, STOCK, Kind, Run
from catalog.importing.load import LOCK_NUMBER, AnotherImportRuns
from catalog.importing.reading import open_table
from catalog.importing.report import Report, Tally
from catalog.models import Import, ImportKind, ImportState, Product
from tests.cast import a_staff_user
from tests.concurrency.race import at_once
from tests.factories import NOON

pytestmark = pytest.mark.django_db(transaction=True)


def take(kind: Kind, path: Path) -> Tally:
    with Report() as report, open_table(path) as table:
        return kind.take(table, report, Run(on=NOON.date(), now=NOON))


def a_file(path: Path) -> Path:
    path.write_text("sku,name,manufacturer\n" + "\n".join(f"A{n},Switch {n},Kestrel" for n in range(500)))
    return path


def test_of_two_imports_of_a_kind_the_second_finds_what_the_first_did(tmp_path: Path) -> None:
    path = a_file(tmp_path / "file.csv")

    tallies = at_once([partial(take, PRODUCTS, path)] * 2)

    done = sorted((each.added, each.unchanged) for each in tallies if isinstance(each, Tally))
    assert done == [(0, 500), (500, 0)]
    assert Product.objects.count() == 500


@pytest.mark.parametrize("kind", [PRODUCTS, STOCK])
def test_who_waits_too_long_is_told_and_nothing_was_done(tmp_path: Path, settings: Settings, kind: Kind) -> None:
    settings.CATALOG_IMPORT_WAIT = 0.05
    path = a_file(tmp_path / "file.csv")
    path.write_text(path.read_text().replace("sku,name,", "sku,name,warehouse,", 1).replace("Switch", ",Switch", 1))
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_NUMBER])
        with pytest.raises(AnotherImportRuns, match="Another import is running"), transaction.atomic():
            take(kind, path)
    finally:
        other.close()
    assert not Product.objects.exists()


def test_a_running_import_shows_how_far_it_is_and_stops_when_canceled(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_SIGNS", 0)
    file = SimpleUploadedFile("list.csv", a_file(tmp_path / "file.csv").read_bytes())
    job = jobs.keep(file, ImportKind.PRODUCTS, on=NOON.date(), by=a_staff_user(), language="en", now=NOON)
    jobs.try_out(job, job.columns, now=NOON)
    assert jobs.run_next(lambda: NOON)
    assert Import.objects.get().added == 500
    jobs.go_on(job, now=NOON)
    seen: list[int] = []
    other = connections["default"].copy()

    def clock() -> datetime:
        with other.cursor() as cursor:
            cursor.execute("SELECT percent FROM catalog_import")
            seen.append(cursor.fetchone()[0])
            if len(seen) == 50:
                cursor.execute("UPDATE catalog_import SET state = 'canceled'")
        return NOON

    try:
        jobs.run_next(clock)
    finally:
        other.close()

    assert seen == sorted(seen)
    assert 0 < seen[-1] < 100
    assert (Import.objects.get().state, len(seen)) == (ImportState.CANCELED, 50)
    assert not Product.objects.exists()
