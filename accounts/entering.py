"""Noting who came in, from where, and into which company (ACC-17)."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accounts import factors, network, recording
from accounts.context import COMPANY, chosen, memberships_of
from accounts.models import ActivityKind, Member, User
from markets.models import Market
from markets.remembering import current_markets


def note_sign_in(sender: Any, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """Django's own signal: somebody gave a password that opens the session; with a second factor it does not yet."""
    if request is not None and not factors.has_one(user):
        came_in(request, user)


def came_in(request: HttpRequest, user: User) -> None:
    """Somebody is signed in; the company that the session enters is told, no other one."""
    markets = {market.pk: market for market in current_markets(Market)}
    member = chosen(memberships_of(user, markets), request.session.get(COMPANY))
    if member is not None and member.has_access():
        with network.remembered(request):
            note_entry(member, now=timezone.now())


def note_entry(member: Member, *, now: datetime) -> None:
    """Write down that a member came into their company, by signing in or from another company of theirs."""
    facts = {"name": member.user.name}
    recording.note(member.company, ActivityKind.SIGNED_IN, by=member.user, about=member.user, facts=facts, now=now)
