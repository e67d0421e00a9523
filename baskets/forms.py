"""What people type about baskets, to clean data."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baskets.filling import MOST_OF_ONE
from baskets.numbers import TypedRow
from common import formats

_SPACES = re.compile(r"[\s\u00a0\u202f']+")


class QuantityField(forms.Field):
    """Whole pieces as people write them: spaces of any kind inside are forgiven (FACTS 5)."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "5"})

    def __init__(self, *, least: int = 1, **kwargs: Any) -> None:
        self.least = least
        super().__init__(label=_("Quantity"), **kwargs)

    def to_python(self, value: str | None) -> int | None:
        text = _SPACES.sub("", value or "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or len(text) > 12:
            raise ValidationError(_("Type a whole number of pieces."))
        quantity = int(text)
        if quantity < self.least:
            raise ValidationError(_("Type at least %(least)s.") % {"least": self.least})
        if quantity > MOST_OF_ONE:
            raise ValidationError(_("A line holds at most %(most)s pieces.") % {"most": formats.whole(MOST_OF_ONE)})
        return quantity


class AddForm(forms.Form):
    """A product from a list or its page."""

    sku = forms.CharField(max_length=40, widget=forms.HiddenInput)
    quantity = QuantityField()
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class NumberForm(forms.Form):
    """One row of “add by part number”; an empty row is no row."""

    part = forms.CharField(label=_("SKU, MPN, GTIN or own part number"), required=False, max_length=200)
    quantity = QuantityField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("quantity") is not None and not data.get("part"):
            self.add_error("part", _("Which product? Type its SKU, MPN, GTIN or your own number."))
        return data

    def row(self) -> TypedRow | None:
        """What was typed, one piece where no quantity was; None for an empty row. Raises ValidationError."""
        if not self.is_valid():
            raise ValidationError(self.errors.as_data())
        part = self.cleaned_data.get("part")
        return TypedRow(part, self.cleaned_data.get("quantity") or 1) if part else None

    def typed(self, number: int) -> dict[str, str]:
        """The row as it was typed, for an address that shows it again as row `number`."""
        return {f"row-{number}-{name}": str(self[name].value() or "") for name in ("part", "quantity")}


def as_typed(rows: Sequence[TypedRow]) -> dict[str, str]:
    """The rows as the form would send them, to be shown in it."""
    typed = {"row-TOTAL_FORMS": str(len(rows)), "row-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        typed |= {f"row-{number}-part": row.part, f"row-{number}-quantity": str(row.quantity)}
    return typed


NumberFormSet = forms.formset_factory(NumberForm, extra=3, max_num=100, absolute_max=100)
