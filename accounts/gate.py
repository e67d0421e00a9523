"""What must be done first after signing in, before anything else opens (ACC-4, ACC-8).

Denied by default: only views that a step names are open while it is due. What other libraries mark as open to
everybody is not open here, or half a sign-in would get authorization codes from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from accounts import welcoming
from accounts.verifying import is_code_due, is_set_up_due
from common.redirects import came_from

ALWAYS_OPEN = frozenset(
    {"healthz", "readyz", "accounts:sign_out", "account_logout", "accounts:language", "markets:choose"}
)


@dataclass(frozen=True)
class Step:
    """One thing that may be due; `page` is the name of the view where it is done, `open` what else stays open."""

    is_due: Callable[[HttpRequest], bool]
    page: str
    open: frozenset[str] = frozenset()
    hides_member: bool = False  # whether pages that stay open must not know yet who came, and in which company

    def lets(self, view_name: str) -> bool:
        return view_name == self.page or view_name in self.open or view_name in ALWAYS_OPEN


CODE = Step(
    is_due=is_code_due,
    page="accounts:verify",
    open=frozenset({"accounts:verify_send", "accounts:passkey_begin", "accounts:passkey_complete"}),
    hides_member=True,
)
SET_UP = Step(
    is_due=is_set_up_due,
    page="accounts:second_factor",
    open=frozenset(
        {
            "accounts:confirm",
            "accounts:factor_app",
            "accounts:factor_email",
            "accounts:factor_passkey",
            "accounts:factor_passkey_begin",
            "accounts:factor_passkey_complete",
        }
    ),
)
WELCOME = Step(welcoming.is_due, page="accounts:welcome", open=frozenset({"accounts:welcome_step"}))
STEPS: tuple[Step, ...] = (CODE, WELCOME, SET_UP)


class GateMiddleware:
    """Sends whoever has a step to do to its page, whatever they ask for, and back afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        due = self._due(request)
        if due is not None and due.hides_member:
            request.member, request.memberships, request.without_access = None, [], None  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        due: Step | None = request.step_due  # type: ignore[attr-defined]
        if due is None or due.lets(name):
            return None
        return _to(request, due)

    def _due(self, request: HttpRequest) -> Step | None:
        """The first step that is not done, kept on the request."""
        due = next((step for step in STEPS if step.is_due(request)), None) if request.user.is_authenticated else None
        request.step_due = due  # type: ignore[attr-defined]
        return due


def _to(request: HttpRequest, step: Step) -> HttpResponse:
    answer = redirect(step.page)
    address = f"{answer.url}?{urlencode({'next': came_from(request)})}"
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    return redirect(address)
