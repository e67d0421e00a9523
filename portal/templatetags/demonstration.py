"""What pages show while the demonstration runs, and never otherwise."""

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

from portal.demo import ANSWER, PASSWORD
from portal.demo.codes import current_code
from portal.demo.people import accounts_to_try

register = template.Library()
SHOWN_CODES = ("staff@distributor.example", "super@distributor.example")


@register.inclusion_tag("demo/accounts.html", takes_context=True)
def demonstration_accounts(context: template.Context) -> dict[str, Any]:
    """The made companies with a button for each of their users, the password of all, and their answer."""
    if not settings.DEMONSTRATION:
        return {}
    return {
        "accounts": accounts_to_try(),
        "codes": [(email, current_code(email, now=timezone.now())) for email in SHOWN_CODES],
        "password": PASSWORD,
        "answer": ANSWER,
        "csrf_token": context.get("csrf_token"),
        "next": context.get("redirect_field_value"),
    }


@register.inclusion_tag("demo/code.html", takes_context=True)
def demonstration_code(context: template.Context) -> dict[str, Any]:
    """The code of the made staff account that stands before the second step."""
    email = getattr(context["request"].user, "email", "")
    if not settings.DEMONSTRATION or email not in SHOWN_CODES:
        return {}
    return {"code": current_code(email, now=timezone.now())}
