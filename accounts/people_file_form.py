"""A file of people to choose, read while the form is checked, so that what is wrong with it stands at the field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from accounts.people_file import PeopleFile
from common.spreadsheets import reading


class PeopleFileForm(forms.Form):
    """`people` is what the file holds, once the form is valid."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # our own sentence says it better
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.xls,.ods"}),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = company.market.import_rows
        self.people: PeopleFile | None = None

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        try:
            self.people = PeopleFile.parse(reading.read(file), most=self.most)
        except reading.Unreadable as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file
