"""The Brazilian portal's answers on its two platforms: the portal's credential opens the cloud marketplace."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.idp.oidc.models import Client as Partner

from tests.accounts.test_openid import BACK, SECRET, Marketplace
from tests.cast import Cast, Staff
from tests.factories import PASSWORD
from tests.pressing import Page
from tests.scenarios.conftest import Open
from tests.scenarios.steps import page_of, sign_in, staff_in


@pytest.fixture
def sampa(cast: Cast) -> Staff:
    return staff_in(cast, "br")


@pytest.fixture
def marketplace(db: None, settings: Any) -> Marketplace:
    """The cloud marketplace, which staff have registered as a partner of ours."""
    settings.PARTNER_SITES = ["https://marketplace.example"]
    partner = Partner(name="Cloud marketplace", skip_consent=True, redirect_uris=BACK)
    partner.set_scopes(["openid", "profile", "email", "company"])
    partner.set_grant_types(["authorization_code"])
    partner.set_secret(SECRET)
    partner.save()
    return Marketplace(partner)


def arrival(page: Page) -> dict[str, list[str]]:
    """What the marketplace is told by the address at which one arrives there."""
    assert page.address.startswith(f"{BACK}?")
    return parse_qs(urlsplit(page.address).query)


def test_the_portals_credential_opens_the_cloud_marketplace(
    sampa: Staff, marketplace: Marketplace, opened: Open
) -> None:
    """How do I sign in to the cloud marketplace? With the credential of the e-commerce portal (ACC-9, BR)"""
    portal = opened(marketplace.address(), market="br")

    arrived = portal.press("Sign in", {"E-mail address or user name": sampa.buyer.user.email, "Password": PASSWORD})

    assert portal.title == "Sign in"
    given = marketplace.redeems(arrival(arrived)["code"][0]).json()
    claims = marketplace.verified(given["id_token"])
    assert (claims["email"], claims["company"]["name"]) == (sampa.buyer.user.email, "Sampa Tecnologia")
    assert set(claims["privileges"]) == set(sampa.buyer.privileges)


def test_who_is_signed_in_to_the_portal_is_signed_in_there_too(
    sampa: Staff, marketplace: Marketplace, opened: Open
) -> None:
    """Do I sign in a second time? No: both platforms are connected (ACC-9, BR)"""
    assert arrival(opened(marketplace.address(), sampa.buyer, market="br"))["code"]


def test_who_is_blocked_here_does_not_get_in_there(sampa: Staff, marketplace: Marketplace, opened: Open) -> None:
    """Our administrator has blocked somebody. Is the marketplace closed to them, too? (ACC-9, ACC-14, BR)"""
    at_work = sign_in(opened, sampa.buyer, market="br")
    page_of(opened, sampa.admin, "Buyer").press("Disable")

    refused = marketplace.sends(at_work.browser)

    assert refused.status_code == 403
    assert "Your user has been disabled in this company." in refused.text
