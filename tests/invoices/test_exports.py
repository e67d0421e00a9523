"""Export and ZIP hold exactly what is listed (INV-3)."""

import csv
import io
from datetime import datetime
from zipfile import ZipFile

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import User
from tests.invoices.drafts import issue


@pytest.fixture
def buyer(cast, sign_in):
    cast.norrsken.buyer.user.language = "en"
    cast.norrsken.buyer.user.save()
    return sign_in(cast.norrsken.buyer)


def content_of(answer) -> bytes:
    return b"".join(answer.streaming_content)


def csv_rows(answer, delimiter=",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content_of(answer).decode("utf-8-sig"), newline=""), delimiter=delimiter))


def xlsx_rows(answer) -> list[dict[str, object]]:
    heads, *rows = load_workbook(io.BytesIO(content_of(answer))).active.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_the_csv_holds_what_the_filter_lists(cast, buyer):
    for order in ("SE-1", "SE-2"):
        issue(cast.norrsken.company, order_number=order, now=timezone.now())
    issue(cast.fjord.company, order_number="SE-2")
    answer = buyer.get("/invoices/export.csv", {"q": "se-2", "status": "open"})
    assert answer["Content-Disposition"] == 'attachment; filename="invoices.csv"'
    (row,) = csv_rows(answer)
    assert {head: row[head] for head in ("Invoice", "Order", "Payment", "Currency", "Net", "Tax", "Total")} == {
        "Invoice": "SE-F-2",
        "Order": "SE-2",
        "Payment": "Open",
        "Currency": "SEK",
        "Net": "7014.00",
        "Tax": "1753.50",
        "Total": "8767.50",
    }


def test_the_csv_opens_right_in_a_swedish_spreadsheet(cast, sign_in):
    issue(cast.norrsken.company)
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(language="sv")
    content = content_of(sign_in(cast.norrsken.buyer).get("/invoices/export.csv")).decode()
    assert content.startswith("\ufeff")
    assert ";7014,00;1753,50;8767,50;" in content


def test_the_xlsx_holds_numbers_and_dates(cast, buyer):
    invoice = issue(cast.norrsken.company)
    (row,) = xlsx_rows(buyer.get("/invoices/export.xlsx"))
    assert (row["Invoice"], row["Total"], row["Issued"]) == (
        "SE-F-1",
        8767.5,
        datetime.combine(invoice.issued_on, datetime.min.time()),
    )


def test_a_po_number_is_no_formula(cast, buyer):
    issue(cast.norrsken.company, po_number='=HYPERLINK("http://evil.example")')
    assert csv_rows(buyer.get("/invoices/export.csv"))[0]["PO number"].startswith("'=")
    assert str(xlsx_rows(buyer.get("/invoices/export.xlsx"))[0]["PO number"]).startswith("'=")


def names_in(answer) -> list[str]:
    return sorted(ZipFile(io.BytesIO(content_of(answer))).namelist())


@pytest.mark.pdf
def test_the_zip_holds_the_ticked_ones_else_all_that_are_listed(cast, buyer):
    for order in ("SE-1", "SE-2", "SE-3"):
        issue(cast.norrsken.company, order_number=order)
    issue(cast.fjord.company)
    ticked = buyer.get("/invoices/pdf.zip", {"number": ["SE-F-1", "SE-F-3", "NO-F-1"]})
    assert names_in(ticked) == ["SE-F-1.pdf", "SE-F-3.pdf"]
    assert names_in(buyer.get("/invoices/pdf.zip", {"q": "SE-2"})) == ["SE-F-2.pdf"]


def test_too_many_for_one_zip_are_refused_in_a_sentence(cast, buyer, settings):
    settings.INVOICES_IN_A_ZIP = 1
    for _ in range(2):
        issue(cast.norrsken.company)
    answer = buyer.get("/invoices/pdf.zip", {"q": "SE-F"}, follow=True)
    assert answer.redirect_chain == [("/invoices/?q=SE-F", 302)]
    assert "One ZIP holds up to 1 invoices, and these are 2." in answer.text


def test_an_empty_zip_is_refused_in_a_sentence(cast, buyer):
    assert "No invoice is listed" in buyer.get("/invoices/pdf.zip", follow=True).text
