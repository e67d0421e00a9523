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

    def lets(self, view_name: str) -> bool:
        return view_name == self.page or view_name in self.open or view_name in ALWAYS_OPEN


STEPS: tuple[Step, ...] = (Step(welcoming.is_due, page="accounts:welcome", open=frozenset({"accounts:welcome_step"})),)


class GateMiddleware:
    """Sends whoever has a step to do to its page, whatever they ask for, and back afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        due = next((step for step in STEPS if step.is_due(request)), None)
        if due is None or due.lets(name):
            return None
        return _to(request, due)


def _to(request: HttpRequest, step: Step) -> HttpResponse:
    answer = redirect(step.page)
    address = f"{answer.url}?{urlencode({'next': came_from(request)})}"
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    return redirect(address)
