"""An address as people fill it in: the country decides whether a region is needed, and which ones there are."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from markets import regions

PLACE_FIELDS = ("street", "extra", "postal_code", "city", "country", "region")


class PlaceForm(forms.Form):
    """Street to country; who receives there is for its heirs to ask. Regions go by country and code: “CA-ON”."""

    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=200)
    extra = forms.CharField(label=gettext_lazy("Floor, gate or building"), max_length=200, required=False)
    postal_code = forms.CharField(label=gettext_lazy("Postal code"), max_length=20)
    city = forms.CharField(label=gettext_lazy("City"), max_length=100)
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    region = forms.ChoiceField(
        label=gettext_lazy("Province, state or county"),
        required=False,
        help_text=gettext_lazy("Needed in Brazil, Canada and the United States: taxes and freight hang on it."),
    )

    def __init__(self, *args: Any, home: str, **kwargs: Any) -> None:
        """`home` is the country whose regions come first, and which is chosen until another one is."""
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = regions.countries()  # type: ignore[attr-defined]
        self.fields["country"].initial = home
        self.fields["region"].choices = _regions_by_country(home)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        country, region = data.get("country"), data.get("region", "")
        if country and region and not region.startswith(f"{country}-"):
            self.add_error("region", ValidationError(_("This one is in another country.")))
        elif country in regions.NEED_REGION and not region and "region" not in self.errors:
            self.add_error("region", ValidationError(_("Please choose one: taxes and freight hang on it.")))
        return data

    def place(self) -> dict[str, str]:
        """The address's own columns."""
        data = {name: self.cleaned_data[name] for name in PLACE_FIELDS}
        return data | {"region": data["region"].partition("-")[2]}


def region_choice(country: str, region: str) -> str:
    """The value of a region in the list."""
    return f"{country}-{region}" if region else ""


def _regions_by_country(home: str) -> list[tuple[str, Any]]:
    groups = [
        (regions.country_name(country), [(f"{country}-{code}", name) for code, name in regions.regions_of(country)])
        for country in sorted(regions.REGIONS, key=lambda country: (country != home, country))
    ]
    return [("", "–"), *groups]
