"""Links that lead to one row: signed from its number and key when their mail is written, and stored nowhere."""

import uuid
from typing import Protocol

from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.acting import Refused


class LinkVoid(Refused):
    """The link was used, is too old, or a newer one took its place; or it never was one."""

    def __str__(self) -> str:
        return _("This link no longer works. It was used already, or it is too old.")


class Keyed(Protocol):
    """A row with a key of its own; another key makes the links from before void."""

    pk: int
    key: uuid.UUID


class PrivateLinks:
    """The links to rows of one kind; `purpose` keeps those of one from working for another."""

    def __init__(self, purpose: str) -> None:
        self._signer = Signer(salt=purpose)

    def token_of(self, row: Keyed) -> str:
        return self._signer.sign(f"{row.pk}-{row.key.hex}")

    def number_in(self, token: str) -> int:
        """The number of the row that a token was made for, also after its key was changed. Raises LinkVoid."""
        try:
            return int(self._signer.unsign(token).partition("-")[0])
        except BadSignature as forged:
            raise LinkVoid from forged

    def named(self, token: str) -> Q:
        """The row that a token names. Raises LinkVoid where we never signed it."""
        try:
            pk, key = self._signer.unsign(token).split("-")
        except BadSignature as forged:
            raise LinkVoid from forged
        return Q(pk=int(pk), key=uuid.UUID(key))
