"""Where the demonstration's mail goes: one file a message, listed at `/demo/mail/`."""

import email
import email.message
import email.policy
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

SHOWN = 200


class EmailBackend(BaseEmailBackend):
    """Keeps mail in `settings.MAIL_DIRECTORY` instead of sending it."""

    def __init__(self, directory: Path | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.directory = directory or settings.MAIL_DIRECTORY

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.directory.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
            unfinished = self.directory / f"{name}.part"
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(self.directory / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True)
class Mail:
    """A message as its reader sees it."""

    key: str
    sent_at: datetime
    sender: str
    to: str
    subject: str
    text: str
    attachments: list[str]


def newest(limit: int = SHOWN) -> list[Mail]:
    """Return what was sent, newest first."""
    paths = sorted(settings.MAIL_DIRECTORY.glob("*.eml"), reverse=True)
    return [_read(path) for path in paths[:limit]]


def by_key(key: str) -> Mail | None:
    """Return one message, or None."""
    return next((_read(path) for path in settings.MAIL_DIRECTORY.glob("*.eml") if path.stem == key), None)


def _read(path: Path) -> Mail:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    return Mail(
        key=path.stem,
        sent_at=parsedate_to_datetime(message["Date"]),
        sender=str(message["From"]),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text=body.get_content() if body else "",
        attachments=[part.get_filename() or "" for part in message.iter_attachments()],
    )
