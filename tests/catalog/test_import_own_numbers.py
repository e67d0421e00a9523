"""Own part numbers come in by a file: each row is looked at first, all good ones are done at once (CAT-11b, CAT-15)."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django.fixtures import Settings

from accounts.acting import Actor
from accounts.activities import sentence_of
from accounts.models import Activity, Member
from catalog import importing_own_numbers, own_numbers
from catalog.models import OwnNumbersImport, OwnPartNumber, Product
from common.spreadsheets.reading import Row
from tests.accounts.lists_of_people import downloaded, file_of, sheet_of
from tests.cast import Cast, a_staff_user, a_switch
from tests.common.workbooks import xlsx
from tests.factories import NOON, make_product
from tests.pressing import Page, visit
from tests.staff import sign_in_with_factor

LIST = "/company/part-numbers/"
HEADS = "Own part number,SKU,MPN,GTIN,Manufacturer"
Show = Callable[..., Page]


@pytest.fixture
def show(cast: Cast, client: Client) -> Show:
    """A function that sends a file as the buyer, or a colleague, and looks at what it would do."""

    def shown(file: io.BytesIO, by: Member | None = None) -> Page:
        client.force_login((by or cast.norrsken.buyer).user)
        return visit(client, LIST).follow("Import").press("Show what would change", {"File": file})

    return shown


def csv_of(*rows: str, heads: str = HEADS) -> io.BytesIO:
    return file_of("\n".join([heads, *rows]).encode(), "numbers.csv")


def give(member: Member, product: Product, number: str) -> OwnPartNumber:
    return own_numbers.add(product, number, to=member.company, by=Actor.administrator(member), now=NOON)


def numbers_of(member: Member) -> dict[str, str]:
    own = OwnPartNumber.objects.visible_to(member).order_by("norm")
    return {each.number: each.product.sku for each in own.select_related("product")}


def test_numbers_come_in_with_one_button(cast: Cast, show: Show) -> None:
    buyer = cast.norrsken.buyer
    known, same = a_switch(cast), a_switch(cast)
    by_mpn, by_gtin = a_switch(cast, mpn="EX-41/00"), a_switch(cast, gtin="036000291452")
    give(buyer, known, "OLD-1")
    give(buyer, same, "SAME 1")

    page = show(
        csv_of(
            f"NIT-1,{known.sku},,,",
            f"SAME 1,{same.sku},,,",
            "NIT-2,,ex4100,,",
            "NIT-3,,,36000291452,",
            "NIT-4,ABSENT-1,,,",
        )
    )
    assert "2 to be added · 1 to be changed · 1 unchanged · 1 refused" in page.text
    assert "Change The number was OLD-1." in page.row("NIT-1")
    assert "No product has this number." in page.row("NIT-4")
    assert numbers_of(buyer) == {"OLD-1": known.sku, "SAME 1": same.sku}

    page = page.press("Import 3 numbers")

    assert "2 numbers were added. 1 number was changed." in page.text
    assert numbers_of(buyer) == {"NIT-1": known.sku, "NIT-2": by_mpn.sku, "NIT-3": by_gtin.sku, "SAME 1": same.sku}
    assert sheet_of(page, "csv") == [
        [*HEADS.split(","), "Error"],
        ["NIT-4", "ABSENT-1", "", "", "", "No product has this number."],
    ]
    assert sentence_of(Activity.objects.latest("pk")) == "Imported own part numbers: 2 added, 1 changed"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_export_comes_back_unchanged(cast: Cast, show: Show, client: Client, kind: str, language: str) -> None:
    buyer = cast.norrsken.buyer
    give(buyer, a_switch(cast, gtin="7312345678901"), "=1+2; Å")
    give(buyer, a_switch(cast), "0012")
    client.force_login(buyer.user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    buyer.user.language = language
    buyer.user.save()
    exported = b"".join(client.get(f"{LIST}export.{kind}"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = buyer.user.language = "en"
    buyer.user.save()

    page = show(file_of(exported, f"numbers.{kind}"))

    assert "0 to be added · 0 to be changed · 2 unchanged · 0 refused" in page.text
    assert not [button for button in page.buttons() if button.startswith("Import")]


def test_an_xlsx_in_swedish_with_numbers_as_numbers(cast: Cast, show: Show) -> None:
    product = a_switch(cast, gtin="7312345678901")

    page = show(file_of(xlsx(["eget ARTIKELNUMMER", "GTIN"], [4711, 7312345678901]))).press("Import 1 number")

    assert "1 number was added." in page.text
    assert numbers_of(cast.norrsken.buyer) == {"4711": product.sku}


def test_two_numbers_change_places(cast: Cast, show: Show) -> None:
    first, second = a_switch(cast), a_switch(cast)
    one, two = give(cast.norrsken.buyer, first, "A-1"), give(cast.norrsken.buyer, second, "B-1")

    show(csv_of(f"B1,{first.sku},,,", f"a1,{second.sku},,,")).press("Import 2 numbers")

    assert numbers_of(cast.norrsken.buyer) == {"B1": first.sku, "a1": second.sku}
    assert set(OwnPartNumber.objects.values_list("pk", flat=True)) == {one.pk, two.pk}


def test_a_number_stays_taken_where_the_row_that_frees_it_is_refused(cast: Cast, show: Show) -> None:
    first, second, third = a_switch(cast), a_switch(cast), a_switch(cast)
    for product, number in ((first, "A-1"), (second, "B-1"), (third, "C-1")):
        give(cast.norrsken.buyer, product, number)

    page = show(csv_of(f"B-1,{first.sku},,,", f"C-1,{second.sku},,,", f"---,{third.sku},,,"))

    assert "0 to be added · 0 to be changed · 0 unchanged · 3 refused" in page.text
    assert f"B-1 is your number of {second.sku}" in page.text


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",{sku},,,", "This field is required."),
        ("---,{sku},,,", "A number needs a letter or a digit."),
        ("NIT-2,,,,", "Which product? Give its SKU, MPN or GTIN."),
        ("NIT-2,,TWICE-1,,", "Several products have this number. Give the SKU of one: "),
        ("NIT-2,,TWICE-1,,Osprey", "No product of this manufacturer has this number."),
        ("NIT-2,{sku},TWICE-1,,", "These numbers are of different products."),
        ("nit1,{sku},,,", "NIT-1 is your number of"),
        ("{other},{sku},,,", "{other} is our SKU of"),
        ("NIT-2,{sku},,,,more", "The row has more cells than there are columns."),
    ],
)
def test_a_refusal_stands_in_its_row(cast: Cast, show: Show, row: str, reason: str) -> None:
    product, other = a_switch(cast), a_switch(cast)
    make_product(mpn="TWICE-1")
    make_product(mpn="TWICE 1", manufacturer="Merlin")
    give(cast.norrsken.buyer, other, "NIT-1")
    known = {"sku": product.sku, "other": other.sku}

    page = show(csv_of(row.format(**known)))

    assert "1 refused" in page.text
    assert reason.format(**known) in page.text


def test_the_manufacturer_tells_makers_apart(cast: Cast, show: Show) -> None:
    make_product(mpn="TWICE-1")
    theirs = make_product(mpn="TWICE 1", manufacturer="Merlin")

    show(csv_of("NIT-1,,TWICE-1,,merlin")).press("Import 1 number")

    assert numbers_of(cast.norrsken.buyer) == {"NIT-1": theirs.sku}


def test_what_stands_twice_is_refused_the_second_time(cast: Cast, show: Show) -> None:
    first, second = a_switch(cast), a_switch(cast)

    page = show(csv_of(f"NIT-1,{first.sku},,,", f"nit 1,{second.sku},,,", f"NIT-3,{first.sku},,,"))

    assert "1 to be added · 0 to be changed · 0 unchanged · 2 refused" in page.text
    assert "Row 2 has the same." in page.row("nit 1")
    assert "Row 2 has the same." in page.row("NIT-3")


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (csv_of("1", heads="SKU"), "The file has no column “Own part number”."),
        (csv_of("1,2", heads="Own part number,Price"), "The file has no column “SKU”."),
        (csv_of("1,2,3", heads="Own part number,SKU,sku"), "The file has the column “SKU” twice."),
        (csv_of(), "The file names columns and holds nothing below them."),
        (csv_of("1,2", "3,4", "5,6", heads="Own part number,SKU"), "an import takes at most 2."),
        (file_of(b""), "The file is empty."),
        (file_of(b"PK\x03\x04 no archive"), "The file is damaged."),
    ],
)
def test_what_is_no_such_list_is_refused_at_the_field(
    show: Show, settings: Settings, file: io.BytesIO, reason: str
) -> None:
    settings.OWN_NUMBERS_AT_ONCE = 2
    file.seek(0)

    page = show(file)

    assert reason in page.text
    assert page.title == "Import own part numbers"
    assert not OwnNumbersImport.objects.exists()


def test_what_changed_since_somebody_looked_is_shown_anew(cast: Cast, show: Show) -> None:
    product, other = a_switch(cast), a_switch(cast)
    page = show(csv_of(f"NIT-1,{product.sku},,,"))
    give(cast.norrsken.admin, other, "NIT-1")

    page = page.press("Import 1 number")

    assert "Nothing was imported: numbers or products were changed meanwhile" in page.text
    assert f"NIT-1 is your number of {other.sku}" in page.text


def test_a_file_is_imported_once_and_kept_for_a_day(cast: Cast, show: Show) -> None:
    page = show(csv_of(f"NIT-1,{a_switch(cast).sku},,,"))
    kept = OwnNumbersImport.objects.get()
    seen = importing_own_numbers.preview_of(kept).digest()
    by = Actor.administrator(cast.norrsken.buyer)
    page.press("Import 1 number")

    with pytest.raises(importing_own_numbers.importing.AlreadyImported):
        importing_own_numbers.apply(kept, seen=seen, by=by, now=timezone.now())
    assert importing_own_numbers.forget_expired(now=timezone.now()) == 0
    assert importing_own_numbers.forget_expired(now=timezone.now() + timedelta(hours=25)) == 1


def test_a_colleagues_file_is_not_there(cast: Cast, show: Show) -> None:
    page = show(csv_of(f"NIT-1,{a_switch(cast).sku},,,"), cast.norrsken.admin)

    page.browser.force_login(cast.norrsken.buyer.user)
    assert page.browser.get(page.address).status_code == 404


def test_a_thousand_rows_ask_as_often_as_two(cast: Cast) -> None:
    product = a_switch(cast)

    def queries(rows: int) -> int:
        sent = [Row(number, [f"NIT-{number}", product.sku]) for number in range(2, rows + 2)]
        file = importing_own_numbers.OwnNumbersFile(["number", "sku"], sent)
        with CaptureQueriesContext(connection) as asked:
            preview = importing_own_numbers.resolve(file, cast.norrsken.company)
        assert len(preview.lines) == rows
        return len(asked)

    assert queries(2) == queries(1000)


def test_a_long_file_shows_what_was_refused_first(cast: Cast, show: Show) -> None:
    product = a_switch(cast)

    page = show(csv_of(f"NIT-0,{product.sku},,,", *(f"NIT-{number},ABSENT,,," for number in range(1, 251))))

    assert "1 to be added · 0 to be changed · 0 unchanged · 250 refused" in page.text
    assert "51 more rows are not shown here" in page.text
    assert len(list(csv.reader(io.StringIO(downloaded(page, "Refused rows as CSV").decode())))) == 251


def test_the_template_has_the_columns(show: Show, cast: Cast, client: Client) -> None:
    client.force_login(cast.norrsken.buyer.user)

    sheet = load_workbook(io.BytesIO(downloaded(visit(client, f"{LIST}import/"), "Template as XLSX"))).active

    assert [cell.value for cell in sheet[1]] == HEADS.split(",")


# --- The staff's desk -------------------------------------------------------------------------------------------


def test_staff_read_them_and_import_for_a_company(cast: Cast, client: Client) -> None:
    product = a_switch(cast)
    give(cast.fjord.buyer, product, "FJ-1")
    sign_in_with_factor(client, a_staff_user())
    desk = f"/admin/accounts/company/{cast.norrsken.company.pk}/change/"
    page = visit(client, desk).follow("Import own part numbers")

    page = page.press("Show what would change", {"File:": csv_of(f"NIT-1,{product.sku},,,", "NIT-2,ABSENT,,,")})
    assert "1 to be added · 0 to be changed · 0 unchanged · 1 refused" in page.text
    page = page.press("Import 1 number")

    assert "1 number was added." in page.text
    assert b"No product has this number." in downloaded(page, "Refused rows as CSV")
    assert numbers_of(cast.norrsken.buyer) == {"NIT-1": product.sku}
    activity = Activity.objects.latest("pk")
    assert (activity.company, activity.actor.is_staff) == (cast.norrsken.company, True)
    assert "Own part numbers" in visit(client, desk).links()
    page = visit(client, f"/admin/catalog/ownpartnumber/?company__id__exact={cast.norrsken.company.pk}")
    assert "NIT-1" in page.text
    assert "FJ-1" not in page.text
    assert "FJ-1" in visit(client, "/admin/catalog/ownpartnumber/?q=fj1").text


def test_staff_without_the_right_may_not(cast: Cast, client: Client) -> None:
    staff = a_staff_user()
    staff.is_superuser = False
    staff.save()
    sign_in_with_factor(client, staff)

    answer = client.get(f"/admin/catalog/ownpartnumber/company/{cast.norrsken.company.pk}/import/")

    assert answer.status_code == 403
