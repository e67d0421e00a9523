"""Becoming a customer, as an applicant sees it (ACC-1, ACC-2, MKT-7, MKT-11; CA, IMO, BR, IX FAQ)."""

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import application_papers, applying, deciding, mailing
from accounts.models import Application, ApplicationDocument, ApplicationState
from markets.models import Market
from portal.demo.market_data.policies import MARKETS
from tests.accounts.applicants import (
    CHILEAN,
    FORMER,
    RESELLER,
    SEND,
    a_browser,
    a_file,
    from_chile,
    from_sweden,
    in_chile,
    papers,
)
from tests.cast import Cast, a_staff_user
from tests.common.files import a_pdf, a_picture, a_zip, padded
from tests.factories import NOON
from tests.pressing import attribute, visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place_for_files(settings: object, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    return tmp_path


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def mails() -> list[str]:
    mailing.send_due(now=timezone.now())
    return [f"{sent.subject}\n{sent.body}" for sent in mail.outbox]


# --- Who applies ----------------------------------------------------------------------------------------------------


def test_an_end_user_is_told_kindly_how_to_find_a_reseller():
    """Can an end customer have access? No: resellers only, and the sales team names one (BR, IMO FAQ)."""
    page = visit(a_browser(), "/").follow("Become a customer")

    page = page.press("Continue", {"It uses them itself, or I am a private person": "yes"})

    assert page.title == "Find a reseller"
    assert "for resellers only" in page.text
    assert Market.objects.get(code="us").desk("sales").phone in page.text
    assert SEND not in page.buttons()


def test_it_asks_first_whether_the_company_was_a_customer_before():
    page = visit(a_browser("ca"), "/login/").follow("Become a customer")
    assert "Only IT resellers can become customers" in page.text

    unanswered = page.press("Continue", {"It resells IT products to its own customers": "yes"})
    assert "Please choose one." in unanswered.text

    form = unanswered.press("Continue", {"Yes": "yes"})
    assert form.title == "Become a customer"
    assert "A processing fee of $195.00 plus taxes applies" in form.text


def test_a_former_customer_sees_the_fee_with_the_taxes_of_their_province_before_the_form():
    """A processing fee of 195.00 plus applicable taxes (CA FAQ, MKT-7)."""
    page = visit(a_browser("ca"), FORMER)
    assert "HST $25.35 (13 %) Together $220.35" in page.text

    page = page.press("Change the form", {"Province, state or county": "British Columbia"})

    assert "GST $9.75 (5 %) PST $13.65 (7 %) Together $218.40" in page.text
    assert page.text.index("processing fee") < page.text.index("Your company")


@pytest.mark.parametrize(("market", "address"), [("ca", RESELLER), ("se", FORMER)])
def test_nobody_else_sees_a_fee(market: str, address: str):
    assert "fee" not in visit(a_browser(market), address).text


def test_the_fee_that_was_shown_stays_with_the_application():
    former = {
        "Company, as registered": "Prairie Networks",
        "Tax number: Business Number": "812345676RT0001",
        "Province, state or county": "Saskatchewan",
        "Your former customer number": "CA20417",
    }
    written = {name: value for name, value in CHILEAN.items() if "Tax" not in name} | former
    visit(a_browser("ca"), FORMER).press(SEND, written)

    application = Application.objects.get()
    assert (application.processing_fee, application.was_customer) == (Decimal("195.00"), True)


# --- The form of a country ------------------------------------------------------------------------------------------


def test_the_applicant_chooses_among_the_countries_that_the_market_serves():
    """MKT-11b: `us` serves twelve; the others their own."""

    def offered(market: str) -> set[str]:
        form = visit(a_browser(market), RESELLER)
        select = next(each for each in form.find("select") if attribute(each, "name") == "country")
        return {attribute(each, "value") for each in select.children if not isinstance(each, str)}

    assert offered("us") == set(MARKETS["us"]["served_countries"])
    assert offered("se") == {"SE"}


PAPERS = {
    "US": [], "EC": [], "SV": [], "JM": [], "PA": [], "PE": [], "UY": [],
    "CL": ["National ID copy", "RUT form"],
    "CR": ["National ID copy", "A sales invoice"],
    "GT": ["DPI", "Tax number"],
    "MX": ["Certificate of fiscal standing", "Legal representative's ID"],
    "CO": ["Chamber of commerce certificate", "RUT form"],
}  # fmt: skip


@pytest.mark.parametrize("country", PAPERS)
def test_which_papers_are_asked_for_is_by_country(country: str):
    """The information on a country basis (IX FAQ, MKT-11b)."""
    browser = a_browser()
    browser.post(RESELLER, {"country": country, "update": "1"})

    page = visit(browser, RESELLER)

    fields = [each for each in page.find("input") if attribute(each, "type") == "file"]
    assert len(fields) == len(PAPERS[country])
    for paper in PAPERS[country]:
        assert paper in page.part("Papers")
    if fields:
        assert "PDF, JPG, Word, or PNG, at most 1 MB." in page.text


def test_changing_country_and_language_keeps_what_was_typed_and_chosen():
    browser = a_browser("se")
    page = visit(browser, RESELLER).press(
        "Change the form", {"Company, as registered": "Vätterdata", "Language": "Svenska"}
    )

    assert page.title == "Bli kund"
    assert attribute(page.field("Företag, som registrerat"), "value") == "Vätterdata"

    chilean = in_chile(browser := a_browser())
    page = chilean.press("Change the form", {"City": "Santiago", "RUT form": a_file("rut.pdf"), "Country": "Colombia"})
    assert attribute(page.field("City"), "value") == "Santiago"
    assert "rut.pdf" in page.part("Papers")
    assert visit(browser, RESELLER).field("City")


def test_a_country_that_the_market_does_not_serve_is_refused():
    answer = a_browser("se").post(RESELLER, {"country": "NO"})

    assert answer.status_code == 200
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("77345210-4", "A digit of this RUT is wrong."),
        ("12", "This is not a complete RUT. It looks like this: 76.086.428-5"),
        ("", "This field is required."),
    ],
)
def test_the_tax_number_is_checked_for_the_country(typed: str, sentence: str):
    page = from_chile(**{"Tax number: RUT": typed})

    assert sentence in page.text
    assert attribute(page.field("Tax number: RUT"), "value") == typed
    assert not Application.objects.exists()


# --- Sending it -----------------------------------------------------------------------------------------------------


def test_a_whole_application_answers_with_a_reference_a_due_time_and_a_mail(place_for_files: Path):
    """The due time is 48 hours after the application is complete; sender, inbox and spam are named (BR FAQ)."""
    with time_machine.travel(NOON, tick=False):
        page = from_chile()
        application = Application.objects.get()

        assert application.reference in page.title
        assert "You get an answer by e-mail by Nov 21, 2026 6:00 AM" in page.text
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
            "Skattenummer: VAT number": "556688-1230",
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


# --- Papers ---------------------------------------------------------------------------------------------------------

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


# --- Answering ------------------------------------------------------------------------------------------------------


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
