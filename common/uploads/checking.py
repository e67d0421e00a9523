"""Looking at what a file holds: its kind by its first bytes, then all of it as that kind has to be."""

import io
import re
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from babel.lists import format_list
from django.core.files.base import File
from django.utils.translation import gettext as _

from common.formats import active_locale
from common.uploads import pdfs, pictures, word, word_old
from common.uploads.kinds import MEGABYTE, STARTS, Kind
from common.uploads.names import clean_name
from common.uploads.refusals import Empty, HasMore, TooLarge, WrongKind

SNIFFED = 1024  # browsers and readers of PDF look no further for what a file is
PROGRAMS = re.compile(rb"<\?php|__HALT_COMPILER|<script|<html|<!doctype html", re.IGNORECASE)
CHECKS: dict[str, Callable[[bytes], None]] = {
    ".pdf": pdfs.check,
    ".jpg": pictures.check_jpg,
    ".png": pictures.check_png,
    ".docx": word.check,
    ".doc": word_old.check,
}


@dataclass(frozen=True)
class Checked:
    """What an accepted file is: its cleaned name, and kind, type and size (in bytes) by its content."""

    name: str
    kind: Kind
    content_type: str
    size: int
    sha256: str


def checked(file: File[Any], *, kinds: Collection[Kind], most_bytes: int) -> Checked:
    """Read a whole file and say what it is; it is at its start again afterwards. Raises UploadRefused.

    Exactly `most_bytes` are allowed, one more is not (MKT-11).
    """
    file.seek(0)
    content = file.read(most_bytes + 1)
    file.seek(0)
    if not content:
        raise Empty
    if len(content) > most_bytes:
        raise TooLarge(most=size_in_words(most_bytes))
    found = next((start for start in STARTS if content.startswith(start[0]) and start[1] in kinds), None)
    if found is None:
        raise WrongKind(kinds=kinds_in_words(kinds))
    _start, kind, ending, content_type = found
    _refuse_a_second_nature(content, ending)
    CHECKS[ending](content)
    name = clean_name(file.name or "", ending, kind.endings if kind is Kind.JPG else (ending,))
    return Checked(name, kind, content_type, len(content), sha256(content).hexdigest())


def kinds_in_words(kinds: Collection[Kind]) -> str:
    """The kinds as a person lists them: PDF, JPG, Word or PNG."""
    return format_list([str(kind.label) for kind in kinds], style="or", locale=active_locale())


def size_in_words(size: int) -> str:
    """A number of bytes as a limit is said: 1 MB, 500 KB."""
    if size % MEGABYTE == 0:
        return _("%(number)d MB") % {"number": size // MEGABYTE}
    return _("%(number)d KB") % {"number": size // 1024}


def _refuse_a_second_nature(content: bytes, ending: str) -> None:
    """A file that is one thing to us and another to whoever else opens it. Raises HasMore."""
    if ending != ".docx" and zipfile.is_zipfile(io.BytesIO(content)):
        raise HasMore
    if ending != ".pdf" and b"%PDF-" in content[:SNIFFED]:
        raise HasMore
    is_picture = ending in (".jpg", ".png")
    if PROGRAMS.search(content if is_picture else content[:SNIFFED]):
        raise HasMore
