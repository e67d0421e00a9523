"""A mail template of the tests' own, and a shorthand for telling someone something."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.template import Engine

from accounts import notifying
from accounts.models import Member, NotificationKind
from tests.factories import NOON

PROBE = """{% load i18n formats %}{{ product }} is here & waits

{% translate "Sign in" %}
{{ arrived|day }}{% if prices %}, {{ prices.total|money:prices.currency }}{% endif %}
{{ address }}
"""


def install_probe(monkeypatch: Any) -> None:
    engine = Engine.get_default()
    probe = engine.from_string(PROBE)
    find = engine.get_template
    monkeypatch.setattr(
        engine, "get_template", lambda name: probe if name == "accounts/emails/probe.txt" else find(name)
    )


def tell(*members: Member, key: str = "probe:1", **options: Any) -> None:
    notifying.tell(
        members,
        kind=NotificationKind.SHIPMENT,
        key=key,
        template="accounts/probe",
        facts={"product": "Kestrel <24>", "arrived": date(2026, 11, 19)},
        prices={"total": Decimal("1234.50"), "currency": "SEK"},
        link="/orders/SE-O1/",
        now=options.pop("now", NOON),
    )
