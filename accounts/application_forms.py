"""What applicants fill in: the questions before the form, the form of their country, and the answer to staff."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import get_language_info, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts import applying
from accounts.application_papers import paper_field
from accounts.models import ApplicationDocument
from accounts.tax_numbers import checked_tax_number, kind_of
from common.forms import MailAddressField
from common.uploads import Upload
from markets.models import Market
from markets.regions import NEED_REGION, WITHOUT_POSTAL_CODES, regions_of

OF_THE_COMPANY = ("company_name", "tax_number", "website", "business")
OF_THE_PLACE = ("street", "extra", "postal_code", "city", "region")
OF_THE_PERSON = ("contact_name", "email", "phone")
MOST_KEPT = 2000


class StartForm(forms.Form):
    """Who applies, asked first: an end user, or a reseller who was a customer before or not (ACC-1)."""

    kind = forms.ChoiceField(
        label=_("What does your company do?"),
        choices=[
            ("reseller", _("It resells IT products to its own customers")),
            ("end_user", _("It uses them itself, or I am a private person")),
        ],
        widget=forms.RadioSelect,
    )
    former = forms.ChoiceField(
        label=_("Was your company a customer of ours before?"),
        choices=[("no", pgettext_lazy("former customer", "No")), ("yes", pgettext_lazy("former customer", "Yes"))],
        required=False,
        widget=forms.RadioSelect,
    )
    is_filter = True  # it stands in the address

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == "reseller" and not data.get("former"):
            self.add_error("former", gettext("Please choose one."))
        return data


class PapersForm(forms.Form):
    """A form with a field for each paper; those that were uploaded before need not be chosen again."""

    kept: dict[str, ApplicationDocument]
    papers: list[str]
    use_required_attribute = False

    def add_papers(self, papers: Collection[str], kept: dict[str, ApplicationDocument]) -> None:
        self.papers, self.kept = list(papers), kept
        for number, paper in enumerate(papers):
            self.fields[f"paper-{number}"] = paper_field(paper, required=paper not in kept)

    def uploads(self) -> dict[str, Upload]:
        """The files that were accepted, by paper, whatever is wrong with the rest of the form."""
        found = ((paper, self.cleaned_data.get(f"paper-{number}")) for number, paper in enumerate(self.papers))
        return {paper: upload for paper, upload in found if upload}

    def paper_rows(self) -> Iterator[tuple[BoundField, ApplicationDocument | None]]:
        for number, paper in enumerate(self.papers):
            yield self[f"paper-{number}"], self.kept.get(paper)


class ApplicationForm(PapersForm):
    """The application, as the market asks for it in the applicant's country (MKT-11)."""

    country = forms.ChoiceField(label=_("Country"))
    language = forms.ChoiceField(label=_("Language"), help_text=_("Of this page and of our mails to you."))
    company_name = forms.CharField(
        label=_("Company, as registered"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    tax_number = forms.CharField(label=_("Tax number"), max_length=60)
    website = forms.CharField(
        label=_("Website"), max_length=200, required=False, widget=forms.TextInput({"autocomplete": "url"})
    )
    business = forms.CharField(
        label=_("What do you sell, and to whom?"),
        max_length=2000,
        help_text=_("Some sentences. Only IT resellers can become customers."),
        widget=forms.Textarea({"rows": 4}),
    )
    street = forms.CharField(
        label=_("Street and number"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "address-line1"}),
    )
    extra = forms.CharField(
        label=_("Floor, gate or building"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "address-line2"}),
    )
    postal_code = forms.CharField(
        label=_("Postal code"), max_length=20, widget=forms.TextInput({"autocomplete": "postal-code"})
    )
    city = forms.CharField(label=_("City"), max_length=100, widget=forms.TextInput({"autocomplete": "address-level2"}))
    region = forms.ChoiceField(label=_("Province, state or county"))
    contact_name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("You become the company's first administrator."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = MailAddressField(label=_("Your e-mail address"), widget=forms.EmailInput({"autocomplete": "email"}))
    phone = forms.CharField(
        label=_("Your phone"), max_length=40, widget=forms.TextInput({"autocomplete": "tel", "type": "tel"})
    )
    former_number = forms.CharField(
        label=_("Your former customer number"),
        max_length=20,
        required=False,
        help_text=_("If you know it still."),
    )

    def __init__(
        self,
        *args: Any,
        market: Market,
        was_customer: bool,
        kept: dict[str, ApplicationDocument],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.market = market
        countries = applying.countries_of(market)
        wanted = self.data.get("country") if self.is_bound else (self.initial or {}).get("country")
        self.seat = wanted if wanted in countries else countries[0]
        self._fit_country()
        self._fit_language()
        self._fit_fee(was_customer=was_customer)
        self.add_papers(applying.papers_for(market, self.seat), kept)

    def _fit_country(self) -> None:
        country: Any = self.fields["country"]
        country.choices, country.initial = applying.country_choices(self.market), self.seat
        country.widget.attrs["data-updates"] = True
        if len(applying.countries_of(self.market)) > 1:
            country.help_text = gettext("The form changes with it; what you typed stays.")
        self.fields["postal_code"].required = self.seat not in WITHOUT_POSTAL_CODES
        self.initial["country"] = self.seat
        if kind := kind_of(self.seat):
            self.fields["tax_number"].label = gettext("Tax number: %(name)s") % {"name": gettext(kind.name)}
            self.fields["tax_number"].help_text = gettext("It looks like this: %(example)s") % {"example": kind.example}
        regions = regions_of(self.seat)
        if regions:
            self.fields["region"].choices = [("", "–"), *regions]  # type: ignore[attr-defined]
            self.fields["region"].required = self.seat in NEED_REGION
        else:
            del self.fields["region"]

    def _fit_language(self) -> None:
        offered = self.market.offered_languages()
        language: Any = self.fields["language"]
        language.choices = [(code, get_language_info(code)["name_local"].capitalize()) for code in offered]
        language.widget.attrs["data-updates"] = True
        if len(offered) == 1:
            del self.fields["language"]

    def _fit_fee(self, *, was_customer: bool) -> None:
        """A former customer gives the old number; the taxes on its fee hang on its region."""
        if not was_customer:
            del self.fields["former_number"]
        elif self.market.processing_fee and "region" in self.fields:
            self.fields["region"].widget.attrs["data-updates"] = True

    @property
    def may_change(self) -> bool:
        """Whether a choice in it makes another form of it: of the country, the language, or the region of a fee."""
        several = len(applying.countries_of(self.market)) > 1
        return several or "language" in self.fields or "data-updates" in self._region_attrs

    @property
    def _region_attrs(self) -> dict[str, Any]:
        return self.fields["region"].widget.attrs if "region" in self.fields else {}

    def clean_tax_number(self) -> str:
        return checked_tax_number(self.seat, self.cleaned_data["tax_number"], or_of_person=True)

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        if len(re.sub(r"\D", "", phone)) < 5:
            raise ValidationError(gettext("A phone number has more digits."))
        return phone

    def written(self) -> dict[str, Any]:
        """The application's own columns."""
        names = ("country", *OF_THE_COMPANY, *OF_THE_PLACE, *OF_THE_PERSON, "former_number")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def typed(self) -> dict[str, str]:
        """What to keep for the next look at the form, right or wrong."""
        return {name: self.data[name][:MOST_KEPT] for name in self.base_fields if name in self.data}

    def group(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    def of_the_company(self) -> list[BoundField]:
        return self.group("company_name", "tax_number", "website", "former_number")

    def of_the_place(self) -> list[BoundField]:
        return self.group(*OF_THE_PLACE)

    def of_the_person(self) -> list[BoundField]:
        return self.group(*OF_THE_PERSON)


class AnswerForm(PapersForm):
    """The applicant's answer to what staff asked."""

    text = forms.CharField(label=_("Your answer"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, papers: list[str], kept: dict[str, ApplicationDocument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_papers(papers or [gettext("A paper")], kept)
        if not papers:
            self.fields["paper-0"].required = False
            self.fields["text"].help_text = gettext("Or upload a paper below.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("text") or self.uploads() or self.kept or self.errors):
            self.add_error("text", gettext("Write an answer, or choose a file."))
        return data
