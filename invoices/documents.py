"""The invoice on paper: a tagged PDF in the company's language, made once and kept (INV-1, INV-5)."""

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from common import formats, pdf
from invoices.contents import contents_of
from invoices.models import Invoice, InvoiceDocument

TEMPLATE = "invoices/document.html"


def invoice_pdf(invoice: Invoice) -> bytes:
    """The PDF of an invoice: the one that is kept, made now where there is none. Raises PdfUnavailable."""
    try:
        return _read(kept_pdf(invoice))
    except FileNotFoundError:  # the storage lost it; the invoice itself is all that is needed to make it again
        InvoiceDocument.objects.filter(invoice=invoice).delete()
        return _read(kept_pdf(Invoice.objects.get(pk=invoice.pk)))


def kept_pdf(invoice: Invoice) -> InvoiceDocument:
    """The document of an invoice, made at the first call; two at once keep one file. Raises PdfUnavailable."""
    kept = InvoiceDocument.objects.filter(invoice=invoice).first()
    return kept or _keep(invoice, render(invoice))


def render(invoice: Invoice) -> bytes:
    """Draw the invoice in its own language and its market's formats. Raises PdfUnavailable."""
    market = invoice.market
    with formats.override(invoice.language, market.country, market.zone):
        html = render_to_string(TEMPLATE, {"invoice": invoice, "contents": contents_of(invoice), "market": market})
    return pdf.pdf_of(html)


def _keep(invoice: Invoice, content: bytes) -> InvoiceDocument:
    document = InvoiceDocument(invoice=invoice, made_at=timezone.now())
    document.file.save("invoice.pdf", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError:  # another look was quicker
        document.file.delete(save=False)
        return InvoiceDocument.objects.get(invoice=invoice)
    return document


def _read(document: InvoiceDocument) -> bytes:
    with document.file.open("rb") as file:
        return bytes(file.read())
