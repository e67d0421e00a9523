"""Codes and names that are typed for the second factor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=64,
        help_text=_("Something that you know again, like “Laptop” or “Blue key”."),
    )


class RequirementForm(forms.Form):
    """Whether everybody in the company needs a second factor."""

    is_required = forms.BooleanField(label=_("Everybody needs a second factor"), required=False)

    def wanted(self) -> bool:
        cleaned: dict[str, Any] = self.cleaned_data
        return bool(cleaned["is_required"])
