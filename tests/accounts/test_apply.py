"""Sending an application, and the private page that shows how it stands (ACC-1, ACC-2; BR FAQ)."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.test import Client

from accounts.models import Application
from markets.models import Market
from tests.accounts.applicants import (
    CHILEAN,
    RESELLER,
    SEND,
    a_browser,
    files_in,
    from_chile,
    from_sweden,
    in_chile,
    mails,
    papers,
)
from tests.cast import Cast
from tests.factories import NOON
from tests.pressing import attribute, visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place_for_files")]


def test_a_whole_application_answers_with_a_reference_a_due_time_and_a_mail(place_for_files: Path):
    """The due time is 48 hours after the application is complete; sender, inbox and spam are named (BR FAQ)."""
    with time_machine.travel(NOON, tick=False):
        page = from_chile()
        application = Application.objects.get()

        assert application.reference in page.title
        assert "You get an answer by e-mail by Nov 21, 2026 6:00 AM, New York time." in page.text
        for said in ("no-reply@distributor.example", "Nothing after 48 hours?", "inbox and in the spam folder"):
            assert said in page.text
        [sent] = mails()

    assert application.due_at == NOON + timedelta(hours=48)
    assert mail.outbox[0].to == ["camila@andes-redes.example"]
    for said in (application.reference, "no-reply@distributor.example", "48 hours", "spam folder"):
        assert said in sent
    assert (application.tax_number, application.country, application.state) == ("77.345.210-5", "CL", "waiting")
    assert {(each.paper, each.name) for each in application.documents.all()} == {
        ("National ID copy", "cedula.pdf"),
        ("RUT form", "rut.pdf"),
    }
    assert len(files_in(place_for_files)) == 2


def test_the_link_in_the_mail_is_private_and_shows_the_state():
    from_chile()
    [link] = re.findall(r"http://localhost:8000(/apply/\S+)", mails()[0])

    assert "Being checked" in visit(Client(headers={"accept-language": "en"}), link).text
    pk, signature = re.fullmatch(r"/apply/(\d+)-(.*)/", link).groups()
    for wrong in (f"/apply/{int(pk) + 1}-{signature}/", "/apply/1-0/", f"{link[:-2]}x/"):
        assert Client().get(wrong).status_code == 404


def test_the_hours_are_the_markets():
    Market.objects.filter(code="se").update(application_hours=24)
    page = from_sweden()

    application = Application.objects.get()
    assert application.due_at - application.complete_at == timedelta(hours=24)
    assert "Nothing after 24 hours?" in page.text


def test_a_swedish_applicant_reads_and_is_written_to_in_swedish():
    browser = a_browser("se", "sv")
    browser.post(RESELLER, {"language": "sv", "update": "1"})
    page = visit(browser, RESELLER).press(
        "Skicka ansökan",
        {
            "Företag, som registrerat": "Vätterdata AB",
            "Skattenummer: momsnummer": "556688-1230",
            "Vad säljer ni, och till vilka?": "Nätverk.",
            "Gata och nummer": "Borgmästargränd 4",
            "Postnummer": "553 20",
            "Ort": "Jönköping",
            "Ditt namn": "Ulrika Sand",
            "Din e-postadress": "ulrika@vatterdata.example",
            "Din telefon": "+46 36 555 01 40",
        },
    )

    assert "Vi har fått din ansökan och granskar den" in page.text
    assert "Vi har fått din ansökan" in mails()[0]


def test_a_second_click_sends_nothing_twice():
    browser = a_browser()
    page = in_chile(browser)

    first = page.press(SEND, CHILEAN | papers())
    second = page.press(SEND, CHILEAN | papers())

    assert first.title == second.title
    assert Application.objects.count() == 1
    assert len(mails()) == 1


def test_a_customer_who_applies_again_reads_what_everybody_reads(cast: Cast):
    """No page says whether a company or an address is known (ACC-6b)."""
    new = from_sweden()
    known = from_sweden(
        **{
            "Tax number: VAT number": cast.norrsken.company.tax_number,
            "Your e-mail address": cast.norrsken.admin.user.email,
        }
    )
    again = from_sweden()

    def like(page: object) -> str:
        text = re.sub(r"A-\w{4}-\w{4}", "…", page.text)
        return re.sub(r"SE\d{12}|[\w.-]+@[\w.-]+\.example|\d\d:\d\d", "…", text)

    assert like(new) == like(known) == like(again)
    assert Application.objects.count() == 3


def test_ten_applications_an_hour_from_one_network_and_what_was_typed_stays():
    for _time in range(10):
        from_sweden()

    page = from_sweden()

    assert page.status == 429
    assert "Too many applications came from your network." in page.text
    assert attribute(page.field("City"), "value") == "Santiago"
    assert Application.objects.count() == 10
