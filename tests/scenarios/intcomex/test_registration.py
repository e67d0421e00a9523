"""The Miami portal's answers on becoming a customer: the form, the papers of each country, and what follows."""

from pathlib import Path
from typing import Any

import pytest

from tests.accounts.applicants import CHILEAN, a_file
from tests.common.files import a_docx, a_pdf, a_picture, padded
from tests.pressing import Page, attribute, options_of, visit
from tests.scenarios.conftest import Open
from tests.scenarios.steps import application_of, come_in, is_inside, link_to, mails_to

PAPERS = {
    "United States": [],
    "Chile": ["National ID copy", "RUT form"],
    "Costa Rica": ["National ID copy", "A sales invoice"],
    "Ecuador": [],
    "El Salvador": [],
    "Guatemala": ["DPI", "Tax number"],
    "Jamaica": [],
    "Mexico": ["Certificate of fiscal standing", "Legal representative's ID"],
    "Panama": [],
    "Peru": [],
    "Uruguay": [],
    "Colombia": ["Chamber of commerce certificate", "RUT form"],
}
CAMILA = "camila@andes-redes.example"
MOST = 1_048_576

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place_for_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def form_of(opened: Open, country: str = "Chile") -> Page:
    """The form, reached from the first page as a reseller who is new."""
    start = opened("/", market="us").follow("Become a customer")
    form = start.press("Continue", {"It resells IT products to its own customers": "yes", "No": "yes"})
    return form.press("Change the form", {"Country": country})


def papers() -> dict[str, Any]:
    return {"National ID copy": a_file("cedula.pdf"), "RUT form": a_file("rut.pdf")}


def test_country_and_language_are_chosen_at_the_top_of_the_page(opened: Open) -> None:
    """How do I register? At the top of the page, select your country and your language (MKT-2, ACC-1, IX)"""
    front = opened("/", market="nz")

    registering = front.press("Change", {"Country": "United States (Miami)"}).follow("Become a customer")
    swedish = front.press("Change", {"Country": "Sweden"}).press("Change", {"Language": "Svenska"})

    assert "For companies in Chile, Colombia" in registering.text
    assert swedish.follow("Bli kund").title == "Bli kund"


def test_the_form_is_filled_in_after_become_a_customer(opened: Open) -> None:
    """Then press “Become a customer” and complete the form (ACC-1, IX)"""
    sent = form_of(opened).press("Send application", CHILEAN | papers())

    assert sent.title.startswith("Application A-")
    assert "We have your application and are checking it" in sent.text
    assert "National ID copy" in sent.part("What you wrote")
    assert mails_to(CAMILA)[0].subject.startswith("We have your application A-")


def test_the_countries_are_those_that_are_served_from_miami(opened: Open) -> None:
    """Which countries can I register from? (MKT-11b, IX)"""
    form = form_of(opened)

    country = form.field("Country", form.form_of(form.button("Send application", "")))
    assert set(options_of(country)) == set(PAPERS)


@pytest.mark.parametrize("country", PAPERS)
def test_each_country_asks_for_its_papers(opened: Open, country: str) -> None:
    """Which documents are requested when registering? That depends on the country (MKT-11b, IX)"""
    form = form_of(opened, country)

    fields = [field for field in form.find("input") if attribute(field, "type") == "file"]
    assert len(fields) == len(PAPERS[country])
    assert all(form.field(paper) for paper in PAPERS[country])


@pytest.mark.parametrize("missing", ["National ID copy", "RUT form"])
def test_nothing_is_sent_without_every_paper(opened: Open, missing: str) -> None:
    """May I send a paper later? No: attach the documents that your country requires (MKT-11b, IX)"""
    given = {name: file for name, file in papers().items() if name != missing}

    refused = form_of(opened).press("Send application", CHILEAN | given)

    assert f"{missing}: " in refused.text
    assert attribute(refused.field("Company, as registered"), "value") == "Andes Redes SpA"
    assert mails_to(CAMILA) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rut.pdf", padded(a_pdf(), MOST)),
        ("rut.jpg", a_picture("JPEG")),
        ("rut.png", a_picture("PNG")),
        ("rut.docx", a_docx()),
    ],
)
def test_papers_are_pdf_jpg_word_or_png_of_at_most_a_megabyte(opened: Open, name: str, content: bytes) -> None:
    """Which types of documents may I submit? PDF, JPG, Word or PNG (MKT-11, IX)"""
    form = form_of(opened)

    sent = form.press("Send application", CHILEAN | papers() | {"RUT form": a_file(name, content)})

    assert "PDF, JPG, Word, or PNG, at most 1 MB." in form.text
    assert sent.title.startswith("Application A-")


@pytest.mark.parametrize(
    ("name", "content"),
    [("rut.pdf", padded(a_pdf(), MOST + 1)), ("rut.gif", a_picture("GIF")), ("rut.pdf", b"just some words")],
)
def test_other_files_and_larger_ones_are_refused(opened: Open, name: str, content: bytes) -> None:
    """And a larger file, or another type? Each file must not exceed 1 MB (MKT-11, IX)"""
    refused = form_of(opened).press("Send application", CHILEAN | papers() | {"RUT form": a_file(name, content)})

    assert "RUT form: " in refused.text
    assert attribute(refused.field("RUT form"), "aria-invalid") == "true"
    assert attribute(refused.field("City"), "value") == "Santiago"


def test_a_representative_asks_for_what_is_missing_and_completes_the_registration(opened: Open, at_desk: Open) -> None:
    """What happens next? A representative validates your information and completes the registration (ACC-2, IX)"""
    form_of(opened).press("Send application", CHILEAN | papers())
    desk = application_of(at_desk, "Andes Redes SpA")

    asked = desk.press("Ask for more", {"What is missing:": "Whom do you buy from now?"})
    mine = opened(link_to(CAMILA), market="us")
    answered = mine.press("Send answer", {"Your answer": "From an importer in Valparaíso."})
    visit(asked.browser, asked.address).press("Approve")

    assert "Whom do you buy from now?" in mine.text
    assert "Thank you. We have your answer." in answered.text
    assert "Hello, Camila" in come_in(opened, CAMILA, market="us").text


def test_who_is_declined_reads_the_reason(opened: Open, at_desk: Open) -> None:
    """And if my information cannot be validated? (ACC-2, IX)"""
    form_of(opened).press("Send application", CHILEAN | papers())
    desk = application_of(at_desk, "Andes Redes SpA")

    desk.press("Decline", {"Reason, as the applicant reads it:": "The company was dissolved in May."})

    assert "The company was dissolved in May." in mails_to(CAMILA)[-1].body
    assert "The company was dissolved in May." in opened(link_to(CAMILA), market="us").text
    assert not is_inside(opened("/", market="us"))
