"""Importing a list: it is kept while somebody looks at what it would do, then all good rows are done at once.

Lists of people and of own part numbers come in so. What a row may hold, and what it does, each of them says itself.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from accounts.acting import Refused
from accounts.models import Company, User
from accounts.models.kept_file import KeptFile
from common.downloads import table
from common.spreadsheets.lists import SentList
from common.spreadsheets.reading import Row


class AlreadyImported(Refused):
    """The button was pressed before."""

    def __str__(self) -> str:
        return _("This file was imported already.")


class Expired(Refused):
    """The file was sent too long ago to be kept."""

    def __str__(self) -> str:
        return _("This file is no longer kept. Choose it again.")


class RowOfFile(Protocol):
    """A row of a file with what it would do, or what is wrong with it, by cell."""

    @property
    def number(self) -> int: ...

    @property
    def errors(self) -> Mapping[str, str]: ...

    @property
    def outcome(self) -> str: ...

    def facts(self) -> list[object]:
        """What whoever presses the button agrees to, whatever their language."""
        ...


@dataclass(frozen=True)
class Preview[Line: RowOfFile]:
    """Every row with what it would do now."""

    lines: Sequence[Line]

    def of(self, *outcomes: str) -> list[Line]:
        return [line for line in self.lines if line.outcome in outcomes]

    @property
    def refused(self) -> list[Line]:
        return [line for line in self.lines if line.errors]

    def digest(self) -> str:
        """The same for two previews that would do the same."""
        facts = json.dumps([line.facts() for line in self.lines])
        return hashlib.sha256(facts.encode()).hexdigest()

    def sentences_of_refused(self) -> dict[int, str]:
        """What is wrong with each refused row, by its number."""
        return {line.number: " ".join(line.errors.values()) for line in self.refused}


def keep[Kept: KeptFile](
    kind: type[Kept], file: SentList, company: Company, *, name: str, by: User, now: datetime
) -> Kept:
    """Keep a file for its sender until they press the button, in place of those they sent before."""
    kind._default_manager.filter(sent_by=by, company=company, applied_at=None).delete()
    rows = [list(row) for row in file.rows]
    kept = kind(company=company, sent_by=by, file_name=name[-200:], heads=file.heads, rows=rows, sent_at=now)
    kept.save(force_insert=True)
    return kept


def claimed[Kept: KeptFile](kept: Kept, *, now: datetime) -> Kept:
    """The kept file, locked, to be imported in this transaction; only once. Raises AlreadyImported, Expired."""
    kept = type(kept)._default_manager.select_for_update().get(pk=kept.pk)
    if kept.applied_at:
        raise AlreadyImported
    if kept.is_expired(now):
        raise Expired
    kept.applied_at = now
    kept.save(update_fields=["applied_at"])
    return kept


def rows_of(kept: KeptFile) -> list[Row]:
    return [Row(number, cells) for number, cells in kept.rows]


def refused_table(file: SentList, errors: Mapping[int, str], name: str, kind: str, *, title: str) -> HttpResponseBase:
    """The rows that were refused, each with what is wrong with it, to be mended and sent again."""
    return table(name, kind, file.refused_heads(), file.refused_rows(errors), title=title)
