"""Who may open a view: the marks that the system check and the authorization table read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

View = Callable[..., Any]


@dataclass(frozen=True)
class Access:
    """What a view asks of whoever opens it; `privileges` are all needed, empty means any member."""

    is_public: bool
    privileges: tuple[str, ...] = ()


def public[V: View](view: V) -> V:
    """Mark a view as open to everyone, signed in or not."""
    view.access = Access(is_public=True)  # type: ignore[attr-defined]
    return view


def access_of(view: View) -> Access | None:
    """The mark of a view, or None where it says nothing, which the system check refuses."""
    return getattr(view, "access", None)
