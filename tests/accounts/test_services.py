"""The distributor switches services off for a company as a whole; its users read why (ACC-14, CA FAQ)."""

from collections.abc import Callable

from django.test import Client

from accounts import activities
from accounts.models import Activity, Member, ServiceRemoval
from tests.cast import Cast, a_staff_user
from tests.pressing import Page, visit
from tests.staff import browser_of_staff

Open = Callable[..., Page]
SIGNED_IN = Callable[[Member], Client]


def services_of(cast: Cast) -> Page:
    staff = a_staff_user()
    staff.language = "en"
    return visit(browser_of_staff(staff), f"/admin/accounts/company/{cast.norrsken.company.pk}/services/")


def test_a_service_switched_off_is_gone_on_the_very_next_request_and_back_when_restored(
    cast: Cast, sign_in: SIGNED_IN
) -> None:
    session = sign_in(cast.norrsken.buyer)
    assert session.get("/orders/").status_code == 200
    page = services_of(cast)

    page = page.press("Save services", {"Switch off: View orders": "yes", "Reason: View orders": "In review"})

    answer = session.get("/orders/")
    assert answer.status_code == 403
    assert "In review" in answer.text
    profile = visit(session, "/company/").text
    assert "In review" in profile
    newest = Activity.objects.filter(company=cast.norrsken.company).first()
    assert activities.actor_of(newest) == "Sam Staff (staff)"
    assert activities.sentence_of(newest) == "Switched off “View orders” for the company: In review"

    page.press("Save services", {"Switch off: View orders": "no"})

    assert session.get("/orders/").status_code == 200
    newest = Activity.objects.filter(company=cast.norrsken.company).first()
    assert activities.sentence_of(newest) == "Restored “View orders” for the company"


def test_web_access_goes_as_a_whole(cast: Cast, sign_in: SIGNED_IN) -> None:
    session = sign_in(cast.norrsken.admin)

    services_of(cast).press("Save services", {"Switch off: Web access": "yes", "Reason: Web access": "No contract"})

    answer = session.get("/catalog/")
    assert answer.status_code == 403
    assert "No contract" in answer.text


def test_a_service_goes_with_a_reason_or_not_at_all(cast: Cast) -> None:
    refused = services_of(cast).press(
        "Save services",
        {"Switch off: Use the API": "yes", "Switch off: View stock": "yes", "Reason: View stock": "Late"},
    )

    assert "Say why: the company's users read it." in refused.text
    assert dict(refused.field("Reason: View stock").attributes)["value"] == "Late"
    assert not ServiceRemoval.objects.exists()
