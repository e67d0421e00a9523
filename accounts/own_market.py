"""The market of somebody who is known before they are signed in, or who is told something about themself."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from markets import context
from markets.models import Market


def market_of(user: User) -> Market | None:
    """The market of the first company that they belong to; None for staff."""
    member = user.memberships.present().select_related("company__market").order_by("pk").first()
    return member.company.market if member else None


def show(request: HttpRequest, user: User) -> None:
    """Answer in the user's market, with its support and its clock: a new browser knows no market, and a user has one.

    For pages which only they see: who followed a link from their mailbox, or gave the right password.
    """
    market = market_of(user)
    if market is not None and getattr(request, "member", None) is None:
        request.market = market  # type: ignore[attr-defined]
        context.activate(market, user.language or get_language() or "")
        if user.own_zone:
            timezone.activate(user.own_zone)
