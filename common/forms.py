"""How our forms are drawn: label above, hint between, error beside the field it is about."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draws forms and fields with our own templates; Django writes the aria attributes."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
