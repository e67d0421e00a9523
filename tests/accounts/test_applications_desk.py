"""Staff approve, ask for more, decline; the late stand out, and the second of two is told (ACC-2, BR FAQ)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import applying, deciding, mailing
from accounts.models import Activity, ActivityKind, Application, ApplicationDocument, ApplicationState, Company, User
from accounts.privileges import Role
from invoices.models import CreditAccount
from tests.accounts.applicants import a_browser, from_chile, from_sweden
from tests.cast import Cast, a_staff_user
from tests.common.files import a_pdf
from tests.factories import NOON, make_user
from tests.pressing import Page, visit
from tests.staff import browser_of_staff

LIST = "/admin/accounts/application/"


pytestmark = pytest.mark.usefixtures("place_for_files")


@pytest.fixture
def desk(cast: Cast) -> Callable[..., Page]:
    """A function that opens an address as one of the staff."""
    browser = browser_of_staff(a_staff_user(), headers={"accept-language": "en"})
    User.objects.update(language="en")
    return lambda address: visit(browser, address)


def page_of(application: Application) -> str:
    return f"{LIST}{application.pk}/change/"


def sent() -> list[str]:
    mailing.send_due(now=timezone.now())
    return [f"{each.subject}\n{each.body}" for each in mail.outbox]


def test_approving_makes_a_customer_whose_contact_comes_in_as_administrator(desk: Callable[..., Page]):
    from_chile()
    application = Application.objects.get()

    page = desk(page_of(application)).press("Approve", {"Customer number:": "us70001"})

    company = Company.objects.get(customer_number="US70001")
    member = company.members.get()
    assert "Andes Redes SpA is a customer now, US70001." in page.text
    assert (company.market.code, company.tax_number, company.country) == ("us", "77.345.210-5", "CL")
    assert company.registered_email == "camila@andes-redes.example"
    assert company.addresses.get(is_default=True, is_invoice_address=True).city == "Santiago"
    assert (member.role, member.is_invited, member.user.email) == (Role.ADMINISTRATOR, True, company.registered_email)
    assert Activity.objects.filter(company=company, kind=ActivityKind.APPLICATION_APPROVED).exists()
    application.refresh_from_db()
    assert (application.state, application.company) == (ApplicationState.APPROVED, company)
    assert not CreditAccount.objects.filter(company=company).exists()  # made when staff set it, or at first order


def test_the_approval_mail_names_the_sender_and_the_invitation_brings_them_in(desk: Callable[..., Page]):
    """If 48 hours have passed, look for the sender's address in inbox and spam (BR FAQ)."""
    from_chile()
    desk(page_of(Application.objects.get())).press("Approve", {"Customer number:": "US70001"})

    _received, *after = sent()

    approval = next(each for each in after if "is approved" in each)
    invitation = next(each for each in after if "You are invited" in each)
    for said in ("US70001", "no-reply@distributor.example", "48 hours", "inbox and in the spam folder"):
        assert said in approval
    link = next(word for word in invitation.split() if "/invitation/" in word)
    inside = visit(Client(headers={"accept-language": "en"}), link.removeprefix("http://localhost:8000"))
    assert "Andes Redes SpA" in inside.title
    assert "Your customer number is US70001." in visit(a_browser(), applying.path_of(Application.objects.get())).text


def test_asking_for_more_stops_the_time_and_the_applicant_reads_what_is_missing(desk: Callable[..., Page]):
    from_sweden()
    application = Application.objects.get()
    typed = {"What is missing:": "Who owns the company?", "Papers to upload, one on a line:": "Register extract"}

    desk(page_of(application)).press("Ask for more", typed)

    application.refresh_from_db()
    assert (application.state, application.due_at) == (ApplicationState.INCOMPLETE, None)
    assert application.papers_asked == ["Register extract"]
    mails = sent()
    assert "Who owns the company?" in mails[-1]
    assert "- Register extract" in mails[-1]


def test_declining_needs_a_reason_which_the_applicant_reads(desk: Callable[..., Page]):
    from_sweden()
    application = Application.objects.get()
    assert "Write what the applicant shall read." in desk(page_of(application)).press("Decline").text

    desk(page_of(application)).press("Decline", {"Reason, as the applicant reads it:": "You sell to yourself."})

    application.refresh_from_db()
    assert application.state == ApplicationState.DECLINED
    assert "You sell to yourself." in sent()[-1]
    assert "You sell to yourself." in visit(a_browser("se"), applying.path_of(application)).text


def test_the_second_of_two_staff_is_told(desk: Callable[..., Page]):
    from_sweden()
    application = Application.objects.get()
    page = desk(page_of(application))
    other = make_user("other@distributor.example", "Olga Other", is_staff=True)
    deciding.decline(application, reason="No.", by=other, now=timezone.now())

    late = page.press("Approve", {"Customer number:": "SE70001"})

    assert "Nothing was done: Olga Other decided this application already (Declined)." in late.text
    assert not Company.objects.filter(customer_number="SE70001").exists()


def test_a_customer_number_of_another_company_is_refused_and_what_was_typed_stays(
    desk: Callable[..., Page], cast: Cast
):
    from_sweden()
    application = Application.objects.get()
    taken = cast.norrsken.company.customer_number

    page = desk(page_of(application)).press("Approve", {"Customer number:": taken, "Company:": "Vätter"})

    assert page.text.count("Another company has this customer number.") == 2  # on top, and with the button
    assert dict(page.field("Company:").attributes)["value"] == "Vätter"
    application.refresh_from_db()
    assert application.state == ApplicationState.WAITING


def test_those_first_that_are_due_first_and_the_late_are_marked(desk: Callable[..., Page]):
    for hours in (10, 60, 30):
        with time_machine.travel(NOON - timedelta(hours=hours), tick=False):
            from_sweden(**{"Company, as registered": f"{hours} hours ago"})
    with time_machine.travel(NOON, tick=False):
        page = desk(LIST)

    places = [page.text.index(f"{hours} hours ago") for hours in (60, 30, 10)]
    assert places == sorted(places)
    assert "Late:" in page.row("60 hours ago")
    assert "Late:" not in page.row("30 hours ago")


def test_staff_see_who_may_be_the_same(desk: Callable[..., Page], cast: Cast):
    from_sweden(**{"Tax number: VAT number": cast.norrsken.company.tax_number})

    assert "Norrsken IT" in desk(page_of(Application.objects.get())).part("Perhaps the same company")


def test_papers_are_handed_out_to_staff_alone_and_never_shown(desk: Callable[..., Page], cast: Cast):
    from_chile()
    paper = ApplicationDocument.objects.get(paper="RUT form")
    address = f"{LIST}papers/{paper.pk}/"

    answer = browser_of_staff(User.objects.get(email="staff@distributor.example")).get(address)

    assert b"".join(answer) == a_pdf()
    assert answer["Content-Disposition"] == 'attachment; filename="rut.pdf"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert Client().get(address).status_code == 302
    member = Client()
    member.force_login(cast.norrsken.admin.user)
    assert member.get(address).status_code == 302
    assert "attachment" not in Client().get(f"/{paper.file.name}").headers


def test_staff_without_the_right_press_nothing(cast: Cast):
    from_sweden()
    application = Application.objects.get()
    reader = make_user("reader@distributor.example", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_application"))
    browser = browser_of_staff(reader, headers={"accept-language": "en"})

    assert "Approve" not in visit(browser, page_of(application)).buttons()
    for button in ("approval", "question", "refusal"):
        assert browser.post(f"{LIST}{application.pk}/{button}/", {}).status_code == 403


def test_the_next_number_is_proposed(cast: Cast):
    se = cast.se
    Company.objects.filter(pk=cast.norrsken.company.pk).update(customer_number="SE40001")

    assert deciding.proposed_number(se) == "SE40002"


def test_a_contact_who_signs_in_elsewhere_keeps_their_user(desk: Callable[..., Page], cast: Cast):
    theirs = cast.fjord.buyer.user
    from_sweden(**{"Your e-mail address": theirs.email, "Your name": "Somebody else"})

    desk(page_of(Application.objects.get())).press("Approve", {"Customer number:": "SE70001"})

    before = theirs.name
    theirs.refresh_from_db()
    assert theirs.name == before
    assert theirs.memberships.count() == 2
