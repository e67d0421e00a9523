"""The kinds of files that may be uploaded."""

from enum import Enum
from typing import Any

from django.utils.translation import pgettext_lazy

MEGABYTE = 1024 * 1024
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Kind(Enum):
    """What a person calls a kind of file; Word is both, the old format and the new one."""

    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"
    WORD = "word"

    @property
    def label(self) -> Any:
        return pgettext_lazy("kind of file", "Word") if self is Kind.WORD else self.name

    @property
    def endings(self) -> tuple[str, ...]:
        """How names of such files end, the usual one first."""
        return {
            Kind.PDF: (".pdf",),
            Kind.JPG: (".jpg", ".jpeg"),
            Kind.PNG: (".png",),
            Kind.WORD: (".docx", ".doc"),
        }[self]


# The first bytes decide, and with them the ending and the type under which a file is handed out.
STARTS: tuple[tuple[bytes, Kind, str, str], ...] = (
    (b"%PDF-", Kind.PDF, ".pdf", "application/pdf"),
    (b"\xff\xd8\xff", Kind.JPG, ".jpg", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG, ".png", "image/png"),
    (b"PK\x03\x04", Kind.WORD, ".docx", DOCX_TYPE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.WORD, ".doc", "application/msword"),
)
