"""Who signs in, and with what: e-mail address or user name, and password (ACC-4)."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from accounts.models import User


class PasswordBackend(AuthenticationBackend):
    """Checks a password; one hash is computed per attempt, whether the user exists or not (ACC-6b)."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        login = credentials.get("username") or credentials.get("email") or ""
        return self._check_password(User.objects.signing_in_as(login), credentials["password"])

    def _check_password(self, user: User | None, password: str) -> User | None:
        """As every other refusal, that of a disabled user says nothing: allauth would tell them (ACC-6b)."""
        if user is None:
            return None
        self._did_check_password = True
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
