"""Input about the company itself: details, addresses, contacts, certifications (ACC-19)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts import company_data
from accounts.address_forms import PLACE_FIELDS, PlaceForm, region_choice
from accounts.company_data import Part, SavedMeanwhile
from accounts.models import Address, Company, CompanyCertification, CompanyContact, StockistReport, UserField
from accounts.tax_numbers import checked_tax_number
from common import formats
from common.forms import DayField, TicksField
from common.uploads import MEGABYTE, Kind, UploadField


class DrawnForm(forms.Form):
    """A form that says what it was drawn with, so that nobody overwrites what somebody else saved meanwhile."""

    drawn = forms.CharField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "drawn"}

    def tell_stale(self, refusal: SavedMeanwhile) -> None:
        """Keep what was typed, and say beside each field what somebody else saved there; saving again overwrites."""
        for name, current in refusal.current.items():
            if name in self.fields and self.cleaned_data.get(name) != current:
                sentence = _("Somebody else saved %(value)s here meanwhile. Save again to keep yours.")
                self.add_error(name, forms.ValidationError(sentence, params={"value": self._shown(name, current)}))
        self.add_error(None, str(refusal))
        data: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        data["drawn"] = company_data.mark_of(refusal.current)
        self.data = data

    def _shown(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.DateField) and value:
            return formats.day(value)
        choices = dict(getattr(field, "choices", ()))
        if isinstance(value, list):
            return ", ".join(str(choices.get(each, each)) for each in value) or "–"
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        return f"“{choices.get(value, value)}”" if value else "–"


class DetailsForm(DrawnForm):
    """The details of the company that its administrators change; blocked ones are left out."""

    name = forms.CharField(label=_("Legal name"), max_length=200, help_text=_("As registered; invoices print it."))
    tax_number = forms.CharField(label=_("Tax number"), max_length=40, required=False)
    language = forms.ChoiceField(
        label=_("Language of documents"), required=False, help_text=_("Of invoices and confirmations for the company.")
    )
    blocked_user_fields = TicksField(
        label=_("What users do not change of themselves"),
        choices=UserField.choices,
        help_text=_("An administrator changes it for them."),
    )
    quote_text = forms.CharField(
        label=_("Text for quotes"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Printed on the quotes that you make for your own customers, below the lines."),
    )

    def __init__(self, data: QueryDict | None = None, *, company: Company) -> None:
        self.company = company
        values = company_data.details_of(company)
        super().__init__(data, initial={**values, "drawn": company_data.mark_of(values)})
        for name in company_data.DETAILS:
            if name not in values:
                del self.fields[name]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _("That of the market")),
            *(
                (code, get_language_info(code)["name_local"].capitalize())
                for code in dict.fromkeys((*company.market.offered_languages(), *settings.LANGUAGES_OFFERED))
            ),
        ]

    def clean_tax_number(self) -> str:
        """One that is changed is checked for the country; what is on file stays, however old its form."""
        number = str(self.cleaned_data["tax_number"])
        if not number or number == self.company.tax_number:
            return number
        return checked_tax_number(self.company.country, number)

    def clean_quote_text(self) -> str:
        return str(self.cleaned_data["quote_text"]).replace("\r\n", "\n")


class PartForm(DrawnForm):
    """One row of the profile, empty for a new one."""

    part: Part

    def __init__(self, data: QueryDict | None = None, *, company: Company, row: Any = None) -> None:
        self.company = company
        values: Mapping[str, Any] = self.part.values_of(row) if row else self.at_first(company)
        super().__init__(data, initial={**values, "drawn": company_data.mark_of(values)})

    def at_first(self, company: Company) -> Mapping[str, Any]:
        return {}


def _text(model: Any, field: str, label: Any, *, required: bool = True, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=model._meta.get_field(field).max_length, required=required, **options
    )


class AddressForm(PlaceForm, PartForm):
    part = company_data.ADDRESS
    field_order = ("label", "recipient", *PLACE_FIELDS)

    label = _text(Address, "label", _("Label"), help_text=_("What you call it: Office, Warehouse."))
    recipient = _text(Address, "recipient", _("Recipient"))
    is_default = forms.BooleanField(
        label=_("Default address"), required=False, help_text=_("Orders go there unless another one is chosen.")
    )
    is_invoice_address = forms.BooleanField(
        label=_("Invoice address"), required=False, help_text=_("Invoices are made out to it.")
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, home=company.country, company=company, **kwargs)
        self.initial["region"] = region_choice(self.initial["country"], self.initial.get("region", ""))

    def at_first(self, company: Company) -> Mapping[str, Any]:
        return {"recipient": company.name, "country": company.country}

    def clean(self) -> dict[str, Any]:
        """The region as it is kept: without the country, which stands beside it."""
        cleaned = super().clean()
        return cleaned | {"region": cleaned.get("region", "").partition("-")[2]}

    def _shown(self, name: str, value: Any) -> str:
        return f"“{value}”" if name == "region" and value else super()._shown(name, value)


class ContactForm(PartForm):
    part = company_data.CONTACT

    label = _text(CompanyContact, "label", _("For"), help_text=_("What one asks them about: purchasing, invoices."))
    name = _text(CompanyContact, "name", _("Name"))
    phone = _text(CompanyContact, "phone", _("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("phone") or cleaned.get("email") or self.errors):
            self.add_error("phone", _("Give a phone number or an e-mail address."))
        return cleaned


class CertificationForm(PartForm):
    part = company_data.CERTIFICATION

    manufacturer = _text(CompanyCertification, "manufacturer", _("Manufacturer"))
    name = _text(CompanyCertification, "name", _("Certification"))
    number = _text(CompanyCertification, "number", _("Number"), required=False)
    valid_until = DayField(
        label=_("Valid until"), required=False, help_text=_("The last valid day; none where it has no end.")
    )


class LogoForm(forms.Form):
    """A picture for the company's quotes."""

    logo = UploadField(label=_("Logo"), kinds=(Kind.PNG, Kind.JPG), most_bytes=MEGABYTE)
    use_required_attribute = False


class StockistForm(forms.Form):
    """The tax agency's decision, with its proof (ACC-19c)."""

    number = _text(StockistReport, "number", _("Number of the approval"))
    decided_on = DayField(label=_("Date of the decision"))
    proof = UploadField(label=_("Proof"), kinds=(Kind.PDF, Kind.JPG, Kind.PNG), most_bytes=5 * MEGABYTE)
    use_required_attribute = False

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_decided_on(self) -> date:
        decided: date = self.cleaned_data["decided_on"]
        if decided > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return decided


FORMS: dict[str, type[PartForm]] = {form.part.name: form for form in (AddressForm, ContactForm, CertificationForm)}
