"""What pages show while the demonstration runs, and never otherwise."""

from typing import Any

from django import template
from django.conf import settings

from portal.demo import ANSWER, PASSWORD
from portal.demo.people import accounts_to_try

register = template.Library()


@register.inclusion_tag("demo/accounts.html", takes_context=True)
def demonstration_accounts(context: template.Context) -> dict[str, Any]:
    """The made companies with a button for each of their users, the password of all, and their answer."""
    if not settings.DEMONSTRATION:
        return {}
    return {
        "accounts": accounts_to_try(),
        "password": PASSWORD,
        "answer": ANSWER,
        "csrf_token": context.get("csrf_token"),
        "next": context.get("redirect_field_value"),
    }
