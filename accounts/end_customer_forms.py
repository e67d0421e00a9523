"""Input about end customers: what they are called, where they are, and how their list is filtered."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from accounts.address_forms import PlaceForm, region_choice
from accounts.end_customers import Details, Place
from accounts.models import EndCustomer, EndCustomerAddress, EndCustomerState, Member
from accounts.tax_numbers import checked_tax_number
from markets import regions


class EndCustomerForm(forms.Form):
    """Who it is; the tax number is needed where the market reviews end customers, and checked everywhere."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    seat = forms.ChoiceField(label=gettext_lazy("Country of the tax number"))
    tax_number = forms.CharField(label=gettext_lazy("Tax number"), max_length=60, required=False)
    contact = forms.CharField(label=gettext_lazy("Contact"), max_length=150, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    notes = forms.CharField(
        label=gettext_lazy("Notes"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Only your company sees them."),
    )

    def __init__(
        self,
        *args: Any,
        member: Member,
        customer: EndCustomer | None = None,
        initial: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial=initial or _known(customer), **kwargs)  # type: ignore[misc]
        self.fields["seat"].choices = regions.countries()  # type: ignore[attr-defined]
        self.fields["seat"].initial = member.company.country
        self.fields["tax_number"].required = member.company.market.end_customer_review_hours > 0

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        country, number = data.get("seat"), data.get("tax_number")
        if country and number:
            try:
                data["tax_number"] = checked_tax_number(country, number, or_of_person=True)
            except ValidationError as error:
                self.add_error("tax_number", error)
        return data

    def details(self) -> Details:
        data = {name: self.cleaned_data[name] for name in ("name", "contact", "email", "phone", "tax_number", "notes")}
        return Details(**data, country=self.cleaned_data["seat"])


class EndCustomerAddressForm(PlaceForm):
    """One place of an end customer; orders are sent there under the end customer's name."""

    label = forms.CharField(
        label=gettext_lazy("Name of the place"),
        max_length=80,
        help_text=gettext_lazy("As you call it: head office, warehouse."),
    )
    attention = forms.CharField(
        label=gettext_lazy("Department or person"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Printed below the end customer's name."),
    )

    def __init__(self, *args: Any, address: EndCustomerAddress | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_as_typed(address), **kwargs)

    def to_keep(self) -> Place:
        return Place(label=self.cleaned_data["label"], attention=self.cleaned_data["attention"], **self.place())


class NewEndCustomerForm(EndCustomerAddressForm, EndCustomerForm):
    """Who it is and its first place, on one page."""


class EndCustomerFilter(forms.Form):
    """The filter of the list; it stands in the address."""

    is_filter = True

    q = forms.CharField(
        label=gettext_lazy("Name, contact, city or tax number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            *((each.value, each.label) for each in EndCustomerState if each != EndCustomerState.REMOVED),
        ],
    )

    use_required_attribute = False


def _known(customer: EndCustomer | None) -> dict[str, str]:
    if customer is None:
        return {}
    names = ("name", "tax_number", "contact", "email", "phone", "notes")
    return {name: getattr(customer, name) for name in names} | {"seat": customer.country}


def _as_typed(address: EndCustomerAddress | None) -> dict[str, str]:
    if address is None:
        return {}
    names = ("label", "attention", "street", "extra", "postal_code", "city", "country")
    region = region_choice(address.country, address.region)
    return {name: getattr(address, name) for name in names} | {"region": region}
