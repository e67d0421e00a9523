"""The gate of a view: which privileges its member needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from accounts.models import Member, User
from accounts.privileges import Privilege
from common.access import Access
from common.redirects import came_from


class MemberRequest(HttpRequest):
    """A request whose view said `@requires`: the member is there."""

    member: Member


class PrivilegeMissing(PermissionDenied):
    """The member's own company has the page, but not this member (ACC-13)."""

    def __init__(self, *missing: str, one_is_enough: bool = False) -> None:
        self.missing, self.one_is_enough = missing, one_is_enough
        super().__init__(_("You need the privilege “%s”.") % Privilege(missing[0]).label if missing else "")


class NoCompany(PermissionDenied):
    """Someone is signed in who belongs to no company: the distributor's staff, or who was deleted."""


def user_of(request: HttpRequest) -> User:
    """Who is signed in, where a gate has let somebody in: of ours, or the admin's."""
    return cast(User, request.user)


type View = Callable[..., HttpResponseBase]


def requires(*privileges: Privilege) -> Callable[[View], View]:
    """Let only members in who have all these privileges; with none named, any member.

    Visitors are sent to sign in and come back. Raises `NoCompany` or `PrivilegeMissing`, which become 403
    pages; ACC-13, ACC-14.
    """
    return _gate(Access(is_public=False, privileges=privileges))


def requires_one_of(*privileges: Privilege) -> Callable[[View], View]:
    """Let members in who have at least one of these privileges; else as `requires`, naming them all."""
    return _gate(Access(is_public=False, privileges=privileges, one_is_enough=True))


def _gate(access: Access) -> Callable[[View], View]:
    def gate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(came_from(request))
            member: Member | None = getattr(request, "member", None)
            if member is None:
                raise NoCompany
            if missing := access.lacking(member.may):
                raise PrivilegeMissing(*missing, one_is_enough=access.one_is_enough)
            return view(request, *args, **kwargs)

        gated.access = access  # type: ignore[attr-defined]
        return gated

    return gate


def signed_in(view: View) -> View:
    """Let everyone in who is signed in, staff without a company too: what concerns the person alone."""

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(came_from(request))
        return view(request, *args, **kwargs)

    gated.access = Access(is_public=False)  # type: ignore[attr-defined]
    return gated
