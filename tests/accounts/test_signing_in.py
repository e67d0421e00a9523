"""Sign in by e-mail address or user name, and out; every refusal reads the same (ACC-4, ACC-6b, ACC-10)."""

from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from accounts.models import User
from tests.cast import Cast, a_staff_user
from tests.factories import PASSWORD
from tests.staff import app_of, code_of


def attempt(client: Client, login: str, password: str = PASSWORD, next_page: str = ""):
    return client.post("/login/", {"login": login, "password": password, "next": next_page})


def signed_in_user(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("login", ["buyer@norrsken-it.example", "Buyer@Norrsken-IT.example", "lena.ek", " LENA.EK "])
def test_one_signs_in_by_address_or_user_name(cast: Cast, client: Client, login: str) -> None:
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(username="Lena.Ek")

    answer = attempt(client, login)

    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert signed_in_user(client) == str(cast.norrsken.buyer.user_id)


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("buyer@norrsken-it.example", "wrong"),
        ("nobody@norrsken-it.example", PASSWORD),
        ("nobody", PASSWORD),
        ("basic@norrsken-it.example", PASSWORD),
        ("basic@norrsken-it.example", "wrong"),
    ],
)
def test_every_refusal_reads_the_same(cast: Cast, client: Client, login: str, password: str) -> None:
    User.objects.filter(pk=cast.norrsken.basic.user_id).update(is_active=False)
    client.cookies.load({"market": "se", "django_language": "en"})

    answer = attempt(client, login, password)

    assert answer.status_code == 200
    [refusal] = answer.context["form"].non_field_errors()
    assert refusal.startswith("This combination of user and password does not work.")
    assert cast.se.support_phone in refusal
    assert signed_in_user(client) is None


@pytest.mark.parametrize("login", ["lena.ek", "nobody"])
@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_one_hash_is_computed_per_attempt_by_user_name(cast: Cast, client: Client, login: str, password: str) -> None:
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(username="lena.ek")

    with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as encode:
        attempt(client, login, password)

    assert encode.call_count == 1


def test_signing_in_rotates_the_session(cast: Cast, client: Client) -> None:
    client.get("/login/")
    session = client.session
    session["seen"] = "before"
    session.save()
    key_before = session.session_key

    attempt(client, "buyer@norrsken-it.example")

    assert client.session.session_key != key_before


@pytest.mark.parametrize(
    ("next_page", "goes_to"),
    [("/orders/?page=2", "/orders/?page=2"), ("https://evil.example/", "/"), ("//evil.example", "/")],
)
def test_next_is_followed_within_the_portal_only(cast: Cast, client: Client, next_page: str, goes_to: str) -> None:
    assert attempt(client, "buyer@norrsken-it.example", next_page=next_page)["Location"] == goes_to


def test_twenty_wrong_attempts_make_an_address_wait(cast: Cast, client: Client) -> None:
    for number in range(20):
        attempt(client, f"nobody{number}@norrsken-it.example")

    answer = attempt(client, "buyer@norrsken-it.example")

    assert answer.status_code == 200
    [refusal] = answer.context["form"].non_field_errors()
    assert refusal.startswith("This combination of user and password does not work.")


def test_a_right_password_after_nineteen_wrong_ones_signs_in(cast: Cast, client: Client) -> None:
    for number in range(19):
        attempt(client, f"nobody{number}@norrsken-it.example")

    assert attempt(client, "buyer@norrsken-it.example")["Location"] == "/"


def test_signing_out_asks_first_and_ends_the_session(cast: Cast, sign_in) -> None:
    client = sign_in(cast.norrsken.buyer)

    assert b'method="post"' in client.get("/logout/").content
    assert signed_in_user(client) is not None
    assert client.post("/logout/")["Location"] == "/login/"
    assert signed_in_user(client) is None


def test_staff_reach_the_admin_through_the_same_page(client: Client, db: None) -> None:
    staff = a_staff_user()
    app_of(staff)

    answer = client.get("/admin/login/?next=/admin/")
    assert answer["Location"] == "/login/?next=%2Fadmin%2F"
    assert attempt(client, "staff@distributor.example", next_page="/admin/")["Location"] == "/admin/"
    assert client.get("/admin/")["Location"] == "/account/verify/?next=%2Fadmin%2F"
    client.post("/account/verify/", {"way": "app", "code": code_of(staff)})
    assert client.get("/admin/").status_code == 200


def test_a_buyer_does_not_reach_the_admin(cast: Cast, sign_in) -> None:
    assert sign_in(cast.norrsken.buyer).get("/admin/login/").status_code == 403


def test_nobody_signs_up(client: Client, db: None) -> None:
    assert client.get("/signup/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404
