"""Signing in and setting passwords; the flows behind are allauth's."""

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import forgotten, password_rules, passwords
from accounts.access import user_of
from accounts.models import User
from common.forms import MailAddressField


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("E-mail address or user name"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            max_length=1000,
            strip=False,
            help_text=_lockout(self.request),
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.order_fields(["login", "password"])


class ForgottenPasswordForm(ResetPasswordForm):
    """Answers the same for every address; only the mailbox knows more (ACC-6b)."""

    email = MailAddressField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    username = forms.CharField(
        label=_("User name"),
        required=False,
        max_length=60,
        help_text=_("Only where one was assigned to you."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        """Looks nobody up, as the library's form does."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        forgotten.send_link(
            email=self.cleaned_data["email"],
            username=self.cleaned_data["username"].strip(),
            language=get_language() or "en",
            now=timezone.now(),
        )
        return str(self.cleaned_data["email"])


class PasswordRulesMixin:
    """A form whose `password1` is a new password: shows its rules, ticked for what was typed (ACC-5)."""

    user: User
    data: Any

    @property
    def rules(self) -> list[password_rules.Checked]:
        return self._rules.check(self.data.get("password1", ""))

    @property
    def names(self) -> str:
        """The words that the rule on names refuses, for the browser, which ticks while one types."""
        return " ".join(self._rules.names)

    @property
    def lengths(self) -> tuple[int, int]:
        return self._rules.lengths

    @cached_property
    def _rules(self) -> password_rules.PasswordRules:
        return password_rules.PasswordRules(self.user)


class PasswordForm(PasswordRulesMixin, forms.Form):
    """A password that its owner chooses, twice."""

    password1 = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "aria-describedby": "password-rules"}),
    )
    password2 = forms.CharField(
        label=_("New password again"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "password1" in cleaned and cleaned["password1"] != cleaned.get("password2"):
            self.add_error("password2", _("Type the same password twice."))
        return cleaned


class OtherPasswordForm(PasswordForm):
    """A password in place of one that somebody else knows."""

    def clean_password1(self) -> str:
        password = super().clean_password1()
        if self.user.check_password(password):
            raise forms.ValidationError(_("This is the password that you were given. Choose one of your own."))
        return password


class CurrentPasswordForm(forms.Form):
    """Asks for the current password; a wrong one counts as a wrong attempt (ACC-5b)."""

    current = forms.CharField(
        label=_("Current password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_current(self) -> str:
        """Raise for a wrong one and count it; an address that waits after many wrong ones waits here too (ACC-6b)."""
        current: str = self.cleaned_data["current"]
        user = user_of(self.request)
        if get_adapter(self.request).authenticate(self.request, email=user.email, password=current) is None:
            raise forms.ValidationError(_("This is not your current password."), code="wrong")
        return current


class ChangePasswordForm(CurrentPasswordForm, PasswordForm):
    """The current password and the new one."""

    field_order = ("current", "password1", "password2")

    def save(self, *, now: datetime) -> None:
        """Set the new password and keep this browser signed in, the others not."""
        passwords.set_own_password(self.request, self.user, self.cleaned_data["password1"], now=now)


def _lockout(request: HttpRequest | None) -> str:
    """What wrong passwords lead to in this market; empty where there is no market."""
    market = getattr(request, "market", None)
    if market is None:
        return ""
    return ngettext(
        "After %(number)d wrong password the user is locked until somebody unlocks it.",
        "After %(number)d wrong passwords in a row the user is locked until somebody unlocks it.",
        market.wrong_passwords,
    ) % {"number": market.wrong_passwords}
