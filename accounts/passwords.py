"""Passwords: set anew by their owner, whichever way they come (ACC-5b, ACC-7)."""

from datetime import datetime

from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from accounts import notifying, sessions
from accounts.models import User


@transaction.atomic
def set_password(user: User, password: str, *, but: str | None = None, now: datetime) -> None:
    """Give a user a new password and mail them so; their sessions end, `but` for the one of that key.

    The password was validated before. It unlocks nobody (ACC-7).
    """
    user.set_password(password)
    user.must_choose_password = False
    user.save(update_fields=["password", "must_choose_password"])
    sessions.end_all(user, but=but)
    key = f"password-set:{user.pk}:{now.isoformat()}"
    notifying.tell_user(user, key=key, template="accounts/password_set", facts={"set_at": now}, now=now)


def set_own_password(request: HttpRequest, user: User, password: str, *, now: datetime) -> None:
    """Give whoever is signed in a new password and keep this browser signed in, the others not."""
    old_key = request.session.session_key
    set_password(user, password, but=old_key, now=now)
    update_session_auth_hash(request, user)
    sessions.renamed(request, old_key)
