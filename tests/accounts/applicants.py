"""What applicants write, and browsers to write it in."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts import mailing
from tests.common.files import a_pdf
from tests.pressing import Page, visit

RESELLER = "/apply/?kind=reseller&former=no"
FORMER = "/apply/?kind=reseller&former=yes"
SEND = "Send application"

CHILEAN = {
    "Company, as registered": "Andes Redes SpA",
    "Tax number: RUT": "77345210-5",
    "What do you sell, and to whom?": "Networks for mining suppliers.",
    "Street and number": "Avenida Apoquindo 3910",
    "Postal code": "7550000",
    "City": "Santiago",
    "Your name": "Camila Fuentes",
    "Your e-mail address": "Camila@Andes-Redes.example",
    "Your phone": "+56 2 5555 0140",
}
SWEDISH = CHILEAN | {
    "Company, as registered": "Vätterdata AB",
    "Tax number: VAT number": "556688-1230",
    "Your e-mail address": "ulrika@vatterdata.example",
}
del SWEDISH["Tax number: RUT"]


def a_browser(market: str = "us", language: str = "en") -> Client:
    browser = Client(headers={"accept-language": language})
    browser.cookies.load({"market": market, settings.LANGUAGE_COOKIE_NAME: language})
    return browser


def a_file(name: str = "paper.pdf", content: bytes | None = None) -> Any:
    return SimpleUploadedFile(name, a_pdf() if content is None else content)


def in_chile(browser: Client) -> Page:
    """The form as a Chilean meets it, by the button and without scripts."""
    return visit(browser, RESELLER).press("Change the form", {"Country": "Chile"})


def papers() -> dict[str, Any]:
    return {"National ID copy": a_file("cedula.pdf"), "RUT form": a_file("rut.pdf")}


def from_chile(browser: Client | None = None, **changed: Any) -> Page:
    """A whole application with both papers."""
    return in_chile(browser or a_browser()).press(SEND, CHILEAN | papers() | changed)


def from_sweden(browser: Client | None = None, **changed: Any) -> Page:
    return visit(browser or a_browser("se"), RESELLER).press(SEND, SWEDISH | changed)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def mails() -> list[str]:
    mailing.send_due(now=timezone.now())
    return [f"{sent.subject}\n{sent.body}" for sent in mail.outbox]
