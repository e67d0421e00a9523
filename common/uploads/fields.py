"""The form field that takes a file and says beforehand which and how large."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from common.uploads.checking import Checked, checked, kinds_in_words, size_in_words
from common.uploads.kinds import Kind


@dataclass(frozen=True)
class Upload:
    """A file that was accepted, with what it is."""

    file: File[Any]
    checked: Checked

    @property
    def name(self) -> str:
        return self.checked.name


def in_words(kinds: Collection[Kind], most_bytes: int) -> str:
    """Which files are taken: PDF, JPG, Word or PNG, at most 1 MB."""
    return _("%(kinds)s, at most %(size)s.") % {"kinds": kinds_in_words(kinds), "size": size_in_words(most_bytes)}


class UploadField(forms.FileField):
    """Takes one file of some kinds; `cleaned_data` holds an Upload, or None where none was chosen."""

    def __init__(self, *, kinds: Collection[Kind], most_bytes: int, **kwargs: Any) -> None:
        self.kinds, self.most_bytes = tuple(kinds), most_bytes
        kwargs.setdefault("help_text", lazy(in_words, str)(self.kinds, most_bytes))
        kwargs.setdefault("widget", forms.FileInput)
        super().__init__(**kwargs, allow_empty_file=True)  # the check says it, in our words

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        endings = (ending for kind in self.kinds for ending in kind.endings)
        return super().widget_attrs(widget) | {"accept": ",".join(endings)}

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Raises UploadRefused."""
        file = super().clean(data, initial)
        if not isinstance(file, File):
            return None
        return Upload(file, checked(file, kinds=self.kinds, most_bytes=self.most_bytes))
