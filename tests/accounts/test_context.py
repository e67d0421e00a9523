"""Who a request is made by: company, market, language, and losing access from the very next request (ACC-10, 14)."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Member, ServiceRemoval, User
from accounts.privileges import WEB_ACCESS, Role
from tests.cast import Cast, a_staff_user
from tests.factories import make_company, make_member
from tests.staff import sign_in_with_factor

PAGE = "/notifications/"


def acting_for(client: Client) -> str:
    return client.get(PAGE).context["request"].member.company.name


def test_a_member_is_in_their_companys_market_and_language(cast: Cast, sign_in) -> None:
    client = sign_in(cast.fjord.buyer)
    client.cookies.load({"market": "se", "django_language": "sv"})

    answer = client.get(PAGE)

    assert answer.context["request"].market == cast.no
    assert f'<html lang="{cast.no.default_language()}"' in answer.content.decode()


def test_the_chosen_language_holds_in_the_portal(cast: Cast, sign_in) -> None:
    client = sign_in(cast.norrsken.buyer)

    answer = client.post("/profile/language/", {"language": "sv", "next": PAGE})

    assert answer["Location"] == PAGE
    assert '<html lang="sv"' in client.get(PAGE).content.decode()
    client.post("/profile/language/", {"language": "xx"})
    assert User.objects.get(pk=cast.norrsken.buyer.user_id).language == "sv"


def test_rows_and_theme_are_kept(cast: Cast, sign_in) -> None:
    client = sign_in(cast.norrsken.buyer)

    client.post("/profile/appearance/", {"density": "compact"})
    client.post("/profile/appearance/", {"theme": "dark"})
    client.post("/profile/appearance/", {"theme": "purple"})

    assert 'data-density="compact" data-theme="dark"' in client.get(PAGE).content.decode()


def test_visitors_sign_in_first(client: Client, db: None) -> None:
    for address in (PAGE, "/profile/language/", "/profile/appearance/", "/company/switch/", "/notifications/read/"):
        assert client.get(address)["Location"].startswith("/login/?next=")


def test_one_switches_between_ones_companies(cast: Cast, consultant: tuple[Member, Member], sign_in) -> None:
    in_norrsken, _in_lagerhuset = consultant
    client = sign_in(in_norrsken)
    assert acting_for(client) == "Lagerhuset Elektronik"  # the first by name

    answer = client.post("/company/switch/", {"company": in_norrsken.company_id, "next": PAGE})

    assert answer["Location"] == PAGE
    assert acting_for(client) == "Norrsken IT"
    assert "Switch to Lagerhuset Elektronik" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("company", ["fjord", "absent", "nonsense"])
def test_nobody_switches_into_a_company_of_others(
    cast: Cast, consultant: tuple[Member, Member], sign_in, company: str
) -> None:
    client = sign_in(consultant[0])
    wanted = {"fjord": cast.fjord.company.pk, "absent": 0, "nonsense": "x"}[company]

    assert client.post("/company/switch/", {"company": wanted}).status_code == 404
    assert acting_for(client) == "Lagerhuset Elektronik"


def test_a_disabled_user_is_out_on_the_next_request_and_told_why(cast: Cast, sign_in) -> None:
    client = sign_in(cast.norrsken.buyer)
    assert client.get(PAGE).status_code == 200
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(is_active=False)

    answer = client.get(PAGE)

    assert answer.status_code == 403
    assert "Your user has been disabled, and you are signed out." in answer.content.decode()
    assert "admin@norrsken-it.example" in answer.content.decode()
    assert SESSION_KEY not in client.session
    assert client.get(PAGE).status_code == 302


def test_a_disabled_member_is_told_why_and_may_go_on_elsewhere(
    cast: Cast, consultant: tuple[Member, Member], sign_in
) -> None:
    in_norrsken, in_lagerhuset = consultant
    client = sign_in(in_norrsken)
    client.get(PAGE)
    Member.objects.filter(pk=in_lagerhuset.pk).update(is_enabled=False)

    answer = client.get(PAGE)
    assert answer.status_code == 403
    assert "You have no access for Lagerhuset Elektronik now" in answer.content.decode()
    assert "Go on for Norrsken IT" in answer.content.decode()

    client.post("/company/switch/", {"company": in_norrsken.company_id})
    assert acting_for(client) == "Norrsken IT"


def test_without_access_the_page_names_the_support_of_ones_own_market(cast: Cast, sign_in) -> None:
    client = sign_in(cast.fjord.buyer)
    Member.objects.filter(pk=cast.fjord.buyer.pk).update(is_enabled=False)

    answer = client.get(PAGE)

    assert answer.status_code == 403
    assert cast.no.support_phone in answer.content.decode()


def test_a_company_without_web_access_sees_the_reason_alone(cast: Cast, sign_in) -> None:
    client = sign_in(cast.norrsken.admin)
    client.get(PAGE)
    ServiceRemoval.objects.create(company=cast.norrsken.company, service=WEB_ACCESS, reason="Invoices are overdue.")

    for method in (client.get, client.post):
        answer = method("/notifications/")
        assert answer.status_code == 403
        assert "Invoices are overdue." in answer.content.decode()
    assert client.get("/logout/").status_code == 200
    assert client.post("/logout/").status_code == 302


def test_staff_without_a_company_are_sent_to_their_desk(client: Client, db: None) -> None:
    sign_in_with_factor(client, a_staff_user())

    answer = client.get(PAGE)

    assert answer.status_code == 403
    assert "belong to no company" in answer.content.decode()
    assert 'href="/admin/"' in answer.content.decode()
    assert client.post("/profile/language/", {"language": "sv"}).status_code == 302


def test_who_is_asking_costs_the_same_for_one_company_and_for_many(cast: Cast, sign_in) -> None:
    buyer = cast.norrsken.buyer
    client = sign_in(buyer)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as with_one:
        client.get(PAGE)
    for number in range(10):
        make_member(make_company(cast.se, f"Company {number}"), Role.BUYER, user=buyer.user)
    with CaptureQueriesContext(connection) as with_eleven:
        client.get(PAGE)

    assert len(with_eleven) == len(with_one)
