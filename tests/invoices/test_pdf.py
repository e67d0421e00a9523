"""The invoice on paper: tagged, in the company's language, with the same figures as on the page (INV-5)."""

import io
import sys

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from common import formats, pdf
from invoices import documents, tasks
from invoices.models import InvoiceDocument
from tests.invoices.drafts import chemical_line, freight_line, issue, product_line

needs_pango = pytest.mark.pdf


@pytest.fixture
def invoice(cast):
    lines = (product_line(serial_numbers=["SN-1", "SN-2"]), chemical_line(), freight_line())
    return issue(cast.norrsken.company, *lines, language="en")


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in read(content).pages)
    return " ".join(text.replace("\u00a0", " ").split())


@needs_pango
def test_it_holds_number_lines_references_and_totals(cast, invoice):
    text = text_of(documents.invoice_pdf(invoice))
    with formats.override("en", "SE", cast.se.zone):
        figures = [
            formats.amount(amount, "SEK").replace("\u00a0", " ")
            for amount in (invoice.net, invoice.tax, invoice.gross, *(line.amount for line in invoice.lines.all()))
        ]
    assert [figure for figure in figures if figure not in text] == []
    expected = [
        *("Invoice SE-F-1", "7HU6849", "MPN KS-24P", "SN-1, SN-2", "CN 8517 62, 3.490 kg", "Freight, road parcel"),
        *("VAT 25 % on 8 118,54", "SE-103977", "PO-7719", "SE-S-87904", "00373500489530012345"),
        *("SE556703748501", "SE556000000101", "555-0102", "30 days net", "Tradecounter Nordic AB"),
    ]
    assert [words for words in expected if words not in text] == []


@needs_pango
def test_nothing_of_its_design_is_lost(invoice, caplog):
    documents.render(invoice)
    assert [record.message for record in caplog.records if record.name.startswith("weasyprint")] == []


@needs_pango
def test_it_is_tagged_and_says_its_language(invoice):
    catalog = read(documents.invoice_pdf(invoice)).trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert "/StructTreeRoot" in catalog


@needs_pango
def test_it_is_in_the_company_s_language_whoever_looks(cast, invoice):
    swedish = issue(cast.norrsken.company)
    with formats.override("en", "CA", cast.markets["ca"].zone):
        content = documents.invoice_pdf(swedish)
    assert read(content).trailer["/Root"]["/Lang"] == "sv"
    assert "8 767,50" in text_of(content)


@needs_pango
def test_two_hundred_lines_take_several_pages(cast):
    lines = [product_line(name=f"Switch {n}", sku=f"7TC{n:04d}") for n in range(200)]
    reader = read(documents.invoice_pdf(issue(cast.norrsken.company, *lines, language="en")))
    assert len(reader.pages) > 3
    assert "Switch 199" in reader.pages[-2].extract_text() + reader.pages[-1].extract_text()


@needs_pango
def test_it_is_made_once_and_kept_under_a_name_that_nobody_guesses(invoice):
    tasks.render(invoice.pk)
    tasks.render(invoice.pk)
    document = InvoiceDocument.objects.get()
    with default_storage.open(document.file.name) as kept:
        assert kept.read() == documents.invoice_pdf(invoice)
    assert "SE-F-1" not in document.file.name


@needs_pango
def test_a_lost_file_is_made_again(invoice):
    lost = documents.kept_pdf(invoice).file.name
    default_storage.delete(lost)
    assert documents.invoice_pdf(invoice).startswith(b"%PDF")
    assert InvoiceDocument.objects.get().file.name != lost


@needs_pango
@pytest.mark.parametrize("address", ["http://127.0.0.1:9/a.css", "file:///etc/passwd", "static:../manage.py"])
def test_a_document_never_reaches_out(address):
    with pytest.raises(pdf.ForeignAddress):
        pdf.pdf_of(f'<html lang="en"><title>x</title><link rel="stylesheet" href="{address}"><p>x')


@pytest.fixture
def no_pango(monkeypatch):
    class Missing:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    pdf._weasyprint.cache_clear()
    yield
    pdf._weasyprint.cache_clear()


def test_without_pango_the_page_names_the_command(cast, invoice, sign_in, no_pango):
    answer = sign_in(cast.norrsken.buyer).get(f"/invoices/{invoice.number}.pdf")
    assert answer.status_code == 503
    assert "apt-get install libpango" in answer.text
    assert not pdf.is_available()
