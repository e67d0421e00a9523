"""Input about a company's own part numbers: which product, which number, and how their list is searched."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import OwnPartNumber, Product
from catalog.own_numbers import IsAnotherSku, NumberedAlready, NumberTaken
from catalog.part_numbers import own_normalized
from catalog.search import LONGEST, cleaned, products_numbered

MOST_NORM = 200
MOST_CANDIDATES = 10
AS_TYPED = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class OwnNumberField(forms.CharField):
    """A company's number as it writes it; one without a letter or digit names nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, widget=forms.TextInput(attrs=AS_TYPED), **kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not own_normalized(value):
            raise ValidationError(_("A number needs a letter or a digit."))
        if len(own_normalized(value)) > MOST_NORM:
            raise ValidationError(_("This number is too long."))


def products_with(part: str) -> list[Product]:
    """The products that have this SKU, MPN or GTIN."""
    return list(Product.objects.filter(pk__in=products_numbered(cleaned(part))).select_related("manufacturer"))


class OwnNumberForm(forms.Form):
    number = OwnNumberField(label=gettext_lazy("Own part number"))
    product = forms.CharField(
        label=gettext_lazy("SKU, MPN or GTIN of the product"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs=AS_TYPED),
    )

    def __init__(self, *args: Any, own: OwnPartNumber | None = None, sku: str = "", **kwargs: Any) -> None:
        known = {"number": own.number, "product": own.product.sku} if own else {"product": sku}
        super().__init__(*args, **{"initial": known} | kwargs)

    def clean_product(self) -> Product:
        found = products_with(self.cleaned_data["product"])
        if not found:
            raise ValidationError(_("No product has this number."))
        if len(found) > 1:
            named = ", ".join(f"{each.sku} ({each.manufacturer} {each.name})" for each in found[:MOST_CANDIDATES])
            sentence = _("Several products have this number. Type the SKU of one: %(named)s.")
            raise ValidationError(sentence % {"named": named})
        return found[0]

    def say(self, refusal: Exception) -> None:
        """Set a refusal beside the field that it is about; what names no field is on top."""
        match refusal:
            case NumberTaken() | IsAnotherSku():
                self.add_error("number", str(refusal))
            case NumberedAlready():
                self.add_error("product", str(refusal))
            case _:
                self.add_error(None, str(refusal))


class OwnNumberFilter(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Number or name"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    is_filter = True
