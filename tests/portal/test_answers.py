"""What every answer carries, whichever view made it (PLT-7, PLT-9)."""

import json
import logging

import pytest
import structlog
from django.test import Client, override_settings
from django.urls import get_resolver

from portal.checks import every_view_says_who_may_open_it, views_of
from portal.logs import logging_config
from tests.staff import sign_in_with_factor

SECURE = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31536000,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
}


@pytest.fixture
def answer(client: Client, db: None):
    return client.get("/admin/login/")


def test_no_page_runs_anything_inline(answer):
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_no_page_may_be_framed_or_use_what_it_does_not_need(answer):
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_errors_carry_the_policy_too(client: Client, db: None):
    answer = client.get("/nowhere/at/all/")
    assert answer.status_code == 404
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_nobody_keeps_a_page_of_a_signed_in_person(client: Client, admin_user):
    sign_in_with_factor(client, admin_user)
    answer = client.get("/admin/")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_plain_http_is_sent_to_https(client: Client):
    with override_settings(**SECURE):
        plain = Client().get("/login/?next=/orders/")
        assert (plain.status_code, plain.headers["Location"]) == (301, "https://testserver/login/?next=/orders/")
        secured = Client().get("/healthz", headers={"X-Forwarded-Proto": "https"})
    assert secured.status_code == 200
    assert secured.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize("given", ["proxy-number-1234", None, "x", "has spaces and\nmore"])
def test_each_request_has_a_number(client: Client, given: str | None):
    answer = client.get("/healthz", headers={"X-Request-ID": given} if given else {})
    number = answer.headers["X-Request-ID"]
    assert (number == given) is (given == "proxy-number-1234")
    assert len(number) >= 17


def test_logs_are_json_lines_with_the_number_of_the_request():
    config = logging_config(as_json=True)["formatters"]["lines"]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=config["foreign_pre_chain"], processors=config["processors"]
    )
    with structlog.contextvars.bound_contextvars(request="abc12345"):
        record = logging.LogRecord("orders", logging.WARNING, __file__, 1, "stock of %s", ("5001",), None)
        line = json.loads(formatter.format(record))
    assert line["request"] == "abc12345"
    assert (line["event"], line["level"], line["logger"]) == ("stock of 5001", "warning", "orders")


def test_a_view_that_says_nothing_stops_the_start(settings):
    assert every_view_says_who_may_open_it(None) == []
    settings.ROOT_URLCONF = "tests.portal.open_door"
    (error,) = every_view_says_who_may_open_it(None)
    assert error.id == "portal.E001"
    assert "open/door/" in error.msg


def test_the_check_walks_every_address_but_the_admins():
    routes = [route for route, _ in views_of(get_resolver().url_patterns)]
    assert "healthz" in routes
    assert not [route for route in routes if route.startswith("admin")]
