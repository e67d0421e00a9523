"""Importing people: a file is kept while somebody looks at what it would do, then all good rows are done at once.

Every act is the verb that its page has, with its trail and its mail (ACC-15).
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import administering, importing, inviting
from accounts.acting import Actor, Refused, locked_company
from accounts.administering import Wish
from accounts.models import Company, PeopleImport
from accounts.people_file import PeopleFile
from accounts.people_lines import Line, Preview
from accounts.resolving_people import resolve
from common.database import tried_again


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
    return importing.keep(PeopleImport, file, company, name=name, by=by.user, now=now)


def forget_expired(*, now: datetime) -> int:
    """Delete the files that are no longer kept, and return how many."""
    return PeopleImport.objects.expired(now).delete()[0]


def file_of(kept: PeopleImport) -> PeopleFile:
    return PeopleFile(kept.heads, importing.rows_of(kept))


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
    kept = importing.claimed(kept, now=now)
    preview = resolve(file_of(kept), company, by)
    if preview.digest() != seen:
        raise LooksDifferent
    for line in preview.good:
        try:
            _do(line, company, by, now)
        except Refused as refusal:
            raise RowRefused(line, refusal) from refusal
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
