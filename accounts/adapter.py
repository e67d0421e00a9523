"""What allauth does our way: nobody signs up, every refused sign-in reads the same, no flash messages."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.signing_in import right_password_of

REFUSED = {"email_password_mismatch", "username_password_mismatch", "too_many_login_attempts", "invalid_login"}


WAIT = timedelta(minutes=10)  # as long as the setting ACCOUNT_RATE_LIMITS counts wrong attempts


class AccountAdapter(DefaultAccountAdapter):
    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse an address that waits before any password is looked at: it counts for nobody's lock (ACC-6b)."""
        if must_wait(request):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Let an address wait from its last allowed wrong attempt on; a locked user's right password is not one."""
        user = right_password_of(request)
        if user is not None and user.is_locked and user.is_active:
            self._rollback_login_failed_rl_usage()
        else:
            _wait_if_enough(request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Resellers apply and administrators invite."""
        return False

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """The same words for a wrong password, an unknown user, a disabled one and too many attempts (ACC-6b)."""
        if code not in REFUSED:
            return super().validation_error(code, *args)
        return ValidationError(refusal(getattr(self.request, "market", None)), code="refused")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page that follows says enough."""


def refusal(market: Any) -> str:
    """Why a sign-in may have been refused, and whom to ask."""
    sentence = _(
        "This combination of user and password does not work. It may be wrong or mistyped, or there were too many "
        "attempts. An administrator of your company can reset your password."
    )
    phone = market.support_phone if market else ""
    if not phone:
        return sentence
    return _("%(sentence)s Or call support: %(phone)s") % {"sentence": sentence, "phone": phone}


def must_wait(request: HttpRequest) -> bool:
    """Whether too many wrong attempts came from this address lately; what it tries meanwhile counts for nobody."""
    return bool(cache.get(_waiting(request)))


def note_wrong_code(request: HttpRequest) -> None:
    """Count a wrong second-factor code for its address as a wrong password is counted (ACC-6b)."""
    ratelimit.consume(request, action="login_failed", key="")
    _wait_if_enough(request)


def _wait_if_enough(request: HttpRequest) -> None:
    if not ratelimit.consume(request, action="login_failed", key="", dry_run=True):
        cache.set(_waiting(request), True, WAIT.total_seconds())


def _waiting(request: HttpRequest) -> str:
    return f"sign-in-waits:{get_ip(request)}"
