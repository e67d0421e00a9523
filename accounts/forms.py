"""Signing in and setting passwords; the flows behind are allauth's."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import passwords


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
            max_length=128,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.order_fields(["login", "password"])


class ForgottenPasswordForm(ResetPasswordForm):
    """Answers the same for every address; only the mailbox knows more (ACC-6b)."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    username = forms.CharField(
        label=_("User name"),
        required=False,
        max_length=60,
        help_text=_("Only where one was assigned to you."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        passwords.send_password_link(
            email=self.cleaned_data["email"],
            username=self.cleaned_data["username"].strip(),
            language=get_language() or "en",
            now=timezone.now(),
        )
        return str(self.cleaned_data["email"])


class NewPasswordForm(ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("password1", _("New password")), ("password2", _("New password again"))):
            field = self.fields[name]
            field.label = label
            field.widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = _password_rules()


def _password_rules() -> SafeString:
    rules = format_html_join(" ", "{}", ((rule,) for rule in password_validators_help_texts()))
    return format_html("{}", rules)
