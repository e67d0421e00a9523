"""The gate: while something is due, every address leads to it, whoever wrote the view and whatever marks it bears.

ACC-4, ACC-8. An address is open only where the gate names its view.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path, resolve
from pytest_django.fixtures import Settings

from accounts import gate
from accounts.models import User
from common.access import public
from tests.authorization import demonstration_urls
from tests.authorization.addresses import all_addresses
from tests.cast import Cast

PARTS = {
    "int": "1",
    "slug": "thing",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "path": "1/thing",
    "str": "1",
    "label": "auth",
}
OPEN_TO_THE_NEW = gate.ALWAYS_OPEN | {"accounts:welcome", "accounts:welcome_step"}


@public
def added_later(request: HttpRequest) -> HttpResponse:
    """A view that somebody adds without a thought of the gate, and open to everybody at that."""
    return HttpResponse("open")


urlpatterns = [path("added/later/", added_later, name="added_later"), *demonstration_urls.urlpatterns]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def demonstration(settings: Settings, tmp_path: object) -> None:
    settings.DEMONSTRATION = True
    settings.MAIL_DIRECTORY = tmp_path


@pytest.fixture
def newcomer(cast: Cast) -> Client:
    """An administrator with every privilege, at their first sign-in."""
    User.objects.filter(pk=cast.norrsken.admin.user_id).update(set_up_at=None)
    browser = Client()
    browser.force_login(cast.norrsken.admin.user)
    return browser


def test_who_has_no_second_factor_costs_no_query_of_its_own(cast: Cast, client: Client) -> None:
    client.force_login(cast.norrsken.buyer.user)
    client.get("/notifications/")

    with CaptureQueriesContext(connection) as queries:
        assert client.get("/notifications/").status_code == 200

    [asked] = [query["sql"] for query in queries if "otp_totp_totpdevice" in query["sql"]]
    assert "FROM accounts_user" in asked  # the query that reads whose session it is


def addresses() -> Iterator[str]:
    """Every address of the resolver with something filled in, the admin's and the libraries' too."""
    for pattern in all_addresses():
        if "(?P" in pattern:  # the admin's last one, which takes what no other took
            yield "/admin/nowhere/"
            continue
        yield "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: PARTS[part.group(1) or "str"], pattern).replace("^", "")


def names(address: str) -> str:
    return resolve(address).view_name


def goes_to(answer: HttpResponse) -> str:
    return str(answer.headers.get("Location") or answer.headers.get("HX-Redirect") or answer.status_code)


RARE = ("PUT", "DELETE")  # the gate does not ask for the method


@pytest.mark.parametrize("method", ["GET", "POST", *(pytest.param(each, marks=pytest.mark.long) for each in RARE)])
def test_every_address_but_those_named_leads_to_the_first_sign_in(newcomer: Client, method: str) -> None:
    closed = [address for address in addresses() if names(address) not in OPEN_TO_THE_NEW]
    assert {"/", "/admin/", "/orders/export.csv", "/added/later/", "/demo/mail/", "/login/", "/notifications/"} <= set(
        closed
    )

    found = {address: goes_to(newcomer.generic(method, address)) for address in closed}

    assert {address: to for address, to in found.items() if not to.startswith("/welcome/?next=")} == {}


def test_what_the_gate_names_is_there_and_no_more_than_a_handful() -> None:
    named = {names(address) for address in addresses()}

    assert OPEN_TO_THE_NEW - named == {"account_logout"}  # the library's name of our page for signing out
    assert len(OPEN_TO_THE_NEW) < 10


def test_a_view_added_later_is_closed_without_anybody_remembering(newcomer: Client, client: Client, cast: Cast) -> None:
    assert goes_to(newcomer.get("/added/later/")) == "/welcome/?next=%2Fadded%2Flater%2F"
    client.force_login(cast.norrsken.buyer.user)
    assert client.get("/added/later/").content == b"open"


def test_htmx_is_told_to_load_the_page_whole(newcomer: Client) -> None:
    answer = newcomer.get("/orders/?page=2", headers={"hx-request": "true"})

    assert answer.status_code == 200
    assert answer.content == b""
    assert goes_to(answer) == "/welcome/?next=%2Forders%2F%3Fpage%3D2"


def test_a_form_comes_back_to_the_page_it_was_on_not_to_where_it_was_sent(newcomer: Client) -> None:
    answer = newcomer.post("/baskets/lines/", {"next": "/catalog/"})

    assert parse_qs(urlsplit(goes_to(answer)).query) == {"next": ["/catalog/"]}
    assert goes_to(newcomer.post("/baskets/lines/", {"next": "https://evil.example/"})) == "/welcome/?next=%2F"


def test_what_stays_open(newcomer: Client) -> None:
    assert newcomer.get("/healthz").status_code == 200
    assert newcomer.post("/profile/language/", {"language": "sv"})["Location"] == "/"
    assert newcomer.post("/market/", {"market": "no"}).status_code == 302
    assert newcomer.post("/logout/")["Location"] == "/login/"
    assert newcomer.get("/catalog/").status_code == 200


def test_visitors_and_who_has_nothing_to_do_pass(client: Client, cast: Cast) -> None:
    assert client.get("/catalog/").status_code == 200
    client.force_login(cast.norrsken.admin.user)
    assert client.get("/company/users/").status_code == 200


def test_it_closes_and_opens_with_the_very_next_request(client: Client, cast: Cast) -> None:
    admin = cast.norrsken.admin.user
    client.force_login(admin)
    User.objects.filter(pk=admin.pk).update(must_choose_password=True)
    assert goes_to(client.get("/company/users/")) == "/welcome/?next=%2Fcompany%2Fusers%2F"

    User.objects.filter(pk=admin.pk).update(must_choose_password=False)

    assert client.get("/company/users/").status_code == 200


def test_an_address_that_is_none_stays_none(newcomer: Client) -> None:
    assert newcomer.get("/nowhere/at/all/").status_code == 404
