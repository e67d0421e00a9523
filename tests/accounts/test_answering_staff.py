"""What staff ask of an applicant, answered behind the private link (ACC-2)."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from accounts import applying, deciding
from accounts.models import Application, ApplicationState
from tests.accounts.applicants import (
    a_browser,
    a_file,
    files_in,
    from_sweden,
)
from tests.cast import Cast, a_staff_user
from tests.factories import NOON
from tests.pressing import visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place_for_files")]


def asked_for_more(*papers: str) -> tuple[Application, str]:
    from_sweden()
    application = Application.objects.get()
    by = a_staff_user()
    deciding.ask_for_more(application, text="Who owns the company?", papers=papers, by=by, now=timezone.now())
    return application, applying.path_of(application)


def test_the_page_asks_for_what_is_missing_and_takes_the_answer():
    with time_machine.travel(NOON, tick=False):
        _application, path = asked_for_more("Register extract")
        page = visit(a_browser("se"), path)
        assert "Who owns the company?" in page.text
    with time_machine.travel(NOON + timedelta(days=3), tick=False):
        page = visit(a_browser("se"), path)
        done = page.press("Send answer", {"Your answer": "I do.", "Register extract": a_file("extract.pdf")})

    application = Application.objects.get()
    assert "Thank you. We have your answer." in done.text
    assert (application.state, application.due_at) == (ApplicationState.WAITING, NOON + timedelta(days=5))
    assert application.events.last().text == "I do."
    assert application.documents.get().name == "extract.pdf"


def test_a_wrong_paper_leaves_the_answer_as_it_was_typed(place_for_files: Path):
    _application, path = asked_for_more("Register extract")

    page = visit(a_browser("se"), path).press(
        "Send answer", {"Your answer": "I do.", "Register extract": a_file("x.pdf", b"MZ")}
    )

    assert "This is no PDF, JPG, Word or PNG file" in page.text
    assert "I do." in page.text
    assert files_in(place_for_files) == []
    assert Application.objects.get().state == ApplicationState.INCOMPLETE


def test_an_empty_answer_is_none():
    _application, path = asked_for_more()

    assert "Write an answer, or choose a file." in visit(a_browser("se"), path).press("Send answer").text


def test_an_empty_post_to_the_page_is_an_empty_answer():
    _application, path = asked_for_more()

    answer = a_browser("se").post(path)

    assert answer.status_code == 200
    assert "Write an answer, or choose a file." in answer.text


def test_an_answer_to_what_nobody_asks_any_more_is_told(cast: Cast):
    application, path = asked_for_more()
    page = visit(a_browser("se"), path)
    deciding.decline(
        application, reason="Not a reseller.", by=a_staff_user("s@distributor.example"), now=timezone.now()
    )

    late = page.press("Send answer", {"Your answer": "I do."})

    assert "Nothing is asked for any more." in late.text
    assert "Not a reseller." in late.text


def test_a_late_answer_of_ours_is_owned_up_to():
    with time_machine.travel(NOON, tick=False):
        from_sweden()
        path = applying.path_of(Application.objects.get())
    with time_machine.travel(NOON + timedelta(hours=49), tick=False):
        assert "We are late, and sorry." in visit(a_browser("se"), path).text
