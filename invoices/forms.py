"""What a reader of invoices asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DayField
from invoices.models import PaymentStatus


class InvoiceFilter(forms.Form):
    """The filter of the invoice list; it stands in the address, so that it can be kept and shared (INV-3)."""

    is_filter = True  # nothing in it is ever required, which needs no saying

    q = forms.CharField(
        label=_("Invoice, order or PO number"),
        required=False,
        strip=True,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(label=_("Payment"), required=False, choices=[("", _("All")), *PaymentStatus.choices])
    issued_from = DayField(label=_("Issued from"), required=False)
    issued_to = DayField(label=_("to"), required=False)

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("issued_from"), cleaned.get("issued_to")
        if first and last and last < first:
            self.add_error("issued_to", _("This day is before the first one."))
        return cleaned
