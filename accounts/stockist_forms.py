"""What staff say to a report of an approval as stockist (ACC-19c)."""

from django import forms
from django.utils.translation import gettext_lazy as _


def _day(label: object, **options: object) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)  # type: ignore[arg-type]


class ConfirmForm(forms.Form):
    use_required_attribute = False

    valid_from = _day(_("Valid from"))
    valid_to = _day(_("Valid to"), required=False, help_text=_("Last valid day; empty: no end."))


class RefuseForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The company reads it."))
