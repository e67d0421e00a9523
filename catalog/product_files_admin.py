"""Pictures and documents on the staff's page of a product."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Product, ProductDocument, ProductPicture
from catalog.product_files import (
    DOCUMENT_BYTES,
    DOCUMENT_KINDS,
    PICTURE_BYTES,
    PICTURE_KINDS,
    draw,
    forget_files,
    keep,
)
from common.uploads import Storing, UploadField

FileRow = ProductPicture | ProductDocument


class FileForm(forms.ModelForm[Any]):
    """A row with a file: needed for a new one, and for one that is there only to replace what it has."""

    upload: UploadField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.instance.pk and not cleaned.get("upload") and "upload" not in self.errors:
            self.add_error("upload", _("Choose a file."))
        return cleaned


class PictureForm(FileForm):
    upload = UploadField(label=gettext_lazy("Picture"), kinds=PICTURE_KINDS, most_bytes=PICTURE_BYTES, required=False)

    class Meta:
        model = ProductPicture
        fields = ("upload", "description", "position")


class DocumentForm(FileForm):
    upload = UploadField(label=gettext_lazy("File"), kinds=DOCUMENT_KINDS, most_bytes=DOCUMENT_BYTES, required=False)

    class Meta:
        model = ProductDocument
        fields = ("upload", "kind", "title", "language", "is_for_members")


class PictureInline(admin.TabularInline[ProductPicture, Product]):
    model = ProductPicture
    form = PictureForm
    extra = 0
    fields = ("shown", "upload", "description", "position")
    readonly_fields = ("shown",)

    @admin.display(description=gettext_lazy("Now"))
    def shown(self, picture: ProductPicture) -> str:
        if not picture.pk:
            return "–"
        return format_html('<img src="{}" alt="{}">', picture.thumbnail_address, picture.description)


class DocumentInline(admin.StackedInline[ProductDocument, Product]):
    model = ProductDocument
    form = DocumentForm
    extra = 0
    fields = ("kept", "upload", "kind", "title", "language", "is_for_members")
    readonly_fields = ("kept",)

    @admin.display(description=gettext_lazy("Now"))
    def kept(self, document: ProductDocument) -> str:
        if not document.pk:
            return "–"
        return format_html('<a href="{}">{}</a>', document.get_absolute_url(), document.file_name)


def save_files(formset: Any, files: Storing) -> None:
    """Save the rows of an inline with their files. `files` deletes them again if the transaction fails."""
    for form in formset.forms:
        upload, row = form.cleaned_data.get("upload"), form.instance
        if upload and not form.cleaned_data.get("DELETE"):
            draw(row, upload, files) if isinstance(row, ProductPicture) else keep(row, upload, files)
    formset.save()
    for row in formset.deleted_objects:
        forget_files(row)


def is_of_files(formset: Any) -> bool:
    return formset.model in (ProductPicture, ProductDocument)
