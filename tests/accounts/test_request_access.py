"""People of an existing customer ask for access; the screen never says whether they were known (ACC-3, IX FAQ)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import locking, mailing, requesting_access
from accounts.access import PrivilegeMissing
from accounts.acting import Actor
from accounts.models import AccessRequest, AccessRequestState, Activity, ActivityKind, Company, Member, User
from accounts.privileges import PRESETS, Role
from tests.accounts.applicants import a_browser
from tests.cast import Cast, a_staff_user
from tests.factories import make_user
from tests.pressing import Page, attribute, visit
from tests.staff import browser_of_staff

REGISTERED = "office@norrsken-it.example"
Open = Callable[..., Page]


@pytest.fixture
def norrsken(cast: Cast) -> Company:
    company = cast.norrsken.company
    company.registered_email = REGISTERED
    company.save()
    return company


def ask(company: Company, **changed: str) -> Page:
    typed = {
        "Customer number": company.customer_number.lower(),
        "Registered e-mail address": REGISTERED.upper(),
        "Your name": "Rolf Dahl",
    }
    return visit(a_browser("se"), "/login/").follow("Request access").press("Send request", typed | changed)


def look_into(now=None) -> AccessRequest:
    requesting_access.look_into_all(now=now or timezone.now())
    return AccessRequest.objects.latest("pk")


def mails() -> dict[str, str]:
    """The last mail to each address."""
    mailing.send_due(now=timezone.now())
    return {each.to[0]: f"{each.subject}\n{each.body}" for each in mail.outbox}


WRONG = {
    "another number": {"Customer number": "SE99999"},
    "another address": {"Registered e-mail address": "somebody@else.example"},
    "another company's number": {"Customer number": "{fjord}"},
    "an administrator's own address": {"Registered e-mail address": "admin@norrsken-it.example"},
}


@pytest.mark.parametrize("what", WRONG)
def test_the_answer_is_the_same_whether_or_not_it_matched(cast: Cast, norrsken: Company, what: str):
    wrong = {label: value.format(fjord=cast.fjord.company.customer_number) for label, value in WRONG[what].items()}
    with CaptureQueriesContext(connection) as matched:
        known = ask(norrsken)
    with CaptureQueriesContext(connection) as unmatched:
        unknown = ask(norrsken, **wrong)

    assert known.title == "Your request is on its way"
    assert known.text == unknown.text
    shapes = [[re.sub(r"'[^']*'|\d+", "…", each["sql"]) for each in queries] for queries in (matched, unmatched)]
    assert shapes[0] == shapes[1]  # the same work, so the same time
    assert look_into().state == AccessRequestState.UNMATCHED
    assert set(mails()) == {REGISTERED, "admin@norrsken-it.example"}


def test_administrators_are_asked_and_the_registered_address_is_told(norrsken: Company):
    ask(norrsken)
    look_into()

    told = mails()

    assert "Rolf Dahl asks for access" in told["admin@norrsken-it.example"]
    assert "http://localhost:8000/company/users/requests/" in told["admin@norrsken-it.example"]
    assert "We have the request for access of Rolf Dahl" in told[REGISTERED]
    assert Activity.objects.filter(company=norrsken, kind=ActivityKind.ACCESS_ASKED, actor=None).exists()


def test_an_administrator_admits_them_and_they_are_invited(cast: Cast, norrsken: Company, at_desk: Open):
    ask(norrsken)
    look_into()

    page = at_desk("/company/users/", cast.norrsken.admin).follow("Requests for access")
    page = page.press("Admit Rolf Dahl", {"E-mail address": "Rolf@Norrsken-IT.example", "Role": "Buyer"})

    member = Member.objects.get(user__email="rolf@norrsken-it.example")
    assert "An invitation went to rolf@norrsken-it.example." in page.text
    assert (member.company, member.role, member.is_invited) == (norrsken, Role.BUYER, True)
    told = mails()
    assert "You are invited" in told["rolf@norrsken-it.example"] or "inbjud" in told["rolf@norrsken-it.example"]
    assert "Rolf Dahl is admitted" in told[REGISTERED]
    request = AccessRequest.objects.get()
    assert (request.state, request.answered_by) == (AccessRequestState.ADMITTED, cast.norrsken.admin.user)


def test_an_administrator_declines_and_the_outcome_is_mailed(cast: Cast, norrsken: Company, at_desk: Open):
    ask(norrsken)
    look_into()

    page = at_desk("/company/users/requests/", cast.norrsken.admin).press("Decline Rolf Dahl")

    assert "Rolf Dahl was not admitted, and was told so." in page.text
    assert "Rolf Dahl is not admitted" in mails()[REGISTERED]
    assert Activity.objects.filter(kind=ActivityKind.ACCESS_DECLINED, actor=cast.norrsken.admin.user).exists()
    assert not Member.objects.filter(user__email=REGISTERED).exists()


def test_an_address_that_the_company_has_already_is_told_next_to_the_field(
    cast: Cast, norrsken: Company, at_desk: Open
):
    ask(norrsken)
    look_into()

    page = at_desk("/company/users/requests/", cast.norrsken.admin).press(
        "Admit Rolf Dahl", {"Name": "Rolf D.", "E-mail address": "buyer@norrsken-it.example"}
    )

    assert "Your company already has a user with this address." in page.text
    assert attribute(page.field("Name"), "value") == "Rolf D."
    assert AccessRequest.objects.get().state == AccessRequestState.WAITING


def test_the_second_of_two_administrators_is_told(cast: Cast, norrsken: Company, second_admin: Member, at_desk: Open):
    ask(norrsken)
    request = look_into()
    page = at_desk("/company/users/requests/", cast.norrsken.admin)
    requesting_access.decline(request, by=Actor.administrator(second_admin), now=timezone.now())

    late = page.press("Admit Rolf Dahl")

    assert "Nothing was done: Anna Berg answered this request already (Declined)." in late.text


def test_with_no_administrator_able_staff_are_asked_and_admit(cast: Cast, norrsken: Company):
    """ACC-3: with no administrator able to act, staff are asked."""
    locking.lock(cast.norrsken.admin.user, now=timezone.now())
    staff = a_staff_user()
    norrsken.account_manager = staff
    norrsken.save()
    ask(norrsken)
    request = look_into()
    assert "asks for access to Norrsken IT" in mails()[staff.email]
    User.objects.update(language="en")

    page = visit(browser_of_staff(staff, headers={"accept-language": "en"}), "/admin/accounts/accessrequest/")
    assert "Staff: no administrator is able to" in page.row("Rolf Dahl")
    page = page.follow("Rolf Dahl").press("Admit", {"Role:": "Buyer"})

    assert f"An invitation went to {REGISTERED}." in page.text
    request.refresh_from_db()
    assert (request.state, request.answered_by) == (AccessRequestState.ADMITTED, staff)


def test_without_an_account_manager_the_support_desk_is_written_to(cast: Cast, norrsken: Company):
    norrsken.members.administrators().update(is_enabled=False)
    ask(norrsken)
    look_into()

    assert "asks for access to Norrsken IT" in str(mails()) or "begär åtkomst till Norrsken IT" in str(mails())


def test_asking_again_while_the_first_request_waits_writes_to_nobody(norrsken: Company):
    ask(norrsken)
    look_into()
    mailing.send_due(now=timezone.now())
    count = len(mail.outbox)

    ask(norrsken)

    assert look_into().state == AccessRequestState.REPEATED
    mailing.send_due(now=timezone.now())
    assert len(mail.outbox) == count


def test_ten_requests_an_hour_from_one_network(norrsken: Company):
    for _time in range(10):
        ask(norrsken)

    page = ask(norrsken)

    assert page.status == 429
    assert attribute(page.field("Your name"), "value") == "Rolf Dahl"
    assert AccessRequest.objects.count() == 10


def test_what_named_no_customer_is_forgotten_after_a_month(norrsken: Company):
    ask(norrsken, **{"Customer number": "SE99999"})
    look_into()

    requesting_access.look_into_all(now=timezone.now() + timedelta(days=31))

    assert not AccessRequest.objects.exists()


def test_nobody_admits_for_another_company(cast: Cast, norrsken: Company):
    ask(norrsken)
    request = look_into()
    browser = Client()
    browser.force_login(cast.fjord.admin.user)

    assert browser.post(f"/company/users/requests/{request.pk}/admission/", {}).status_code == 404
    with pytest.raises(PrivilegeMissing):
        requesting_access.admit(
            request,
            name="Rolf",
            email="rolf@fjord-data.example",
            privileges=frozenset(PRESETS[Role.BASIC]),
            by=Actor.administrator(cast.fjord.admin),
            now=timezone.now(),
        )


def test_staff_in_canada_need_an_administrators_request(cast: Cast):
    """Where the market asks for it, staff change users only at the request of an administrator (ACC-15b, CA FAQ)."""
    maple = cast.norrsken.company
    maple.market, maple.country, maple.registered_email = cast.markets["ca"], "CA", REGISTERED
    maple.save()
    now = timezone.now()
    asked = AccessRequest.objects.create(
        market=maple.market, language="en", country="CA", customer_number=maple.customer_number, email=REGISTERED,
        name="Rolf Dahl", asked_at=now,
    )  # fmt: skip
    look_into()
    asked.refresh_from_db()
    staff = make_user("desk@distributor.example", is_staff=True, is_superuser=True)

    page = visit(
        browser_of_staff(staff, headers={"accept-language": "en"}), f"/admin/accounts/accessrequest/{asked.pk}/change/"
    ).press("Admit")

    assert "Choose the administrator who asks for this." in page.text
