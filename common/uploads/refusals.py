"""Why an uploaded file is refused, each in a sentence that says what to do."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class UploadRefused(ValidationError):
    """A file that is not taken; nothing of it is stored."""

    sentence: Any = _("This file cannot be taken.")

    def __init__(self, **params: Any) -> None:
        super().__init__(self.sentence, code=type(self).__name__, params=params or None)


class Empty(UploadRefused):
    sentence = _("This file is empty.")


class TooLarge(UploadRefused):
    sentence = _("This file is larger than %(most)s. Choose a smaller one, or scan it at a lower resolution.")


class WrongKind(UploadRefused):
    """Its content is no kind that is asked for, whatever its name says."""

    sentence = _("This is no %(kinds)s file, whatever its name says. Choose another one.")


class Damaged(UploadRefused):
    sentence = _("This file is damaged or not complete. Make it again and choose the new one.")


class HasMore(UploadRefused):
    """Something else hides in it: an archive, a program, a page."""

    sentence = _("This file has other data hidden in it. Open it, save it as a new file, and choose that one.")


class IsLocked(UploadRefused):
    sentence = _("This file is protected by a password. Save it without one and choose the new file.")


class HasPrograms(UploadRefused):
    """Macros, scripts, programs, or a template from elsewhere."""

    sentence = _("This file holds macros or scripts. Save it without them, best as a PDF, and choose the new file.")


class TooMuchInside(UploadRefused):
    """Small in itself, it would unpack to far more than a paper needs."""

    sentence = _("This file holds too much to be opened safely. Choose a smaller picture or document.")
