"""Importing own part numbers: a file is kept while somebody looks at what it would do, then all good rows are done.

For who may, see `own_numbers`; staff import for a company by the same code (CAT-11b, CAT-15).
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import importing, recording
from accounts.acting import Actor, Refused
from accounts.models import ActivityKind, Company
from catalog.models import OwnNumbersImport, OwnPartNumber
from catalog.own_number_lines import Line, Preview
from catalog.own_numbers import locked_company
from catalog.own_numbers_file import OwnNumbersFile
from catalog.resolving_own_numbers import resolve
from common.database import tried_again

AT_ONCE = 1000


class LooksDifferent(Refused):
    """The company's numbers, or products, were changed since somebody looked."""

    def __str__(self) -> str:
        return _(
            "Nothing was imported: numbers or products were changed meanwhile, and the file would do something else. "
            "Look again."
        )


@transaction.atomic
def keep(file: OwnNumbersFile, company: Company, *, name: str, by: Actor, now: datetime) -> OwnNumbersImport:
    """Keep a file for its sender until they press the button, in place of those they sent before."""
    return importing.keep(OwnNumbersImport, file, company, name=name, by=by.user, now=now)


def forget_expired(*, now: datetime) -> int:
    """Delete the files that are no longer kept, and return how many."""
    return OwnNumbersImport.objects.expired(now).delete()[0]


def file_of(kept: OwnNumbersImport) -> OwnNumbersFile:
    return OwnNumbersFile(kept.heads, importing.rows_of(kept))


def preview_of(kept: OwnNumbersImport) -> Preview:
    """What the file would do now."""
    return resolve(file_of(kept), kept.company)


@tried_again
@transaction.atomic
def apply(kept: OwnNumbersImport, *, seen: str, by: Actor, now: datetime) -> Preview:
    """Do all good rows of a file, or none: `seen` is the digest of the preview that was agreed to.

    Raises AlreadyImported, Expired, LooksDifferent, PrivilegeMissing, Busy.
    """
    company = locked_company(kept.company_id, by)
    kept = importing.claimed(kept, now=now)
    preview = resolve(file_of(kept), company)
    if preview.digest() != seen:
        raise LooksDifferent
    _write(company, preview.good, now)
    facts = {"added": len(preview.added), "changed": len(preview.changed)}
    recording.note(company, ActivityKind.PART_NUMBERS_IMPORTED, by=by.user, facts=facts, now=now)
    return preview


def sentence_of(done: Preview) -> str:
    """What an import did, in numbers."""
    added, changed = len(done.added), len(done.changed)
    sentences = [
        ngettext("%(count)s number was added.", "%(count)s numbers were added.", added) % {"count": added},
        ngettext("%(count)s number was changed.", "%(count)s numbers were changed.", changed) % {"count": changed},
    ]
    return " ".join(sentence for sentence, count in zip(sentences, (added, changed), strict=True) if count)


def _write(company: Company, lines: list[Line], now: datetime) -> None:
    """Those that change are taken out first and put back under their ids: numbers may change places."""
    company.own_part_numbers.filter(pk__in=[line.has.pk for line in lines if line.has]).delete()
    rows = [
        OwnPartNumber(
            pk=line.has.pk if line.has else None,
            company=company,
            product=line.product,
            number=line.own,
            norm=line.norm,
            changed_at=now,
        )
        for line in lines
    ]
    OwnPartNumber.objects.bulk_create(rows, batch_size=AT_ONCE)
