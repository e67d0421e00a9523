"""Turning a page of HTML into a tagged PDF with WeasyPrint, which needs Pango from the system."""

from functools import cache
from importlib import import_module
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

STATIC = "static:"
INSTALL = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation"


class PdfUnavailable(Exception):
    """WeasyPrint finds no Pango on this machine."""

    def __str__(self) -> str:
        return _("PDFs cannot be made here: the library Pango is missing. Install it with: %(command)s") % {
            "command": INSTALL
        }


class ForeignAddress(Exception):
    """A document asked for a file that is not one of our static files."""


def pdf_of(html: str) -> bytes:
    """Make a tagged PDF (PDF/UA-1) of a whole page of HTML, whose language is that of its `lang`.

    Files are static ones, named like `static:css/document.css`; nothing else is fetched. Raises PdfUnavailable,
    ForeignAddress.
    """
    weasyprint = _weasyprint()
    document = weasyprint.HTML(string=html, base_url=STATIC, url_fetcher=_fetcher())
    try:
        return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))
    except weasyprint.urls.FatalURLFetchingError as refused:  # no Exception in WeasyPrint: it would end a worker
        raise ForeignAddress(str(refused)) from refused


def is_available() -> bool:
    """Whether this machine can make PDFs."""
    try:
        _weasyprint()
    except PdfUnavailable:
        return False
    return True


@cache
def _weasyprint() -> Any:
    # Loaded at first use: without Pango the import itself fails, and the rest of the portal must go on.
    try:
        return import_module("weasyprint")
    except OSError as missing:
        raise PdfUnavailable from missing


@cache
def _fetcher() -> Any:
    urls = import_module("weasyprint.urls")

    class StaticFiles(urls.URLFetcher):  # type: ignore[name-defined]
        """Reads our static files and refuses every other address, so that a document never reaches out."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = _static_file(url)
            return urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": guess_type(path.name)[0]})

    return StaticFiles(fail_on_errors=True)


def _static_file(url: str) -> Path:
    found = finders.find(url.removeprefix(STATIC)) if url.startswith(STATIC) else None
    if not found:
        raise ForeignAddress(url)
    return Path(str(found))
