"""Passwords: set anew by their owner, or by a single-use link after they were forgotten (ACC-5b, ACC-7)."""

import uuid
from datetime import datetime

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import notifying, sessions
from accounts.models import User


def send_password_link(*, email: str, username: str, language: str, now: datetime) -> None:
    """Mail a link for setting a new password to the enabled user with this address, where there is one.

    Who was assigned a user name has to give it too. Says nothing about whether anybody was found.
    """
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None or (user.username or "").casefold() != username.casefold():
        return
    key = f"password-link:{uuid.uuid4()}"
    notifying.tell_user(user, key=key, template="accounts/password_link", facts={}, language=language, now=now)


@transaction.atomic
def set_password(user: User, password: str, *, but: str | None = None, now: datetime) -> None:
    """Give a user a new password and mail them so; their sessions end, `but` for the one of that key.

    The password was validated before. It unlocks nobody (ACC-7).
    """
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end_all(user, but=but)
    key = f"password-set:{user.pk}:{now.isoformat()}"
    notifying.tell_user(user, key=key, template="accounts/password_set", facts={"set_at": now}, now=now)


def password_link(user: User) -> str:
    """Make an address at which the user sets a new password, once, within `PASSWORD_RESET_TIMEOUT`.

    It is made when the mail is sent, never stored: a set password, a sign-in or a new address makes it void.
    """
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return f"{settings.PUBLIC_ADDRESS}{path}"
