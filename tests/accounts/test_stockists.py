"""A Swedish company reports its approval as stockist, staff answer (ACC-19c, SE FAQ)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import mailing, stockists
from accounts.models import Company, StockistApproval, StockistReport
from tests.cast import Cast, a_staff_user
from tests.common.files import a_pdf
from tests.factories import NOON, make_user
from tests.pressing import Page, visit
from tests.staff import browser_of_staff

Open = Callable[..., Page]
ADDRESS = "/company/stockist/"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path


def reported(cast: Cast, at_desk: Open, number: str = "KEM-1") -> StockistReport:
    page = at_desk(ADDRESS, cast.norrsken.admin)
    proof = SimpleUploadedFile("decision.pdf", a_pdf())
    fields = {"Number of the approval": number, "Date of the decision": "2026-11-01", "Proof": proof}
    page = page.press("Send report", fields)
    assert "Your report waits for our answer." in page.text
    return StockistReport.objects.get(number=number)


def desk_page(report: StockistReport) -> Page:
    return visit(browser_of_staff(a_staff_user()), f"/admin/accounts/stockistreport/{report.pk}/change/")


def test_a_report_is_confirmed_by_a_button_and_the_administrators_are_told(cast: Cast, at_desk: Open) -> None:
    manager = make_user("erik.lind@distributor.example", "Erik Lind", is_staff=True)
    Company.objects.filter(pk=cast.norrsken.company.pk).update(account_manager=manager)
    report = reported(cast, at_desk)

    desk_page(report).press("Confirm approval", {"Valid from:": "2026-12-01", "Valid to:": "2027-11-30"})

    approval = StockistApproval.objects.get(report=report)
    assert (approval.number, approval.valid_from, approval.valid_to) == ("KEM-1", date(2026, 12, 1), date(2027, 11, 30))
    mailing.send_due(now=timezone.now())
    assert [message.to[0] for message in mail.outbox] == [manager.email, "admin@norrsken-it.example"]
    page = at_desk(ADDRESS, cast.norrsken.admin)
    assert "Confirmed" in page.row("KEM-1")
    assert "Confirmed the approval KEM-1 as stockist" in at_desk("/company/activity/", cast.norrsken.admin).text


def test_a_report_is_refused_with_a_reason_and_another_one_may_follow(cast: Cast, at_desk: Open) -> None:
    report = reported(cast, at_desk)
    page = desk_page(report)
    assert "Reason: This field is required." in page.press("Refuse report").text

    page.press("Refuse report", {"Reason:": "The second page is missing."})

    assert "The second page is missing." in at_desk(ADDRESS, cast.norrsken.admin).row("KEM-1")
    mailing.send_due(now=timezone.now())
    assert "The second page is missing." in mail.outbox[-1].body
    with pytest.raises(stockists.AnsweredAlready):
        stockists.refuse(report, reason="Again", by=a_staff_user("two@distributor.example"), now=NOON)
    reported(cast, at_desk, "KEM-2")


def test_two_approvals_never_hold_on_the_same_day(cast: Cast, at_desk: Open) -> None:
    company = cast.norrsken.company
    StockistApproval.objects.create(
        company=company, number="OLD", valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31)
    )
    page = desk_page(reported(cast, at_desk))

    refused = page.press("Confirm approval", {"Valid from:": "2026-12-31", "Valid to:": "2027-12-31"})

    assert "On these days another approval holds already: OLD" in refused.text
    assert dict(refused.field("Valid to:").attributes)["value"] == "2027-12-31"
    assert (
        "before the first one"
        in page.press("Confirm approval", {"Valid from:": "2027-02-01", "Valid to:": "2027-01-01"}).text
    )
    page.press("Confirm approval", {"Valid from:": "2027-01-01", "Valid to:": ""})
    assert company.stockist_approvals.count() == 2


def test_staff_alone_open_the_proof(cast: Cast, at_desk: Open) -> None:
    report = reported(cast, at_desk)
    proof = f"/admin/accounts/stockistreport/{report.pk}/proof/"

    answer = browser_of_staff(a_staff_user()).get(proof)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "attachment" in answer["Content-Disposition"]
    assert b"".join(answer) == a_pdf()
    for member in (cast.norrsken.admin, cast.fjord.admin):
        page = at_desk(proof, member)
        assert page.status == 403 or page.address.startswith(("/admin/login", "/login"))


def test_what_is_no_pdf_or_picture_is_refused_and_nothing_is_stored(
    cast: Cast, at_desk: Open, settings: Settings
) -> None:
    fields = {"Number of the approval": "KEM-1", "Date of the decision": "2026-11-01"}
    page = at_desk(ADDRESS, cast.norrsken.admin)

    for content in (b"", b"MZ" + bytes(100), a_pdf() + bytes(5 * 1024 * 1024)):
        proof = SimpleUploadedFile("decision.pdf", content)
        refused = page.press("Send report", fields | {"Proof": proof})
        assert dict(refused.field("Number of the approval").attributes)["value"] == "KEM-1"
    assert "has not come yet" in page.press("Send report", fields | {"Date of the decision": "2099-01-01"}).text

    assert not StockistReport.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_where_there_are_no_stockists_there_is_no_page(cast: Cast, at_desk: Open) -> None:
    assert at_desk(ADDRESS, cast.fjord.admin).status == 404
    assert "Report an approval" not in at_desk("/company/", cast.fjord.admin).links()
