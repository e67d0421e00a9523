"""The staff's desk for companies and people: roles and boxes, passwords, removed services, and its limits."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import locking
from accounts.models import Company, User
from tests.cast import Cast, a_staff_user
from tests.factories import PASSWORD, make_company, make_user
from tests.pressing import visit
from tests.staff import sign_in_with_factor

LISTS = ["company", "user", "member", "notification", "activity"]


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    sign_in_with_factor(client, a_staff_user())
    return client


@pytest.mark.parametrize("model", LISTS)
def test_lists_are_found_in(cast: Cast, desk: Client, model: str) -> None:
    answer = desk.get(f"/admin/accounts/{model}/", {"q": "norrsken"})
    assert answer.status_code == 200


@pytest.mark.parametrize("question", ["Norrsken", "norrsken-it", "number"])
def test_a_company_is_found_by_name_number_and_slug(cast: Cast, desk: Client, question: str) -> None:
    company = cast.norrsken.company
    question = company.customer_number if question == "number" else question

    page = desk.get("/admin/accounts/company/", {"q": question})

    assert list(page.context["cl"].queryset) == [company]


def test_a_list_costs_the_same_for_three_companies_and_for_thirty(cast: Cast, desk: Client) -> None:
    with CaptureQueriesContext(connection) as few:
        desk.get("/admin/accounts/company/")
    for number in range(27):
        make_company(cast.se, f"Company {number}")
    with CaptureQueriesContext(connection) as many:
        desk.get("/admin/accounts/company/")

    assert len(few) == len(many)


def test_every_form_opens(cast: Cast, desk: Client) -> None:
    buyer = cast.norrsken.buyer
    for address in (
        f"company/{buyer.company_id}/change/",
        f"member/{buyer.pk}/change/",
        f"user/{buyer.user_id}/change/",
        f"user/{buyer.user_id}/password/",
        "company/add/",
        f"company/{buyer.company_id}/users/new/",
        "user/add/",
    ):
        answer = desk.get(f"/admin/accounts/{address}")
        assert answer.status_code == 200, address
        assert " style=" not in answer.content.decode(), address


def test_a_new_user_can_sign_in_and_has_no_user_name(desk: Client) -> None:
    fields = {"email": "New.One@Norrsken-IT.example", "username": "", "name": "New One", "usable_password": "true"}

    answer = desk.post("/admin/accounts/user/add/", fields | {"password1": PASSWORD, "password2": PASSWORD})

    assert answer.status_code == 302
    user = User.objects.get(email="new.one@norrsken-it.example")
    assert user.username is None
    assert user.check_password(PASSWORD)


@pytest.fixture
def supporter(client: Client, db: None) -> Client:
    """Staff with the rights of the desk, no superuser."""
    user = make_user("staff2@distributor.example", is_staff=True)
    group = Group.objects.create(name="Desk")
    group.permissions.set(
        permission for permission in group.permissions.model.objects.filter(content_type__app_label="accounts")
    )
    user.groups.add(group)
    sign_in_with_factor(client, user)
    return client


def test_ordinary_staff_make_nobody_staff(cast: Cast, supporter: Client) -> None:
    buyer = cast.norrsken.buyer.user
    fields = {"email": "taken.over@norrsken-it.example", "density": "compact", "theme": "dark", "is_active": "on"}
    management = {f"memberships-{name}": value for name, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"))}

    answer = supporter.post(
        f"/admin/accounts/user/{buyer.pk}/change/", fields | management | {"is_staff": "on", "is_superuser": "on"}
    )

    assert answer.status_code == 302
    buyer.refresh_from_db()
    assert buyer.theme == "dark"
    assert buyer.email == "buyer@norrsken-it.example"
    assert not buyer.is_staff
    assert not buyer.is_superuser


def test_ordinary_staff_cannot_set_a_superusers_password(supporter: Client) -> None:
    above = make_user("super@distributor.example", is_staff=True, is_superuser=True)

    answer = supporter.post(
        f"/admin/accounts/user/{above.pk}/password/",
        {"password1": "Mine-Now-2044", "password2": "Mine-Now-2044", "usable_password": "true"},
    )

    assert answer.status_code == 403
    above.refresh_from_db()
    assert above.check_password(PASSWORD)


def test_ordinary_staff_cannot_set_a_members_password(cast: Cast, supporter: Client) -> None:
    assert supporter.get(f"/admin/accounts/user/{cast.norrsken.buyer.user_id}/password/").status_code == 403


def test_a_company_stays_in_its_market(cast: Cast, desk: Client) -> None:
    page = desk.get(f"/admin/accounts/company/{cast.norrsken.company.pk}/change/").content.decode()

    assert 'name="market"' not in page
    assert Company.objects.get(pk=cast.norrsken.company.pk).market == cast.se


def test_codes_are_chosen_and_tax_numbers_are_checked(cast: Cast, desk: Client) -> None:
    company = cast.norrsken.company
    before = (company.country, company.language, company.tax_number)

    answer = desk.post(
        f"/admin/accounts/company/{company.pk}/change/",
        {"name": "Norrsken", "customer_number": "SE1", "country": "SE", "language": "xx", "tax_number": "SE123"},
    )

    errors = answer.context["adminform"].form.errors
    assert {"language", "tax_number"} <= errors.keys()
    assert "SE556703748501" in errors["tax_number"][0]
    company.refresh_from_db()
    assert (company.country, company.language, company.tax_number) == before


def test_what_is_blocked_is_ticked(cast: Cast, desk: Client) -> None:
    company = cast.norrsken.company
    Company.objects.filter(pk=company.pk).update(tax_number="as agreed")  # what stands there is nobody's fault now
    page = visit(desk, f"/admin/accounts/company/{company.pk}/change/")

    page = page.press("Save and continue editing", {"Contacts": "yes", "Tax number": "no", "Phone": "yes"})

    assert "was changed successfully" in page.text
    company.refresh_from_db()
    assert (company.blocked_fields, company.blocked_user_fields) == (["name", "contacts"], ["phone"])


def test_language_and_time_zone_of_a_user_are_chosen(cast: Cast, supporter: Client) -> None:
    buyer = cast.norrsken.buyer.user
    fields = {"density": "compact", "theme": "dark", "language": "xx", "time_zone": "Mars/Base"}

    answer = supporter.post(f"/admin/accounts/user/{buyer.pk}/change/", fields)

    assert {"language", "time_zone"} <= answer.context["adminform"].form.errors.keys()


def test_the_page_of_a_member_leads_to_the_company_and_offers_no_password(cast: Cast, supporter: Client) -> None:
    page = supporter.get(f"/admin/accounts/user/{cast.norrsken.buyer.user_id}/change/").content.decode()

    assert f"/admin/accounts/member/{cast.norrsken.buyer.pk}/change/" in page
    assert "../password/" not in page


@pytest.mark.parametrize(("locked", "found"), [("yes", ["buyer@norrsken-it.example"]), ("no", [])])
def test_the_locked_are_one_click_away(cast: Cast, desk: Client, locked: str, found: list[str]) -> None:
    locking.lock(cast.norrsken.buyer.user, now=timezone.now())

    page = desk.get("/admin/accounts/user/", {"locked": locked, "q": "buyer@norrsken"})

    assert [user.email for user in page.context["cl"].queryset] == found


def test_each_cell_of_a_list_names_its_column_for_a_phone(cast: Cast, desk: Client) -> None:
    page = desk.get("/admin/accounts/user/", {"q": "buyer@norrsken"}).content.decode()

    assert '<td data-label="Company" class="field-companies">Norrsken IT</td>' in page
    assert '<th data-label="E-mail address" class="field-email">' in page
