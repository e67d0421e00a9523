"""Input of staff about a company: codes chosen from lists, its tax number checked as everywhere (ACC-1, 16, 19)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, CompanyField, UserField
from accounts.tax_numbers import checked_tax_number
from common.forms import TicksField
from common.templatetags.components import offered_languages
from markets.regions import countries


class CompanyForm(forms.ModelForm[Company]):
    country = forms.ChoiceField(label=_("Country"), help_text=_("Of the company's seat."))
    language = forms.ChoiceField(
        label=_("Language"), required=False, help_text=_("Language of its documents; else the market's.")
    )
    blocked_user_fields = TicksField(
        label=_("What users do not change of themselves"),
        choices=UserField.choices,
        help_text=_("An administrator, or staff, changes it for them."),
    )
    blocked_fields = TicksField(
        label=_("What staff alone change"),
        choices=CompanyField.choices,
        help_text=_("The rest is left to the company's administrators."),
    )

    class Meta:
        model = Company
        fields = (
            "market",
            "name",
            "slug",
            "customer_number",
            "account_manager",
            "tax_number",
            "country",
            "region",
            "language",
            "registered_email",
            "resale_certificate",
            "resale_certificate_until",
            "agreed_cutoff",
            "agreed_bid_cutoff",
            "requires_second_factor",
            "blocked_fields",
            "blocked_user_fields",
            "quote_text",
        )
        labels = {
            "name": _("Legal name"),
            "customer_number": _("Customer number"),
            "tax_number": _("Tax number"),
            "region": _("Province or state"),
            "account_manager": _("Account manager"),
            "agreed_cutoff": _("Agreed cutoff"),
            "agreed_bid_cutoff": _("Agreed cutoff with BID lines"),
            "requires_second_factor": _("Requires a second factor"),
        }
        help_texts = {
            "region": "",
            "registered_email": _("Given when the company registered; people who ask for access have to know it."),
            "agreed_cutoff": _("Replaces the market's cutoff, on the clock of the warehouse that ships."),
            "requires_second_factor": _("Everybody in the company needs a second factor for signing in."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {self.instance.language: self.instance.language, **dict(offered_languages(None))}
        self._choices("language", [("", _("The market's")), *((code, name) for code, name in known.items() if code)])
        self._choices("country", [("", "–"), *countries()])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        if name in self.fields:
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_region(self) -> str:
        return str(self.cleaned_data["region"]).upper()

    def clean(self) -> dict[str, Any]:
        """A number that stands there stays; one that is typed is checked for the country."""
        cleaned = super().clean() or {}
        number, country = cleaned.get("tax_number"), cleaned.get("country")
        if number and country and {"tax_number", "country"} & set(self.changed_data):
            try:
                cleaned["tax_number"] = checked_tax_number(country, number)
            except forms.ValidationError as wrong:
                self.add_error("tax_number", wrong)
        return cleaned
