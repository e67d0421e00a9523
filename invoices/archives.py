"""Many invoices in one ZIP (INV-3)."""

from collections.abc import Iterable
from typing import IO
from zipfile import ZIP_STORED, ZipFile

from django.conf import settings
from django.utils.translation import gettext as _

from common import formats
from invoices import documents
from invoices.models import Invoice


class TooManyInvoices(Exception):
    """More invoices were asked for than one ZIP holds."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __str__(self) -> str:
        return _("One ZIP holds up to %(most)s invoices, and these are %(count)s. Choose fewer, or fewer days.") % {
            "most": formats.whole(settings.INVOICES_IN_A_ZIP),
            "count": formats.whole(self.count),
        }


class NoInvoices(Exception):
    """No invoice was chosen."""

    def __str__(self) -> str:
        return _("No invoice is listed that could go into a ZIP.")


def check_size(count: int) -> None:
    """Raises NoInvoices, TooManyInvoices."""
    if count == 0:
        raise NoInvoices
    if count > settings.INVOICES_IN_A_ZIP:
        raise TooManyInvoices(count)


def write_zip(file: IO[bytes], invoices: Iterable[Invoice]) -> None:
    """Write the PDF of each invoice into a ZIP; they are compressed already. Raises PdfUnavailable."""
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for invoice in invoices:
            archive.writestr(f"{invoice.number}.pdf", documents.invoice_pdf(invoice))
