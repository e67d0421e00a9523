"""What a visitor has typed into the application so far; it is in their session, so nothing is lost on the way."""

import uuid
from dataclasses import dataclass, field

from django.http import HttpRequest

SESSION = "application"


@dataclass
class Draft:
    """The typed values of one application, and the key under which its files wait."""

    key: uuid.UUID = field(default_factory=uuid.uuid4)
    typed: dict[str, str] = field(default_factory=dict)

    def keep(self, request: HttpRequest, typed: dict[str, str]) -> None:
        self.typed |= typed
        request.session[SESSION] = {"key": self.key.hex, "typed": self.typed}


def draft_of(request: HttpRequest) -> Draft:
    """The session's draft, else a new one, which is kept when something is typed."""
    kept = request.session.get(SESSION)
    return Draft(uuid.UUID(kept["key"]), dict(kept["typed"])) if kept else Draft()


def forget(request: HttpRequest) -> None:
    request.session.pop(SESSION, None)


def key_in(text: str) -> uuid.UUID | None:
    """A form's key as its hidden field says it."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
