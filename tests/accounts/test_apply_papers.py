"""The papers of an application: hostile ones refused, good ones kept, forgotten ones deleted (MKT-11, IX FAQ)."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts import application_papers
from accounts.models import Application, ApplicationDocument
from tests.accounts.applicants import (
    CHILEAN,
    SEND,
    a_browser,
    a_file,
    files_in,
    from_chile,
    in_chile,
    papers,
)
from tests.cast import Cast
from tests.common.files import a_pdf, a_picture, a_zip, padded
from tests.pressing import attribute

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place_for_files")]
BAD = {
    "a program named like a PDF": b"MZ\x90\x00" * 50,
    "PDF and archive": a_pdf() + a_zip(),
    "JPG and script": a_picture() + b"<script>alert(1)</script>",
    "one byte too many": padded(a_pdf(), 1_048_577),
    "empty": b"",
    "half a picture": a_picture(size=(300, 300))[:700],
}


@pytest.mark.parametrize("what", BAD)
@pytest.mark.parametrize("name", ["rut.pdf", "../../etc/passwd", "rut\0.pdf", "x" * 255, "CON"])
def test_a_hostile_paper_is_refused_next_to_its_field_and_nothing_of_it_is_stored(
    what: str, name: str, place_for_files: Path
):
    """Issue acceptance 6: refused with a sentence, form kept, nothing stored."""
    page = in_chile(a_browser()).press(SEND, CHILEAN | {"RUT form": a_file(name, BAD[what])})

    assert "Please check what is marked below" in page.text
    assert attribute(page.field("Company, as registered"), "value") == "Andes Redes SpA"
    assert attribute(page.field("RUT form"), "aria-invalid") == "true"
    assert (files_in(place_for_files), ApplicationDocument.objects.count(), Application.objects.count()) == ([], 0, 0)


def test_exactly_one_megabyte_is_taken():
    assert "A-" in from_chile(**{"RUT form": a_file("rut.pdf", padded(a_pdf(), 1_048_576))}).title


def test_a_good_paper_stays_when_something_else_is_wrong(place_for_files: Path):
    browser = a_browser()
    page = in_chile(browser).press(SEND, CHILEAN | papers() | {"City": "", "RUT form": a_file("rut.pdf", b"no")})
    assert "cedula.pdf" in page.part("Papers")
    assert len(files_in(place_for_files)) == 1

    done = page.press(SEND, {"City": "Santiago", "RUT form": a_file("rut.pdf")})

    assert "cedula.pdf" in done.part("What you wrote")
    assert Application.objects.get().documents.count() == 2
    assert len(files_in(place_for_files)) == 2


@pytest.mark.django_db(transaction=True)
def test_another_file_for_a_paper_takes_the_place_of_the_first(cast: Cast, place_for_files: Path):
    page = in_chile(a_browser()).press("Change the form", {"RUT form": a_file("old.pdf")})

    page = page.press("Change the form", {"RUT form": a_file("new.pdf")})

    assert "new.pdf" in page.part("Papers")
    assert "old.pdf" not in page.text
    assert len(files_in(place_for_files)) == 1


def test_nothing_is_sent_without_every_paper():
    page = in_chile(a_browser()).press(SEND, CHILEAN | {"RUT form": a_file()})

    assert "This field is required." in page.text
    assert not Application.objects.exists()


def test_papers_of_one_visitor_are_not_another_ones():
    in_chile(a_browser()).press("Change the form", {"RUT form": a_file("mine.pdf")})

    assert "mine.pdf" not in in_chile(a_browser()).text


@pytest.mark.django_db(transaction=True)
def test_papers_of_a_form_that_was_never_sent_are_deleted_after_a_day(cast: Cast, place_for_files: Path):
    in_chile(a_browser()).press("Change the form", {"RUT form": a_file()})

    assert application_papers.discard_old_drafts(now=timezone.now() + timedelta(hours=23)) == 0
    assert application_papers.discard_old_drafts(now=timezone.now() + timedelta(hours=25)) == 1
    assert files_in(place_for_files) == []
