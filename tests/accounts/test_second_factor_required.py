"""A company asks a second factor of everybody (ACC-8)."""

from collections.abc import Callable

from django.test import Client

from accounts import second_factor
from accounts.acting import Actor
from accounts.models import Activity, ActivityKind, Company
from tests.accounts.second_step import FACTOR, OPEN, arrive, filled, set_up_app
from tests.authorization.addresses import all_addresses
from tests.cast import Cast
from tests.factories import NOON
from tests.pressing import Page
from tests.staff import app_of


def test_a_company_asks_it_of_everybody_from_the_next_request_on(cast: Cast, at_desk: Callable[..., Page]) -> None:
    app_of(cast.norrsken.support.user)
    basic = Client()
    basic.force_login(cast.norrsken.basic.user)
    page = at_desk("/company/", cast.norrsken.admin).follow("Signing in")
    assert "3 of 4 have no second factor yet:" in page.text

    page.press("Save", {"Everybody needs a second factor": "yes"})

    assert Company.objects.get(pk=cast.norrsken.company.pk).requires_second_factor
    assert basic.get("/catalog/")["Location"].startswith(FACTOR)
    assert Activity.objects.filter(kind=ActivityKind.FACTOR_REQUIRED, actor=cast.norrsken.admin.user).exists()
    outsider = Client()
    outsider.force_login(cast.fjord.basic.user)
    assert outsider.get("/catalog/").status_code == 200


def test_who_has_to_set_one_up_reaches_only_the_pages_for_it(cast: Cast) -> None:
    second_factor.require(cast.norrsken.company, True, by=Actor.administrator(cast.norrsken.admin), now=NOON)
    browser, page = arrive(cast.norrsken.buyer.user, "/orders/")
    assert "Your company asks for a second factor." in page.text
    for pattern in all_addresses():
        if "(?P" in pattern or pattern in OPEN - {"account/verify/", "account/verify/code/", "account/passkey/begin/"}:
            continue
        address = filled(pattern)
        if address.startswith((FACTOR, "/profile/security/confirm/")):
            continue
        assert browser.get(address)["Location"].startswith(FACTOR), address

    page = set_up_app(page.follow("Set up an authenticator app"))

    assert page.follow("I have kept them").address == "/orders/"


def test_no_longer_required_lets_everybody_in_again(cast: Cast) -> None:
    by = Actor.administrator(cast.norrsken.admin)
    second_factor.require(cast.norrsken.company, True, by=by, now=NOON)
    second_factor.require(cast.norrsken.company, False, by=by, now=NOON)

    _browser, page = arrive(cast.norrsken.buyer.user)

    assert "Hello, Buyer" in page.text
    kinds = [row.kind for row in Activity.objects.filter(company=cast.norrsken.company, kind__startswith="factor")]
    assert sorted(kinds) == [ActivityKind.FACTOR_OPTIONAL, ActivityKind.FACTOR_REQUIRED]
