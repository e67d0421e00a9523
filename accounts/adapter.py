"""What allauth does our way: nobody signs up, every refused sign-in reads the same, no flash messages."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

REFUSED = {"email_password_mismatch", "username_password_mismatch", "too_many_login_attempts", "invalid_login"}


class AccountAdapter(DefaultAccountAdapter):
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
