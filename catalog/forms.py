"""What people type to filter a list, to clean data."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from babel.numbers import get_decimal_symbol
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.facets import FROM, TO, Facet
from catalog.models import AttributeKind, Pace
from catalog.price_range import PriceRange
from catalog.watching import Wish
from common import formats
from common.money import decimals_of

LONGEST = 15
EXAMPLE = Decimal(1250)
_SPACES = re.compile(r"[\s'’]+")
_WRITTEN = re.compile(
    r"(?P<whole>[0-9]+|[0-9]{1,3}(?P<group>[.,])[0-9]{3}(?:(?P=group)[0-9]{3})*)(?:(?P<mark>[.,])(?P<rest>[0-9]{1,2}))?"
)


def read_amount(text: str, currency: str) -> Decimal | None:
    """An amount in a currency as people write it; None where it is none (FACTS 5)."""
    return read_number(text, decimals=decimals_of(currency))


def read_number(text: str, *, decimals: int) -> Decimal | None:
    """A number as people write it, None where it is none: spaces of any kind, comma or point (FACTS 5).

    A mark before three last digits groups them, if it is not how the reader's country writes decimals.
    """
    found = _WRITTEN.fullmatch(_SPACES.sub("", text))
    if found is None or len(found[0]) > LONGEST or (found["rest"] and not decimals):
        return None
    if found["group"] == (found["mark"] or get_decimal_symbol(formats.active_locale())):
        return None
    return Decimal(f"{re.sub('[.,]', '', found['whole'])}.{found['rest'] or 0}")


class AmountField(forms.Field):
    """An amount in a currency, which the form sets."""

    widget = forms.TextInput(attrs={"class": "input", "inputmode": "decimal", "autocomplete": "off"})
    currency: str

    def to_python(self, value: str | None) -> Decimal | None:
        if not value or not value.strip():
            return None
        amount = read_amount(value, self.currency)
        if amount is None:
            example = formats.amount(EXAMPLE, self.currency)
            raise ValidationError(_("Type an amount such as %(example)s."), params={"example": example})
        return amount


class PriceForm(forms.Form):
    """From which price to which a list goes. What cannot be read is said beside its field and filters nothing."""

    is_filter = True  # nothing in it is ever required, which needs no saying
    price_from = AmountField(label=_("From"), required=False)
    price_to = AmountField(label=pgettext_lazy("price", "to"), required=False)

    def __init__(self, query: QueryDict, currency: str) -> None:
        super().__init__(query)
        for field in self.fields.values():
            field.currency = currency  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        low, high = self.cleaned_data.get("price_from"), self.cleaned_data.get("price_to")
        if low is not None and high is not None and high < low:
            self.add_error("price_to", _("This is less than the lowest price."))
        return self.cleaned_data

    @property
    def range(self) -> PriceRange:
        """What could be read of it."""
        self.full_clean()
        return PriceRange(self.cleaned_data.get("price_from"), self.cleaned_data.get("price_to"))


class FigureField(forms.Field):
    """A measured number, an end of a range."""

    widget = forms.TextInput(attrs={"class": "input", "inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: str | None) -> Decimal | None:
        if not value or not value.strip():
            return None
        figure = read_number(value, decimals=2)
        if figure is None:
            example = formats.figure(Decimal("23.8"))
            raise ValidationError(_("Type a number such as %(example)s."), params={"example": example})
        return figure


class RangesForm(forms.Form):
    """From which to which number each facet of numbers goes; what cannot be read filters nothing."""

    is_filter = True

    def __init__(self, query: QueryDict, facets: Iterable[Facet]) -> None:
        super().__init__(query)
        self.ranged = [facet for facet in facets if facet.kind == AttributeKind.NUMBER]
        for facet in self.ranged:
            self.fields[f"{facet.field}{FROM}"] = FigureField(label=_("From"), required=False)
            self.fields[f"{facet.field}{TO}"] = FigureField(label=pgettext_lazy("price", "to"), required=False)

    def clean(self) -> dict[str, Any]:
        for facet in self.ranged:
            low, high = (self.cleaned_data.get(f"{facet.field}{end}") for end in (FROM, TO))
            if low is not None and high is not None and high < low:
                self.add_error(f"{facet.field}{TO}", _("This is less than the lowest number."))
        return self.cleaned_data

    @property
    def ends(self) -> dict[str, Decimal | None]:
        """What could be read of it, by field."""
        self.full_clean()
        return self.cleaned_data

    def of(self, facet: Facet) -> list[forms.BoundField]:
        return [self[f"{facet.field}{end}"] for end in (FROM, TO)]


class WatchForm(forms.Form):
    """What somebody wants to be told of a product; nonsense in the pace means at once."""

    stock = forms.BooleanField(required=False)
    eta = forms.BooleanField(required=False)
    price = forms.BooleanField(required=False)

    def wish(self) -> Wish:
        self.full_clean()
        chosen = self.data.get("pace", "")
        return Wish(**self.cleaned_data, pace=chosen if chosen in Pace else Pace.AT_ONCE)
