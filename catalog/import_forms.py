"""The forms of the staff's imports: which file, and what its columns are taken for (CAT-15)."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import Refused
from accounts.models import User
from catalog.importing import jobs
from catalog.models import Import, ImportKind
from common.spreadsheets.reading import Unreadable


def _which_files() -> str:
    size = filesizeformat(settings.CATALOG_IMPORT_BYTES)
    return _("CSV, packed by gzip or not, or XLSX; at most %(size)s. The first row names the columns.") % {"size": size}


class UploadForm(forms.Form):
    """A file of a kind that somebody may import."""

    kind = forms.ChoiceField(label=gettext_lazy("What the file holds"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,  # our own sentence says it better
        widget=forms.FileInput(attrs={"accept": ".csv,.gz,.xlsx"}),
        help_text=lazy(_which_files, str)(),
    )
    on = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
        help_text=gettext_lazy("For prices: the editions of the price lists that are valid on this day get them."),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, kinds: Collection[ImportKind], by: User, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.language = by, language
        field = self.fields["kind"]
        field.choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.job: Import | None = None

    def clean(self) -> dict[str, Any]:
        """Keep the file where all is well, so that what is wrong with it stands at the field."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        file: UploadedFile = cleaned["file"]
        kind, now = ImportKind(cleaned["kind"]), timezone.now()
        try:
            self.job = jobs.keep(file, kind, on=cleaned["on"], by=self.by, language=self.language, now=now)
        except Unreadable as refusal:
            self.add_error("file", str(refusal))
        return cleaned


class ColumnsForm(forms.Form):
    """For each column of a file what it is taken for."""

    def __init__(self, *args: Any, job: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.job, self.label_suffix = job, ""
        kind = jobs.KINDS[ImportKind(job.kind)]
        choices = [("", _("not used")), *((column.name, f"{column.label} ({column.name})") for column in kind.columns)]
        for place, head in enumerate(job.heads):
            label = head or _("Column %(number)s") % {"number": place + 1}
            field = forms.ChoiceField(choices=choices, required=False, label=label, initial=job.columns[place])
            self.fields[f"column_{place}"] = field

    def rows(self) -> list[tuple[BoundField, Sequence[str]]]:
        """Each column's field with the first cells below its head."""
        fields = [self[f"column_{place}"] for place in range(len(self.job.heads))]
        return [
            (field, [row[place] for row in self.job.first_rows if row[place]]) for place, field in enumerate(fields)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            columns = [cleaned[f"column_{place}"] for place in range(len(self.job.heads))]
            try:
                jobs.try_out(self.job, columns, now=timezone.now())
            except Refused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return cleaned
