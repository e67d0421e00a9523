"""The denied page names the missing privilege, the administrators and the account manager (ACC-13, ACC-19b)."""

import pytest
from django.test import Client
from django.urls import path

from accounts.access import requires
from accounts.models import ServiceRemoval
from accounts.privileges import Privilege
from portal import urls as portal_urls
from tests.cast import Cast
from tests.factories import make_user


@requires(Privilege.VIEW_STATEMENTS, Privilege.APPROVE_ORDERS)
def vault(request):
    raise AssertionError("nobody gets here")


urlpatterns = [*portal_urls.urlpatterns, path("vault/", vault)]
handler403 = portal_urls.handler403
pytestmark = pytest.mark.urls(__name__)


def test_it_says_what_is_missing_and_whom_to_ask(cast: Cast, sign_in) -> None:
    company = cast.norrsken.company
    company.account_manager = make_user(
        "erik.lind@distributor.example", "Erik Lind", phone="+46 8 555 010 24", is_staff=True
    )
    company.save()

    answer = sign_in(cast.norrsken.buyer).get("/vault/")

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Your role at Norrsken IT is Buyer." in page
    assert "<b>View statements</b>" in page
    assert "<b>Approve orders</b>" in page
    assert "admin@norrsken-it.example" in page
    assert "+46 8 555 010 24" in page
    assert "fjord" not in page


def test_it_gives_the_reason_for_which_a_service_was_removed(cast: Cast, sign_in) -> None:
    ServiceRemoval.objects.create(
        company=cast.norrsken.company, service=Privilege.VIEW_STATEMENTS, reason="Statements come by post."
    )

    answer = sign_in(cast.norrsken.admin).get("/vault/")

    assert answer.status_code == 403
    assert "Statements come by post." in answer.content.decode()
    assert "<b>Approve orders</b>" not in answer.content.decode()


def test_htmx_shows_it_as_the_whole_page(cast: Cast, sign_in) -> None:
    answer = sign_in(cast.norrsken.buyer).post("/vault/", headers={"HX-Request": "true"})

    assert answer.status_code == 403
    assert answer["HX-Retarget"] == "body"


def test_visitors_sign_in_and_come_back(client: Client, db: None) -> None:
    assert client.get("/vault/?page=2")["Location"] == "/login/?next=/vault/%3Fpage%3D2"


def test_the_gate_says_what_it_asks() -> None:
    assert vault.access.privileges == (Privilege.VIEW_STATEMENTS, Privilege.APPROVE_ORDERS)  # type: ignore[attr-defined]
    assert not vault.access.is_public  # type: ignore[attr-defined]
