"""Who applies, and the form of their country (ACC-1, MKT-7, MKT-11; CA, IMO, BR, IX FAQ)."""

from decimal import Decimal

import pytest

from accounts.models import Application
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
    in_chile,
)
from tests.pressing import attribute, visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place_for_files")]


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


@pytest.mark.parametrize(("chosen", "place"), [("region", "#id_region"), ("1", "#id_country"), ("//x", "#id_country")])
def test_a_changed_form_comes_back_where_one_was(chosen: str, place: str):
    """Scripts say which choice changed it; its button says none."""
    answer = a_browser("ca").post(FORMER, {"update": chosen, "country": "CA", "region": "BC"})

    assert answer["Location"] == FORMER + place


@pytest.mark.parametrize(
    ("market", "address", "changes"),
    [("ca", RESELLER, False), ("ca", FORMER, True), ("us", RESELLER, True), ("se", RESELLER, True)],
)
def test_the_form_offers_to_change_only_where_a_choice_changes_it(market: str, address: str, changes: bool):
    """By country, by language, or by the province that a fee's taxes hang on."""
    page = visit(a_browser(market), address)

    assert ("Change the form" in page.buttons()) is changes
    assert ("The form changes with it" in page.text) is (market == "us")


def test_where_hardly_anybody_knows_a_postal_code_none_is_asked_for():
    page = visit(a_browser(), RESELLER).press("Change the form", {"Country": "Panama"})
    written = {name: text for name, text in CHILEAN.items() if name not in ("Tax number: RUT", "Postal code")}

    sent = page.press(SEND, written | {"Tax number: RUC": "155596713-2-2015 DV 59", "City": "Colón"})

    assert "We have your application and are checking it" in sent.text
    assert "Avenida Apoquindo 3910, Colón, Panama" in sent.text


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
