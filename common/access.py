"""Who may open a view: the marks that the system check and the authorization table read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

View = Callable[..., Any]


@dataclass(frozen=True)
class Access:
    """What a view asks of whoever opens it: all of `privileges`, or one where one is enough; empty means any member."""

    is_public: bool
    privileges: tuple[str, ...] = ()
    one_is_enough: bool = False

    def lacking(self, held: Callable[[str], bool]) -> list[str]:
        """The privileges that somebody who holds some is denied for; none where they may come in."""
        missing = [privilege for privilege in self.privileges if not held(privilege)]
        return [] if self.one_is_enough and len(missing) < len(self.privileges) else missing


def public[V: View](view: V) -> V:
    """Mark a view as open to everyone, signed in or not."""
    view.access = Access(is_public=True)  # type: ignore[attr-defined]
    return view


def access_of(view: View) -> Access | None:
    """The mark of a view, or None where it says nothing, which the system check refuses."""
    return getattr(view, "access", None)
