"""A sample partner signs people in: authorization code, PKCE, id_token, claims; and all that is refused (ACC-9)."""

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from allauth.idp.oidc.models import Client as Partner
from allauth.idp.oidc.models import Token
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import locking, second_factor
from accounts.acting import Actor
from accounts.models import Member, ServiceRemoval, User
from accounts.privileges import Privilege
from tests.cast import Cast, a_staff_user
from tests.factories import NOON
from tests.pressing import Page
from tests.staff import app_of, browser_of_staff, code_of

BACK = "https://marketplace.example/callback"
SECRET = "marketplace-secret"


class Marketplace:
    """The partner's software: it knows the discovery document and its own client, and nothing else of ours."""

    def __init__(self, partner: Partner) -> None:
        self.partner, self.verifier, self.nonce = partner, secrets.token_urlsafe(48), secrets.token_urlsafe(12)
        self.server = Client()
        self.found = self.server.get("/oidc/.well-known/openid-configuration").json()

    def at(self, name: str) -> str:
        return urlsplit(self.found[name]).path

    def address(self, **changed: str) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self.partner.pk,
            "redirect_uri": BACK,
            "scope": "openid profile email company",
            "state": "state-1",
            "nonce": self.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        } | changed
        return f"{self.at('authorization_endpoint')}?{urlencode({k: v for k, v in query.items() if v})}"

    def sends(self, browser: Client, **changed: str) -> Any:
        return browser.get(self.address(**changed))

    def code_of(self, answer: Any) -> str:
        assert answer.status_code == 302, answer.content.decode()
        assert answer["Location"].startswith(f"{BACK}?")
        query = parse_qs(urlsplit(answer["Location"]).query)
        assert query["state"] == ["state-1"]
        return query["code"][0]

    def asks(self, **body: str) -> Any:
        body = {"client_id": self.partner.pk, "client_secret": SECRET} | body
        return self.server.post(self.at("token_endpoint"), body)

    def redeems(self, code: str, **changed: str) -> Any:
        body = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": self.verifier}
        return self.asks(**(body | changed))

    def tokens_of(self, browser: Client) -> dict[str, Any]:
        answer = self.redeems(self.code_of(self.sends(browser)))
        assert answer.status_code == 200, answer.content
        return answer.json()

    def refreshes(self, token: str) -> Any:
        return self.asks(grant_type="refresh_token", refresh_token=token)

    def reads(self, token: str) -> Any:
        return self.server.get(self.at("userinfo_endpoint"), headers={"authorization": f"Bearer {token}"})

    def verified(self, id_token: str) -> dict[str, Any]:
        """The claims, after the signature was checked with the keys that the provider publishes."""
        keys = jwt.PyJWKSet.from_dict(self.server.get(self.at("jwks_uri")).json())
        key = keys[jwt.get_unverified_header(id_token)["kid"]]
        return jwt.decode(id_token, key, algorithms=["RS256"], audience=self.partner.pk, issuer=self.found["issuer"])


@pytest.fixture(autouse=True)
def partners(settings: Settings, db: None) -> None:
    cache.clear()
    settings.PARTNER_SITES = ["https://marketplace.example"]


@pytest.fixture
def marketplace(db: None) -> Marketplace:
    partner = Partner(name="Cloud marketplace", skip_consent=True, redirect_uris=BACK)
    partner.set_scopes(["openid", "profile", "email", "company"])
    partner.set_grant_types(["authorization_code", "refresh_token"])
    partner.set_secret(SECRET)
    partner.save()
    return Marketplace(partner)


@pytest.fixture
def browser(cast: Cast) -> Client:
    """The buyer of Norrsken IT, signed in."""
    signed_in = Client(headers={"accept-language": "en"})
    signed_in.force_login(cast.norrsken.buyer.user)
    return signed_in


def test_the_partner_learns_who_came_for_which_company_and_what_they_may_do(
    marketplace: Marketplace, browser: Client, cast: Cast
) -> None:
    tokens = marketplace.tokens_of(browser)

    claims = marketplace.verified(tokens["id_token"])

    buyer = cast.norrsken.buyer
    assert claims["nonce"] == marketplace.nonce
    assert claims["sub"] == str(buyer.user_id)
    assert (claims["name"], claims["email"], claims["locale"]) == ("Buyer", buyer.user.email, "en")
    assert claims["company"] == {
        "id": buyer.company_id,
        "customer_number": buyer.company.customer_number,
        "name": "Norrsken IT",
        "market": "se",
    }
    assert set(claims["privileges"]) == set(buyer.privileges)
    told = marketplace.reads(tokens["access_token"]).json()
    assert {name: told[name] for name in ("sub", "company", "privileges")} == {
        name: claims[name] for name in ("sub", "company", "privileges")
    }


def test_only_the_scopes_that_were_asked_for_are_told(marketplace: Marketplace, browser: Client) -> None:
    answer = marketplace.redeems(marketplace.code_of(marketplace.sends(browser, scope="openid"))).json()

    claims = marketplace.verified(answer["id_token"])

    assert not {"name", "email", "company", "privileges"} & set(claims)


def test_a_partner_that_is_not_ours_asks_first(marketplace: Marketplace, browser: Client) -> None:
    Partner.objects.update(skip_consent=False)
    answer = marketplace.sends(browser)
    page = Page(browser, answer, marketplace.address())
    assert page.title == "Sign in to Cloud marketplace"
    assert "As Buyer, for Norrsken IT." in page.text
    hidden = [dict(each.attributes) for each in page.find("input")]
    sent = {
        "request": next(each["value"] for each in hidden if each.get("name") == "request"),
        "scopes": [each["value"] for each in hidden if each.get("name") == "scopes"],
    }

    refused = browser.post("/oidc/authorize", sent | {"action": "cancel"})
    granted = browser.post("/oidc/authorize", sent | {"action": "grant"})

    assert "error=access_denied" in refused["Location"]
    assert marketplace.redeems(marketplace.code_of(granted)).status_code == 200


def test_the_company_is_the_one_that_the_session_is_in(
    marketplace: Marketplace, consultant: tuple[Member, Member]
) -> None:
    browser = Client()
    browser.force_login(consultant[0].user)
    tokens = {}
    for member in consultant:
        browser.post("/company/switch/", {"company": member.company_id})
        tokens[member.company_id] = marketplace.tokens_of(browser)

    for company, given in tokens.items():
        assert marketplace.reads(given["access_token"]).json()["company"]["id"] == company
        renewed = marketplace.refreshes(given["refresh_token"]).json()
        assert marketplace.reads(renewed["access_token"]).json()["company"]["id"] == company


# --- Refused ------------------------------------------------------------------------------------------------------


def test_a_password_alone_gets_no_code(marketplace: Marketplace, browser: Client, cast: Cast) -> None:
    """Trap: the library marks its page as open to sessions without sign-in."""
    user = cast.norrsken.buyer.user
    app_of(user)

    answer = marketplace.sends(browser)
    assert answer["Location"].startswith("/account/verify/?next=%2Foidc%2Fauthorize")
    for method in (browser.post, browser.head):
        assert method(marketplace.address())["Location"].startswith("/account/verify/")
    query = parse_qs(urlsplit(answer["Location"]).query)
    answer = browser.post("/account/verify/", {"way": "app", "code": code_of(user), "next": query["next"][0]})

    assert marketplace.redeems(marketplace.code_of(browser.get(answer["Location"]))).status_code == 200


def test_who_has_to_set_up_a_second_factor_gets_no_code(marketplace: Marketplace, browser: Client, cast: Cast) -> None:
    second_factor.require(cast.norrsken.company, True, by=Actor.administrator(cast.norrsken.admin), now=NOON)

    assert marketplace.sends(browser)["Location"].startswith("/profile/security/second-factor/")


def test_a_visitor_signs_in_first(marketplace: Marketplace) -> None:
    for prompt in ("", "none", "login"):
        assert marketplace.sends(Client(), prompt=prompt)["Location"].startswith("/login/?next=")


def test_staff_without_a_company_are_not_signed_in_there(marketplace: Marketplace, cast: Cast) -> None:
    assert marketplace.sends(browser_of_staff(a_staff_user())).status_code == 403


def test_a_code_without_its_verifier_is_worth_nothing(marketplace: Marketplace, browser: Client) -> None:
    for verifier in ("", "x" * 50):
        code = marketplace.code_of(marketplace.sends(browser))
        assert marketplace.redeems(code, code_verifier=verifier).status_code == 400
    for changed in ({"code_challenge_method": "plain"}, {"code_challenge_method": "", "code_challenge": ""}):
        assert marketplace.sends(browser, **changed).status_code == 400
    assert not Token.objects.exists()


def test_a_code_works_once_and_for_its_client_and_address_alone(marketplace: Marketplace, browser: Client) -> None:
    code = marketplace.code_of(marketplace.sends(browser))
    assert marketplace.redeems(code, client_secret="guessed").status_code == 401
    assert marketplace.redeems(code, redirect_uri=f"{BACK}/else").status_code == 400
    code = marketplace.code_of(marketplace.sends(browser))
    assert marketplace.redeems(code).status_code == 200

    assert marketplace.redeems(code).status_code == 400
    assert marketplace.redeems("made-up").json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": f"{BACK}/else"},
        {"redirect_uri": ""},
        {"client_id": "unknown"},
    ],
)
def test_nobody_is_sent_to_another_address(marketplace: Marketplace, browser: Client, changed: dict[str, str]) -> None:
    answer = marketplace.sends(browser, **changed)

    assert answer.status_code == 400
    assert "We could not sign you in there" in answer.text
    assert "Location" not in answer


def test_nobody_is_sent_to_a_site_that_the_settings_do_not_name(
    marketplace: Marketplace, browser: Client, settings: Settings
) -> None:
    settings.PARTNER_SITES = []

    assert marketplace.sends(browser).status_code == 400


def test_other_grants_do_not_exist(marketplace: Marketplace) -> None:
    for grant in ("password", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code", ""):
        assert marketplace.asks(grant_type=grant).json() == {"error": "unsupported_grant_type"}


@pytest.mark.parametrize("how", ["locked", "disabled", "member disabled", "web access removed", "deleted"])
def test_who_lost_access_gets_nothing_from_the_next_request_on(
    marketplace: Marketplace, browser: Client, cast: Cast, how: str
) -> None:
    buyer = cast.norrsken.buyer
    tokens = marketplace.tokens_of(browser)
    code = marketplace.code_of(marketplace.sends(browser))
    take_away(buyer, how)

    assert marketplace.reads(tokens["access_token"]).status_code == 401
    assert marketplace.refreshes(tokens["refresh_token"]).json() == {"error": "invalid_grant"}
    assert marketplace.redeems(code).status_code == 400
    assert not Token.objects.filter(user=buyer.user).exists()


def take_away(member: Member, how: str) -> None:
    if how == "locked":
        locking.lock(member.user, now=timezone.now())
    elif how == "disabled":
        User.objects.filter(pk=member.user_id).update(is_active=False)
    elif how == "web access removed":
        ServiceRemoval.objects.create(company=member.company, service="web_access", reason="Overdue")
    elif how == "deleted":
        Member.objects.filter(pk=member.pk).update(deleted_at=timezone.now())
    else:
        Member.objects.filter(pk=member.pk).update(is_enabled=False)


def test_a_right_that_was_taken_away_is_told_no_more(marketplace: Marketplace, browser: Client, cast: Cast) -> None:
    tokens = marketplace.tokens_of(browser)
    ServiceRemoval.objects.create(company=cast.norrsken.company, service=Privilege.PLACE_ORDERS, reason="Overdue")

    assert Privilege.PLACE_ORDERS not in marketplace.reads(tokens["access_token"]).json()["privileges"]


def test_a_revoked_token_is_refused_at_once(marketplace: Marketplace, browser: Client) -> None:
    tokens = marketplace.tokens_of(browser)
    body = {"token": tokens["access_token"], "client_id": marketplace.partner.pk, "client_secret": SECRET}

    assert marketplace.server.post(marketplace.at("revocation_endpoint"), body).status_code == 200

    assert marketplace.reads(tokens["access_token"]).status_code == 401


def test_a_used_refresh_token_is_worth_nothing(marketplace: Marketplace, browser: Client) -> None:
    tokens = marketplace.tokens_of(browser)
    assert marketplace.refreshes(tokens["refresh_token"]).status_code == 200

    assert marketplace.refreshes(tokens["refresh_token"]).json() == {"error": "invalid_grant"}


def test_without_a_key_there_is_no_provider(settings: Settings, browser: Client) -> None:
    settings.IDP_OIDC_PRIVATE_KEY = ""

    for address in (".well-known/openid-configuration", ".well-known/jwks.json", "authorize", "userinfo"):
        assert browser.get(f"/oidc/{address}").status_code == 404
    assert browser.post("/oidc/token").status_code == 404


def test_the_menu_leads_to_the_marketplace_only_where_there_is_one(browser: Client, settings: Settings) -> None:
    assert "Cloud marketplace" not in browser.get("/").text
    settings.MARKETPLACE_ADDRESS = "https://marketplace.example/"

    assert 'href="https://marketplace.example/"' in browser.get("/").text
