"""A list to choose as a file, read while the form is checked, so that what is wrong with it stands at the field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from common.spreadsheets import reading
from common.spreadsheets.lists import SentList


def files_of(request: HttpRequest) -> tuple[QueryDict, MultiValueDict[str, UploadedFile]] | tuple[None, None]:
    """What a form of a file is filled with: nothing until it is sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


class ListForm[Sent: SentList](forms.Form):
    """`sent` is what the file holds, once the form is valid."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # our own sentence says it better
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.xls,.ods"}),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, kind: type[Sent], most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.most = kind, most
        self.sent: Sent | None = None

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        try:
            self.sent = self.kind.parse(reading.read(file), most=self.most)
        except reading.Unreadable as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file
