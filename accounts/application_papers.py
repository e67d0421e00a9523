"""Papers that were uploaded with a form which was not accepted yet: kept for the next try, deleted after a day."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import ApplicationDocument
from common.uploads import Kind, Upload, UploadField, storing

KINDS = (Kind.PDF, Kind.JPG, Kind.WORD, Kind.PNG)
DRAFTS_LIVE = timedelta(days=1)


def paper_field(paper: str, *, required: bool) -> UploadField:
    """The field for one paper (IX FAQ: PDF, JPG, Word or PNG of at most 1 MB)."""
    return UploadField(kinds=KINDS, most_bytes=settings.APPLICATION_FILE_BYTES, label=paper, required=required)


def waiting(draft: uuid.UUID) -> dict[str, ApplicationDocument]:
    """The files of a draft by the paper that each is."""
    return {document.paper: document for document in ApplicationDocument.objects.filter(draft=draft)}


def keep(draft: uuid.UUID, uploads: Mapping[str, Upload], *, now: datetime) -> None:
    """Store accepted files until the form is; one that was there for the same paper is replaced."""
    if not uploads:
        return
    with storing() as files, transaction.atomic():
        discard(ApplicationDocument.objects.filter(draft=draft, paper__in=uploads))
        for paper, upload in uploads.items():
            found = upload.checked
            document = ApplicationDocument(
                draft=draft,
                paper=paper,
                name=found.name,
                content_type=found.content_type,
                size=found.size,
                sha256=found.sha256,
                uploaded_at=now,
            )
            files.keep(document.file, upload)
            document.save()


def discard(documents: QuerySet[ApplicationDocument]) -> int:
    """Delete rows and, when that is certain, their files; returns how many."""
    rows = list(documents)
    for document in rows:
        transaction.on_commit(partial(document.file.storage.delete, str(document.file.name)))
    documents.filter(pk__in=[document.pk for document in rows]).delete()
    return len(rows)


@transaction.atomic
def discard_old_drafts(*, now: datetime) -> int:
    """Delete what waited for more than a day for a form that never came."""
    return discard(ApplicationDocument.objects.filter(application=None, uploaded_at__lt=now - DRAFTS_LIVE))
