"""The pages that say why not: a privilege is missing, a service was removed, somebody was disabled (ACC-13, 14)."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import NoCompany, PrivilegeMissing
from accounts.models import Company, Member, User
from accounts.privileges import WEB_ACCESS, Privilege
from accounts.views import locked
from common.htmx import as_whole_page


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403: which privilege is missing, who can give it, and what the distributor removed and why."""
    member: Member | None = getattr(request, "member", None)
    missing = exception.missing if isinstance(exception, PrivilegeMissing) else ()
    context = {
        "missing": [Privilege(privilege).label for privilege in missing],
        "one_is_enough": isinstance(exception, PrivilegeMissing) and exception.one_is_enough,
        "removals": removals_of(member.company, *missing) if member else [],
        "belongs_to_no_company": isinstance(exception, NoCompany),
        "reason": str(exception) if type(exception) is PermissionDenied else "",
        **(whom_to_ask(member.company) if member else {}),
    }
    return _page(request, "403.html", context)


def no_access(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer 403 to everything a person asks for in a company where they lost access, saying why."""
    memberships: list[Member] = getattr(request, "memberships", [])
    context = {
        "is_invited": member.is_invited,
        "removals": removals_of(member.company, WEB_ACCESS),
        "others": [other for other in memberships if other.has_access()],
        **whom_to_ask(member.company),
    }
    return _page(request, "accounts/no_access.html", context)


def user_disabled(request: HttpRequest, user: User) -> HttpResponse:
    """Answer 403 once to somebody who was disabled while signed in; the session has ended."""
    theirs = user.memberships.joined().select_related("company__account_manager", "company__market")
    member = theirs.order_by("company__name").first()
    context = whom_to_ask(member.company) if member else {}
    return _page(request, "accounts/no_access.html", {"is_user_disabled": True, **context})


def user_locked(request: HttpRequest, user: User) -> HttpResponse:
    """Answer 403 once to somebody who was locked while signed in; the session has ended, asking is still possible."""
    locked.remember(request, user, now=timezone.now())
    return as_whole_page(request, locked.page(request, user, status=403))


def whom_to_ask(company: Company) -> dict[str, object]:
    """The company, whose account manager the page shows, and its administrators (ACC-16b, ACC-19b)."""
    return {
        "administrators": [
            member.user for member in company.members.administrators().select_related("user").order_by("user__name")
        ],
        "company": company,
    }


def removals_of(company: Company, *services: str) -> list[str]:
    """The reasons for which the distributor removed these services, as staff wrote them."""
    return [removal.reason for removal in company.service_removals.all() if removal.service in services]


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return as_whole_page(request, render(request, template, context, status=403))
