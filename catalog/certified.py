"""Why a company may not buy a product that needs a certification, and what to do (CAT-7)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from common import formats


@dataclass(frozen=True)
class MissingCertification:
    """A certification that a product needs and the company does not hold today.

    `waits`: the company told of it and staff have not confirmed it; `expired_on` is the last day of one that ended.
    """

    manufacturer: str
    name: str
    waits: bool
    expired_on: date | None

    def __str__(self) -> str:
        return f"{self.manufacturer} {self.name}"

    @property
    def is_new(self) -> bool:
        """Whether the company never told of it."""
        return not self.waits and self.expired_on is None

    @property
    def sentence(self) -> str:
        """Why it cannot be ordered and what to do, for people of the company."""
        if self.waits:
            return _(
                "It needs the certification “%(name)s”. Your company's waits for our staff, who confirm it; then the "
                "product can be ordered."
            ) % {"name": self}
        if self.expired_on:
            return _(
                "It needs the certification “%(name)s”. Your company's ended on %(day)s: an administrator of your "
                "company writes its new last day there, and our staff confirm it."
            ) % {"name": self, "day": formats.day(self.expired_on)}
        return _(
            "It needs the certification “%(name)s”, which your company does not have. An administrator of your "
            "company adds it, and our staff confirm it."
        ) % {"name": self}

    @property
    def remark(self) -> str:
        """The same for staff."""
        if self.waits:
            return _("It needs the certification “%(name)s”: the company's waits to be confirmed.") % {"name": self}
        if self.expired_on:
            facts = {"name": self, "day": formats.day(self.expired_on)}
            return _("It needs the certification “%(name)s”: the company's ended on %(day)s.") % facts
        return _("It needs the certification “%(name)s”, which the company does not have.") % {"name": self}
