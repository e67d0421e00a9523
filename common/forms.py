"""How our forms are drawn: label above, hint between, error beside the field it is about; and fields of many forms."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting

FIRST_YEAR, LAST_YEAR = 2000, 2100


class FormRenderer(TemplatesSetting):
    """Draws forms and fields with our own templates; Django writes the aria attributes."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class DayField(forms.DateField):
    """A day of this century, typed or picked; browsers without a picker send what was typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        day: date | None = super().to_python(value)
        if day and not FIRST_YEAR <= day.year < LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class TicksField(forms.MultipleChoiceField):
    """Any of a few things, each with a box to tick; none is an answer too."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class MailAddressField(forms.EmailField):
    """An e-mail address, in lower case as all of ours are kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).lower()
