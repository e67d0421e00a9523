"""The invoice portal: who sees which invoice, and what they find (INV-3, ACC-13, ACC-14b)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.privileges import PRESETS, Privilege, Role
from tests.factories import make_member, make_user
from tests.invoices.drafts import chemical_line, freight_line, issue, product_line

ADDRESSES = ["/invoices/", "/invoices/export.csv", "/invoices/export.xlsx", "/invoices/pdf.zip"]


@pytest.fixture
def invoice(cast):
    return issue(cast.norrsken.company, product_line(), chemical_line(), freight_line(), now=timezone.now())


@pytest.fixture
def english(cast):
    for staff in (cast.norrsken, cast.fjord):
        for member in staff.everyone:
            member.user.language = "en"
            member.user.save()


@pytest.fixture
def without_prices(cast):
    """A Custom member: invoices, but no prices."""
    member = make_member(cast.norrsken.company, Role.BUYER, user=make_user("custom@norrsken-it.example"))
    member.tick(PRESETS[Role.BUYER] - {Privilege.VIEW_PRICES})
    member.save()
    return member


def text_of(answer) -> str:
    return " ".join(answer.text.replace("\u00a0", " ").split())


def paid(invoice, amount=None):
    invoice.paid = invoice.gross if amount is None else amount
    invoice.save(update_fields=["paid"])
    return invoice


def test_the_list_shows_the_company_s_invoices(cast, english, invoice, sign_in):
    issue(cast.fjord.company)
    page = text_of(sign_in(cast.norrsken.buyer).get("/invoices/"))
    assert "<h1>Invoice Portal</h1>" in page
    assert "SE-F-1" in page
    assert "10 148,18" in page
    assert "NO-F-1" not in page


def test_the_page_shows_lines_chemical_tax_vat_and_total(cast, english, invoice, sign_in):
    page = text_of(sign_in(cast.norrsken.buyer).get(f"/invoices/{invoice.number}/"))
    expected = [
        *("Kestrel switch", "7HU6849", "KS-24P", "3 312,00", "552,27", "7 728,54", "1 104,54", "390,00"),
        *("VAT 25 %", "on 8 118,54", "2 029,64", "10 148,18", "PO-7719", "SE-S-87904", "00373500489530012345"),
    ]
    assert [words for words in expected if words not in page] == []


@pytest.mark.parametrize("address", ["/invoices/{}/", "/invoices/{}.pdf"])
def test_foreign_and_absent_are_the_same_404(cast, english, invoice, sign_in, address):
    client = sign_in(cast.fjord.admin)
    foreign, absent = client.get(address.format(invoice.number)), client.get(address.format("SE-F-999"))
    assert (foreign.status_code, absent.status_code) == (404, 404)


@pytest.mark.parametrize("address", [*ADDRESSES, "/invoices/SE-F-1/", "/invoices/SE-F-1.pdf"])
@pytest.mark.parametrize("role", ["support", "basic"])
def test_without_the_privilege_nothing_is_shown(cast, invoice, sign_in, address, role):
    assert sign_in(getattr(cast.norrsken, role)).get(address).status_code == 403


@pytest.mark.parametrize("address", [*ADDRESSES, "/invoices/SE-F-1/", "/invoices/SE-F-1.pdf"])
def test_a_visitor_signs_in_first(client, cast, invoice, address):
    answer = client.get(address)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/login/")


def test_without_view_prices_there_is_no_amount_anywhere(invoice, without_prices, sign_in):
    client = sign_in(without_prices)
    pages = [text_of(client.get(address)) for address in ("/invoices/", "/invoices/SE-F-1/")]
    pages.append(b"".join(client.get("/invoices/export.csv").streaming_content).decode())
    assert all("SE-F-1" in page for page in pages)
    figures = ("10 148,18", "10148,18", "3 312,00", "552,27", "SEK")
    assert [figure for page in pages for figure in figures if figure in page] == []
    assert client.get("/invoices/SE-F-1.pdf").status_code == 403
    assert client.get("/invoices/pdf.zip").status_code == 403


def numbers_in(answer) -> list[str]:
    return [invoice.number for invoice in answer.context["page"].rows]


def test_search_finds_invoice_order_and_po_number(cast, sign_in):
    issue(cast.norrsken.company, order_number="SE-777", po_number="Rollout 5")
    issue(cast.norrsken.company, order_number="SE-888", po_number="")
    client = sign_in(cast.norrsken.buyer)
    found = {text: numbers_in(client.get("/invoices/", {"q": text})) for text in ("f-1", "777", "rollout", "888", "x%")}
    assert found == {"f-1": ["SE-F-1"], "777": ["SE-F-1"], "rollout": ["SE-F-1"], "888": ["SE-F-2"], "x%": []}


def test_filter_by_payment_status(cast, sign_in):
    company, now = cast.norrsken.company, timezone.now()
    issue(company, now=now)
    paid(issue(company, now=now), 1)
    paid(issue(company, now=now))
    issue(company, now=now - timedelta(days=40))
    paid(issue(company, now=now - timedelta(days=40)), 1)
    client = sign_in(cast.norrsken.buyer)
    statuses = ("open", "partly_paid", "paid", "overdue")
    listed = {status: numbers_in(client.get("/invoices/", {"status": status})) for status in statuses}
    assert listed == {
        "open": ["SE-F-1"],
        "partly_paid": ["SE-F-2"],
        "paid": ["SE-F-3"],
        "overdue": ["SE-F-5", "SE-F-4"],
    }
    chips = client.get("/invoices/").context["listing"].chips()
    assert [chip.count for chip in chips] == [5, 1, 1, 1, 2]


def test_status_of_a_row_is_the_status_it_is_filtered_by(cast, sign_in):
    for days in (29, 30, 31):
        issue(cast.norrsken.company, now=timezone.now() - timedelta(days=days))
    answer = sign_in(cast.norrsken.buyer).get("/invoices/", {"status": "overdue"})
    today = answer.context["today"]
    assert [invoice.payment_status(today) for invoice in answer.context["page"].rows] == ["overdue"]


def test_filter_by_date_includes_both_days(cast, sign_in):
    for day in (1, 2, 3):
        issue(cast.norrsken.company, now=datetime(2026, 10, day, 12, tzinfo=UTC))
    answer = sign_in(cast.norrsken.buyer).get("/invoices/", {"issued_from": "2026-10-02", "issued_to": "2026-10-03"})
    assert numbers_in(answer) == ["SE-F-3", "SE-F-2"]


@pytest.mark.parametrize(
    "query", ["issued_from=yesterday", "issued_from=2026-10-03&issued_to=2026-10-02", "status=lost", "page=x&size=-1"]
)
def test_nonsense_in_the_address_is_no_error(cast, invoice, sign_in, query):
    assert sign_in(cast.norrsken.buyer).get(f"/invoices/?{query}").status_code == 200


def test_the_totals_are_those_of_all_that_is_listed(cast, english, sign_in):
    for _ in range(2):
        issue(cast.norrsken.company)
    paid(issue(cast.norrsken.company))
    totals = sign_in(cast.norrsken.buyer).get("/invoices/").context["totals"]
    assert (totals.count, str(totals.gross), str(totals.open)) == (3, "26302.50", "17535.00")


def queries_for(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_a_longer_list_asks_no_more(cast, sign_in):
    client = sign_in(cast.norrsken.buyer)
    for _ in range(2):
        issue(cast.norrsken.company)
    few = queries_for(client, "/invoices/")
    for _ in range(18):
        issue(cast.norrsken.company)
    assert queries_for(client, "/invoices/") == few


def test_more_lines_ask_no_more(cast, sign_in):
    client = sign_in(cast.norrsken.buyer)
    short, long = issue(cast.norrsken.company), issue(cast.norrsken.company, *[product_line() for _ in range(30)])
    assert queries_for(client, f"/invoices/{short.number}/") == queries_for(client, f"/invoices/{long.number}/")


@pytest.mark.pdf
def test_the_pdf_is_the_reader_s_alone(cast, invoice, sign_in):
    client = sign_in(cast.norrsken.buyer)
    answer = client.get("/invoices/SE-F-1.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="SE-F-1.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert client.get("/invoices/SE-F-1.pdf?inline=1")["Content-Disposition"].startswith("inline")


def test_the_dashboard_panel_is_for_those_with_the_privilege(cast, english, invoice, rf):
    def panel(member) -> str:
        request = rf.get("/")
        request.member = member
        return " ".join(
            Template("{% load invoices %}{% latest_invoices %}").render(Context({"request": request})).split()
        )

    assert "SE-F-1" in panel(cast.norrsken.buyer)
    assert [panel(cast.norrsken.support), panel(cast.norrsken.basic), panel(None)] == ["", "", ""]
    assert "SE-F-1" not in panel(cast.fjord.buyer)
