"""Uploaded files: what they are is decided by their content, never by their name, and refused with a sentence.

    upload = UploadField(kinds=(Kind.PDF, Kind.JPG), most_bytes=MEGABYTE)     # in a form
    file = models.FileField(upload_to=RandomName("applications"))             # in a model

What was accepted is stored below MEDIA_ROOT under a random name, which no address leads to, and handed out by a view
that says `common.downloads.stored`.
"""

from common.uploads.checking import Checked, checked
from common.uploads.fields import Upload, UploadField, in_words
from common.uploads.kinds import MEGABYTE, Kind
from common.uploads.places import RandomName, Storing, storing
from common.uploads.refusals import UploadRefused

__all__ = [
    "MEGABYTE",
    "Checked",
    "Kind",
    "RandomName",
    "Storing",
    "Upload",
    "UploadField",
    "UploadRefused",
    "checked",
    "in_words",
    "storing",
]
