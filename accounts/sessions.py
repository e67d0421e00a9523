"""The sessions of a person: begun at sign-in, seen now and then, ended by them or for them (ACC-10)."""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import network
from accounts.models import User, UserSession

SEEN = "seen_at"  # the session's key: seconds since 1970, so that most requests need not write
SEEN_AGAIN_AFTER = timedelta(minutes=5)
SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


def begin(request: HttpRequest, user: User, *, now: datetime) -> None:
    """Note where a user has signed in, and forget what ended by itself."""
    if request.session.session_key is None:
        request.session.create()
    request.session[SEEN] = now.timestamp()
    user.sessions.exclude(pk__in=user.sessions.alive(now)).delete()
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "user_agent": request.META.get("HTTP_USER_AGENT", "")[:300],
            "network_address": network.address_of(request),
            "began_at": now,
            "last_seen_at": now,
        },
    )


def note_seen(request: HttpRequest, user: User, *, now: datetime) -> None:
    """Keep the time at which a session was last used, to five minutes."""
    seen = request.session.get(SEEN)
    if seen is None:
        begin(request, user, now=now)
    elif now.timestamp() - seen >= SEEN_AGAIN_AFTER.total_seconds():
        request.session[SEEN] = now.timestamp()
        current = UserSession.objects.filter(session_key=request.session.session_key)
        current.update(last_seen_at=now, network_address=network.address_of(request))


def renamed(request: HttpRequest, old_key: str | None) -> None:
    """Follow a session whose key was changed while it goes on."""
    UserSession.objects.filter(session_key=old_key).update(session_key=request.session.session_key)


def end(session: UserSession) -> None:
    """Sign one browser out, from its next request on."""
    _end(UserSession.objects.filter(pk=session.pk))


def end_all(user: User, *, but: str | None = None) -> None:
    """Sign a user out everywhere, `but` for the session of that key."""
    _end(user.sessions.exclude(session_key=but) if but else user.sessions.all())


@transaction.atomic
def _end(ended: QuerySet[UserSession]) -> None:
    for key in ended.values_list("session_key", flat=True):
        SessionStore(key).delete(key)
    ended.delete()
