"""Importing people: a file is kept while somebody looks at what it would do, then all good rows are done at once.

Every act is the verb that its page has, with its trail and its mail (ACC-15).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import administering, inviting
from accounts.acting import Actor, Refused, locked_company
from accounts.administering import Wish
from accounts.models import Company, PeopleImport
from accounts.people_file import REMARK, PeopleFile
from accounts.people_lines import Line, Outcome, Preview
from accounts.resolving_people import resolve
from common.database import tried_again
from common.spreadsheets import Cell
from common.spreadsheets.reading import Row


class AlreadyImported(Refused):
    """The button was pressed before."""

    def __str__(self) -> str:
        return _("This file was imported already.")


class Expired(Refused):
    """The file was sent too long ago to be kept."""

    def __str__(self) -> str:
        return _("This file is no longer kept. Choose it again.")


class LooksDifferent(Refused):
    """The company's people were changed since somebody looked."""

    def __str__(self) -> str:
        return _(
            "Nothing was imported: users were changed meanwhile, and the file would do something else. Look again."
        )


class RowRefused(Refused):
    """A verb refused what the preview thought it would do."""

    def __init__(self, line: Line, refusal: Refused) -> None:
        super().__init__(line, refusal)
        self.line, self.refusal = line, refusal

    def __str__(self) -> str:
        return _("Nothing was imported. Row %(row)s: %(reason)s") % {"row": self.line.number, "reason": self.refusal}


@transaction.atomic
def keep(file: PeopleFile, company: Company, *, name: str, by: Actor, now: datetime) -> PeopleImport:
    """Keep a file for its sender until they press the button, in place of those they sent before."""
    PeopleImport.objects.sent_by(by.user).filter(company=company, applied_at=None).delete()
    return PeopleImport.objects.create(
        company=company,
        sent_by=by.user,
        file_name=name[-200:],
        heads=file.heads,
        rows=[list(row) for row in file.rows],
        sent_at=now,
    )


def forget_expired(*, now: datetime) -> int:
    """Delete the files that are no longer kept, and return how many."""
    return PeopleImport.objects.expired(now).delete()[0]


def file_of(kept: PeopleImport) -> PeopleFile:
    return PeopleFile(kept.heads, [Row(number, cells) for number, cells in kept.rows])


def preview_of(kept: PeopleImport, by: Actor) -> Preview:
    """What the file would do now."""
    return resolve(file_of(kept), kept.company, by)


@tried_again
@transaction.atomic
def apply(kept: PeopleImport, *, seen: str, by: Actor, now: datetime) -> Preview:
    """Do all good rows of a file, or none: `seen` is the digest of the preview that was agreed to.

    Raises AlreadyImported, Expired, LooksDifferent, RowRefused, RequestMissing, PrivilegeMissing, Busy.
    """
    company = locked_company(kept.company_id, by)
    kept = PeopleImport.objects.select_for_update().get(pk=kept.pk)
    if kept.applied_at:
        raise AlreadyImported
    if kept.is_expired(now):
        raise Expired
    preview = resolve(file_of(kept), company, by)
    if preview.digest() != seen:
        raise LooksDifferent
    for line in preview.good:
        try:
            _do(line, company, by, now)
        except Refused as refusal:
            raise RowRefused(line, refusal) from refusal
    kept.applied_at = now
    kept.save(update_fields=["applied_at"])
    return preview


def sentence_of(done: Preview) -> str:
    """What an import did, in numbers."""
    invited, changed = len(done.invited), len(done.changed)
    sentences = [
        ngettext("%(count)s person was invited.", "%(count)s people were invited.", invited) % {"count": invited},
        ngettext("%(count)s person was changed.", "%(count)s people were changed.", changed) % {"count": changed},
    ]
    return " ".join(sentence for sentence, count in zip(sentences, (invited, changed), strict=True) if count)


def _do(line: Line, company: Company, by: Actor, now: datetime) -> None:
    member = line.member
    if member is None:
        inviting.invite(
            company,
            name=line.name,
            email=line.email,
            username=line.username,
            privileges=line.rights,
            by=by,
            now=now,
        )
        return
    if line.name or line.username:
        user = member.user
        name, username = line.name or user.name, line.username or user.username or ""
        administering.edit(member, name=name, phone=user.phone, username=username, by=by, now=now)
    if line.rights != line.was:
        administering.change_rights(company, [Wish(member.pk, line.was, line.rights)], by=by, now=now)
    if line.is_enabled is not None:
        (administering.enable if line.is_enabled else administering.disable)(member, by=by, now=now)


def refused_heads(kept: PeopleImport) -> list[str]:
    """The heads of the file with one more, for what is wrong with each row."""
    file = file_of(kept)
    return [*(file.heads[place] for place in _places(file)), _("Error")]


def refused_rows(kept: PeopleImport, preview: Preview) -> Iterator[Sequence[Cell]]:
    """The rows that were refused as they were sent, to be mended and sent again."""
    file = file_of(kept)
    places = _places(file)
    cells_of = {row.number: row.cells for row in file.rows}
    for line in preview.of(Outcome.REFUSED):
        cells = cells_of[line.number]
        sent: list[Cell] = [cells[place] if place < len(cells) else "" for place in places]
        yield [*sent, " ".join(line.errors.values())]


def _places(file: PeopleFile) -> list[int]:
    """Which columns are sent back: all but our own remarks of the time before."""
    return [place for place, field in enumerate(file.fields()) if field != REMARK]
