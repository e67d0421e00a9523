"""What staff say to a report of an approval as stockist (ACC-19c)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DayField


class ConfirmForm(forms.Form):
    use_required_attribute = False

    valid_from = DayField(label=_("Valid from"))
    valid_to = DayField(label=_("Valid to"), required=False, help_text=_("Last valid day; empty: no end."))


class RefuseForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The company reads it."))
