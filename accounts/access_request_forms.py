"""Asking for access, and admitting who asked (ACC-3)."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import applying
from accounts.privileges import PRESETS, Role
from common.forms import MailAddressField
from markets.models import Market


class AccessRequestForm(forms.Form):
    """Country, customer number, registered address and name, as the IX FAQ has them."""

    country = forms.ChoiceField(label=_("Country"))
    customer_number = forms.CharField(
        label=_("Customer number"),
        max_length=20,
        help_text=_("It stands on every invoice of ours."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    email = MailAddressField(
        label=_("Registered e-mail address"),
        help_text=_("The one that your company gave us when it registered."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, market: Market, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.choices, country.initial = applying.country_choices(market), market.country
        self.fields["key"].initial = uuid.uuid4()

    def clean_customer_number(self) -> str:
        return "".join(str(self.cleaned_data["customer_number"]).split()).upper()

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data["key"] or uuid.uuid4()


class AdmissionForm(forms.Form):
    """How to let somebody in: the address they get, and their role."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = MailAddressField(
        label=_("E-mail address"),
        help_text=_("The invitation goes there. Give the person's own address, where the registered one is shared."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, role.label) for role in Role if role in PRESETS], initial=Role.BASIC
    )

    def wanted(self) -> frozenset[str]:
        return frozenset(PRESETS[Role(self.cleaned_data["role"])])
