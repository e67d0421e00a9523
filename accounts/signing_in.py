"""Who signs in, and with what: e-mail address or user name, and password (ACC-4).

Django loads this module before anybody can sign in, so what listens to its signals stands here.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django_otp_webauthn.backends import WebAuthnBackend

from accounts import factors, locking, sessions, who_asks
from accounts.models import User, UserSession
from accounts.verifying import CONFIRMED

SHUT_OUT = "shut_out_user"  # on the request: who gave the right password and may not sign in all the same


class PasswordBackend(AuthenticationBackend):
    """Checks a password; one hash is computed per attempt, whether the user exists or not (ACC-6b)."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        user = self._check_password(_user_of(credentials), credentials["password"])
        if user is None or self.user_can_authenticate(user):
            return user
        if request is not None:
            setattr(request, SHUT_OUT, user)
        return None

    def _check_password(self, user: User | None, password: str) -> User | None:
        if user is None:
            return None
        self._did_check_password = True
        return user if user.check_password(password) else None

    def get_user(self, user_id: int) -> User | None:
        """Whose session it is, read with what every request asks of them."""
        user = who_asks.read(user_id)
        return user if self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: AbstractBaseUser | AnonymousUser | None) -> bool:
        """Neither disabled nor locked; asked again on every request, so that it ends live sessions (ACC-6, ACC-14)."""
        return super().user_can_authenticate(user) and not getattr(user, "is_locked", False)


class PasskeyBackend(WebAuthnBackend):  # type: ignore[misc, unused-ignore]
    """Lets in whoever showed a passkey at the sign-in page, unless they are disabled or locked (ACC-6, ACC-8)."""

    def get_user(self, user_id: int) -> User | None:
        """Whose session it is, read with what every request asks of them."""
        user = who_asks.read(user_id)
        return user if self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return bool(user and user.is_active and not getattr(user, "is_locked", False))


def right_password_of(request: HttpRequest) -> User | None:
    """Who gave the right password with this request although they are disabled or locked."""
    return getattr(request, SHUT_OUT, None)


@receiver(user_login_failed)
def count_wrong_password(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Count a refused password at whichever door, the admin's too (ACC-6)."""
    user = _user_of(credentials)
    if user is not None and (request is None or right_password_of(request) is None):
        locking.note_wrong_password(user, now=timezone.now())


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Begin a session; the count of wrong attempts begins anew too, unless a second factor is still to come."""
    if not factors.has_one(user):
        locking.note_right_password(user)
    request.session[CONFIRMED] = timezone.now().timestamp()
    sessions.begin(request, user, now=timezone.now())


@receiver(user_logged_out)
def signed_out(request: HttpRequest, **kwargs: Any) -> None:
    UserSession.objects.filter(session_key=request.session.session_key or "").delete()


def _user_of(credentials: dict[str, Any]) -> User | None:
    return User.objects.signing_in_as(credentials.get("username") or credentials.get("email") or "")
