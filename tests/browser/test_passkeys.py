"""Passkeys in a real browser, whose authenticator is a virtual one: made, used after the password and without it."""

import json

import pytest
from django.core.cache import cache
from django.utils import timezone
from django_otp_webauthn.models import WebAuthnCredential
from playwright.sync_api import expect

from accounts import locking, second_factor
from accounts.factors import Way
from accounts.models import User
from tests.browser.conftest import Arrive
from tests.browser.person import Person
from tests.cast import Cast, assemble
from tests.staff import app_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cache.clear()
    return assemble()


@pytest.fixture(autouse=True)
def here(live_server, settings) -> None:
    """Passkeys belong to the address that the settings name."""
    settings.OTP_WEBAUTHN_ALLOWED_ORIGINS = [live_server.url]


def holds_a_key(person: Person) -> None:
    """Plug a security key with a fingerprint reader into the browser."""
    page = person.page
    page.context.add_cookies([{"name": "django_language", "value": "en", "domain": "localhost", "path": "/"}])
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def makes_a_passkey(person: Person, user: User, name: str = "Laptop") -> None:
    person.opens("/login/")
    person.signs_in(user)
    person.opens("/profile/security/second-factor/passkey/")
    person.looks("new-passkey")
    person.fills("Name of the passkey", name)
    person.presses("Make the passkey")
    assert person.heading == "Backup codes"
    assert "The passkey is set up." in person.text
    person.looks("backup-codes")


def shows_the_passkey(person: Person, button: str, goal: str) -> None:
    """Press the button and wait for the page to which a passkey that is accepted leads."""
    person.page.get_by_role("button", name=button).click()
    person.page.wait_for_url(f"**{goal}")


def signs_out(person: Person) -> None:
    person.page.context.clear_cookies(name="sessionid")
    person.opens("/login/")


def test_a_passkey_is_made_named_used_after_the_password_and_without_it(arrive: Arrive, cast: Cast):
    user = cast.norrsken.buyer.user
    person = arrive("passkeys")
    holds_a_key(person)
    makes_a_passkey(person, user)
    assert WebAuthnCredential.objects.get(user=user).name == "Laptop"
    person.opens("/profile/security/second-factor/")
    person.looks("second-factors")
    person.fills("Name of Laptop", "Blue key")
    person.presses("Save the name of Laptop")
    assert "Blue key" in person.text

    signs_out(person)
    person.looks("sign-in")
    person.page.goto("/login/?next=/orders/")
    person.signs_in(user)
    assert person.heading == "One more step"
    person.looks("verify")
    person.page.goto("/orders/")
    assert person.heading == "One more step"
    shows_the_passkey(person, "Use a passkey", "/orders/")

    signs_out(person)
    person.page.goto("/login/?next=/orders/")
    shows_the_passkey(person, "Sign in with a passkey", "/orders/")
    assert person.complaints == []


def test_a_locked_user_does_not_get_in_by_passkey_and_is_told_so(arrive: Arrive, cast: Cast):
    user = cast.norrsken.buyer.user
    person = arrive()
    holds_a_key(person)
    makes_a_passkey(person, user)
    signs_out(person)
    locking.lock(user, now=timezone.now())

    shows_the_passkey(person, "Sign in with a passkey", "/login/locked/")

    assert person.heading == "Your user is locked"
    person.page.goto("/orders/")
    assert person.where.startswith("/login/")


@pytest.mark.parametrize("how", ["disabled", "removed"])
def test_a_passkey_that_counts_no_more_is_refused_beside_its_button(arrive: Arrive, cast: Cast, how: str):
    user = cast.norrsken.buyer.user
    person = arrive()
    holds_a_key(person)
    makes_a_passkey(person, user)
    signs_out(person)
    if how == "disabled":
        User.objects.filter(pk=user.pk).update(is_active=False)
    else:
        pk = WebAuthnCredential.objects.get(user=user).pk
        second_factor.remove(user, Way.PASSKEY, passkey=pk, must_have_one=False, now=timezone.now())

    person.page.get_by_role("button", name="Sign in with a passkey").click()

    expect(person.page.get_by_text("The passkey was not accepted.")).to_be_visible()
    person.page.goto("/orders/")
    assert person.where.startswith("/login/")


def test_somebody_elses_passkey_is_no_second_factor(arrive: Arrive, cast: Cast):
    person = arrive()
    holds_a_key(person)
    makes_a_passkey(person, cast.norrsken.buyer.user)
    signs_out(person)
    app_of(cast.norrsken.support.user)
    page = person.page
    page.goto("/login/")
    person.fills("E-mail address or user name", cast.norrsken.support.user.email)
    person.fills("Password", "Demo-Portal-1")
    person.presses("Sign in")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    answer = page.request.post("/account/passkey/begin/", headers={"X-CSRFToken": token}, data={})
    assert json.loads(answer.text())["allowCredentials"] == []
    page.goto("/orders/")
    assert person.heading == "One more step"
