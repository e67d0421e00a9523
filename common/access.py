"""Who may open a view: the marks that the system check and the authorization table read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

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


def ours(request: HttpRequest, address: str) -> str:
    """The address where it leads to this portal, else nothing: what a form asks to go back to is not to be trusted."""
    hosts = {request.get_host()}
    return address if url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure()) else ""


def came_from(request: HttpRequest) -> str:
    """Where to return after signing in: the page itself, or the one that a form was on (BAS-8)."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return ours(request, request.POST.get("next", "")) or "/"
