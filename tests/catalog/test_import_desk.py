"""Staff import files from their desk: columns, dry run, import and report; each step by its button (CAT-15)."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from catalog.importing import jobs
from catalog.models import Import, ImportKind, ImportState, ImportStep, Product, Stock
from tests.accounts.lists_of_people import downloaded, file_of
from tests.cast import Cast, a_staff_user, a_switch
from tests.factories import make_user
from tests.pressing import Page, visit
from tests.staff import browser_of_staff

LIST = "/admin/catalog/import/"
Show = Callable[..., Page]


@pytest.fixture
def staff(cast: Cast) -> Client:
    return browser_of_staff(a_staff_user())


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def send(staff: Client) -> Show:
    """A function that sends a file of a kind."""

    def sent(text: str, kind: str = "Products", name: str = "list.csv") -> Page:
        page = visit(staff, f"{LIST}add/")
        return page.press("Look at its columns", {"What the file holds:": kind, "File:": file_of(text.encode(), name)})

    return sent


def worked(page: Page) -> Page:
    """The page after a worker has done what waits."""
    while jobs.run_next(timezone.now):
        pass
    return visit(page.browser, page.address)


def with_rights(*codenames: str) -> User:
    user = make_user("desk@distributor.example", is_staff=True, language="en")
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames, content_type__app_label="catalog"))
    return user


def test_a_file_of_products_from_its_columns_to_its_report(cast: Cast, send: Show) -> None:
    page = send("Artikelnummer;Name;Maker;Own remark\nA1;Switch;Kestrel;x\nA2;;Kestrel;\n")
    assert page.row("Artikelnummer").startswith("Artikelnummer A1 · A2")
    job = Import.objects.get()
    assert (job.columns, job.step) == (["sku", "name", "manufacturer", ""], ImportStep.COLUMNS)

    page = worked(page.press("Try it: a dry run"))
    assert "2 rows: 1 added · 0 changed · 0 unchanged · 1 refused. Nothing is changed yet." in page.text
    assert page.row("3") == "3 Refused A2 Name There is no name."
    assert not Product.objects.exists()

    page = worked(page.press("Import the file"))
    assert "What the import did" in page.text
    assert "Import the file" not in page.buttons()
    assert Product.objects.get().sku == "A1"
    rows = list(csv.DictReader(io.StringIO(downloaded(page, "Report by row as CSV").decode("utf-8-sig"))))
    assert [(row["line"], row["sku"], row["result"], row["column"]) for row in rows if row["result"] != "noted"] == [
        ("3", "A2", "refused", "Name"),
        ("2", "A1", "added", ""),
    ]
    assert "list.csv" in visit(page.browser, LIST).text
    job.refresh_from_db()
    assert (job.state, bool(job.file), job.sent_by.email) == (ImportState.DONE, False, "staff@distributor.example")


def test_staff_choose_what_a_column_is_taken_for(cast: Cast, send: Show) -> None:
    product = a_switch(cast)
    page = send(f"number,place,pieces\n{product.sku},STO,4\n", "Stock")

    page = page.press("Try it: a dry run")
    assert "Columns are missing: SKU, Warehouse" in page.text
    page = page.press("Try it: a dry run", {"number": "SKU (sku)", "place": "SKU (sku)"})
    assert "Two columns are taken for “SKU”. Choose one of them." in page.text
    page = page.press(
        "Try it: a dry run", {"number": "SKU (sku)", "place": "Warehouse (warehouse)", "pieces": "On hand (on_hand)"}
    )
    worked(worked(page).press("Import the file"))

    assert Stock.objects.get(product=product, warehouse__code="STO").on_hand == 4


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 no archive", "The file is damaged."),
        (b"%PDF-1.7", "The file is neither CSV nor XLSX."),
    ],
)
def test_what_is_no_table_is_refused_at_the_field(staff: Client, content: bytes, reason: str) -> None:
    page = visit(staff, f"{LIST}add/").press(
        "Look at its columns", {"What the file holds:": "BIDs", "File:": file_of(content)}
    )

    assert reason in page.text
    assert not Import.objects.exists()


def test_a_file_that_is_too_large(send: Show, settings: Settings) -> None:
    settings.CATALOG_IMPORT_BYTES = 10
    assert "The file is larger than 10" in send("sku,name\nA1,Switch\n").text


def test_what_is_found_wrong_while_reading_fails_with_its_row_and_changes_nothing(send: Show) -> None:
    rows = 'sku,name\nA1,a\nA2,b\nA3,c\nA4,"open\nA5,x\n'
    page = worked(send(rows).press("Try it: a dry run"))

    assert "A quotation mark in row 5 is never closed." in page.text
    assert "Import the file" not in page.buttons()
    assert Import.objects.get().state == ImportState.FAILED


def test_while_it_waits_it_can_be_canceled_and_what_moved_on_is_told(send: Show) -> None:
    page = send("sku,name\nA1,Switch\n").press("Try it: a dry run")
    assert "It begins within a minute" in page.text
    stale = visit(page.browser, page.address)

    page = page.press("Cancel")
    assert "Nothing was changed." in page.text
    assert not jobs.run_next(timezone.now)
    assert "This import has moved on meanwhile. Look again." in stale.press("Cancel").text
    assert "1 added" in worked(page.press("Try it anew")).text


def test_a_running_import_is_shown_with_a_bar_and_polled(send: Show) -> None:
    page = send("sku,name\nA1,Switch\n").press("Try it: a dry run")
    Import.objects.update(state=ImportState.RUNNING, percent=40, attempt=1, seen_at=timezone.now())

    answer = page.browser.get(page.address, headers={"HX-Request": "true", "HX-Target": "run"})

    assert "40 percent of the file are read" in answer.text
    assert 'value="40"' in answer.text
    assert "<html" not in answer.text
    Import.objects.update(percent=100)
    assert "All rows are read" in visit(page.browser, page.address).text


def test_a_worker_that_died_is_followed_by_another_a_few_times(send: Show, settings: Settings) -> None:
    send("sku,name\nA1,Switch\n").press("Try it: a dry run")
    now = timezone.now()
    later = now + timedelta(seconds=django_settings.DOWNLOAD_SILENCE + 1)
    for attempt in range(1, settings.DOWNLOAD_ATTEMPTS + 1):
        Import.objects.update(state=ImportState.RUNNING, attempt=attempt, seen_at=now)
        assert jobs.revive(now=now) == 0
        assert not jobs.run_next(timezone.now)
        assert jobs.revive(now=later) == 1
    job = Import.objects.get()
    assert (job.state, "interrupted several times" in job.failure) == (ImportState.FAILED, True)


def test_who_was_superseded_keeps_nothing(send: Show) -> None:
    page = send("sku,name\nA1,Switch\n")
    job = Import.objects.get()
    jobs.try_out(job, job.columns, now=timezone.now())

    def meanwhile() -> object:
        Import.objects.filter(state=ImportState.RUNNING).update(attempt=7)
        return timezone.now()

    assert jobs.run_next(meanwhile) is True
    assert (Import.objects.get().rows, page.status) == (0, 200)
    assert not Product.objects.exists()


def test_files_that_nobody_imports_are_forgotten(send: Show, settings: Settings) -> None:
    send("sku,name\nA1,Switch\n")
    later = timezone.now() + timedelta(hours=settings.IMPORT_HOURS, minutes=1)

    assert jobs.forget_left_alone(now=timezone.now()) == 0
    assert jobs.forget_left_alone(now=later) == 1
    assert not Import.objects.exists()


def test_own_part_numbers_are_imported_for_a_company(cast: Cast, staff: Client) -> None:
    page = visit(staff, f"{LIST}add/").press("Choose the file there", {"Customer number or name:": "norrsken"})
    assert page.title.startswith("Import own part numbers")
    page = visit(staff, f"{LIST}own-part-numbers/?company=nobody")
    assert "No company has this number or name." in page.text


def test_each_kind_needs_its_right(cast: Cast) -> None:
    browser = browser_of_staff(with_rights("view_import", "add_import", "import_stock"))
    page = visit(browser, f"{LIST}add/")
    assert "Columns of a file: Stock" in page.text
    assert "Columns of a file: Prices" not in page.text
    assert "Own part numbers of a company" not in page.text
    body = {"kind": "prices", "file": file_of(b"market,price_list,sku,price\n"), "on": "2026-11-21"}
    assert "Select a valid choice" in browser.post(f"{LIST}add/", body).text
    job = jobs.keep(
        page_file(), ImportKind.PRICES, on=timezone.localdate(), by=a_staff_user(), language="en", now=timezone.now()
    )
    for address in ("change/", "report.csv"):
        assert browser.get(f"{LIST}{job.pk}/{address}").status_code == 403
    for address in ("trial/", "run/", "cancellation/"):
        assert browser.post(f"{LIST}{job.pk}/{address}").status_code == 403


def test_who_may_only_look_presses_nothing(cast: Cast) -> None:
    browser = browser_of_staff(with_rights("view_import", "import_prices"))
    job = jobs.keep(
        page_file(), ImportKind.PRICES, on=timezone.localdate(), by=a_staff_user(), language="en", now=timezone.now()
    )
    assert browser.get(f"{LIST}add/").status_code == 403
    assert "Try it" not in visit(browser, f"{LIST}{job.pk}/change/").text
    assert browser.post(f"{LIST}{job.pk}/trial/").status_code == 403


def page_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("prices.csv", b"market,price_list,sku,price\n")
