"""Who is asking: the member of this request, in the company that the session is in (ACC-10, ACC-14)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import network, quick_links, sessions, stale_forms, who_asks
from accounts.access import user_of
from accounts.models import Company, Member, Notification, User
from accounts.models.notification import closed_to
from accounts.views import denied
from markets.context import activate
from markets.models import Market

COMPANY = "company"  # the session's key
OPEN_WITHOUT_ACCESS = {
    "accounts:sign_out",
    "accounts:company",
    "accounts:language",
    "account_logout",
    "markets:choose",
    "company:invitation",
}


class MemberMiddleware:
    """Set `request.member` anew from the database on every request, so that a change of rights holds at once.

    `request.member` is None for visitors and for staff without a company. Whoever lost access meets a page that
    says why; a form drawn for another company is not carried out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.member = None  # type: ignore[attr-defined]
        request.memberships = []  # type: ignore[attr-defined]
        request.without_access = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            markets = {market.pk: market for market in request.offered_markets}  # type: ignore[attr-defined]
            request.memberships = memberships_of(user_of(request), markets)  # type: ignore[attr-defined]
            sessions.note_seen(request, request.user, now=timezone.now())
        if current := chosen(request.memberships, request.session.get(COMPANY)):  # type: ignore[attr-defined]
            if current.has_access():
                enter(request, current)
            else:
                request.without_access = current  # type: ignore[attr-defined]
                speak_as_in(current.company, request)
        with network.remembered(request):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not is_open_without_access(request):
            if user := shut_out_user(request):
                request.session.flush()
                return denied.user_locked(request, user) if user.is_active else denied.user_disabled(request, user)
            if member := request.without_access:  # type: ignore[attr-defined]
                return denied.no_access(request, member)
        is_held_back = getattr(request, "step_due", None) is not None  # the gate answers, not the form
        return None if is_held_back else refuse_stale_form(request)


def memberships_of(user: User, markets: Mapping[int, Market]) -> list[Member]:
    """All memberships of a person, by company; read with the user where a request read them."""
    read = user if user.memberships_read is not None else who_asks.read(user.pk)
    memberships = (read.memberships_read if read else None) or []
    for member in memberships:
        if market := markets.get(member.company.market_id):  # else it was made a moment ago, and is asked for
            member.company.market = market
    return memberships


def chosen(memberships: list[Member], company_id: int | None) -> Member | None:
    """The membership that the session is in, else the first one with access, else the first one."""
    in_session = [member for member in memberships if member.company_id == company_id]
    with_access = [member for member in memberships if member.has_access()]
    return next(iter(in_session + with_access + memberships), None)


def enter(request: HttpRequest, member: Member) -> None:
    """Make this request the member's: company, market, language, formats and clock."""
    request.session.setdefault(COMPANY, member.company_id)
    request.member = member  # type: ignore[attr-defined]
    speak_as_in(member.company, request)


def speak_as_in(company: Company, request: HttpRequest) -> None:
    """Make this request the company's market's: its support and formats, the person's language and clock."""
    user = user_of(request)
    request.market = company.market  # type: ignore[attr-defined]
    activate(company.market, user.language or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    if user.own_zone:
        timezone.activate(user.own_zone)


def switch(request: HttpRequest, member: Member) -> None:
    """Put the session into another company of the same user."""
    request.session[COMPANY] = member.company_id
    request.without_access = None  # type: ignore[attr-defined]
    enter(request, member)


def is_open_without_access(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and (match.view_name in OPEN_WITHOUT_ACCESS or "admin" in match.namespaces)


def shut_out_user(request: HttpRequest) -> User | None:
    """The user whose session this was until they were disabled or locked."""
    if request.user.is_authenticated or SESSION_KEY not in request.session:
        return None
    return User.objects.filter(Q(is_active=False) | Q(locked_at__isnull=False), pk=request.session[SESSION_KEY]).first()


def refuse_stale_form(request: HttpRequest) -> HttpResponse | None:
    """Answer 409 to a form that was drawn for another company, unless it asks to switch there first (ACC-10)."""
    member: Member | None = request.member  # type: ignore[attr-defined]
    drawn_for = stale_forms.drawn_for(request)
    if drawn_for is None or not request.user.is_authenticated or (member and member.company_id == drawn_for):
        return None
    memberships: list[Member] = request.memberships  # type: ignore[attr-defined]
    meant = next((other for other in memberships if other.company_id == drawn_for and other.has_access()), None)
    if meant and stale_forms.asks_to_switch(request):
        switch(request, meant)
        return None
    return stale_forms.refusal(request, meant)


def people(request: HttpRequest) -> dict[str, Any]:
    """Template context: the person's other companies, their shortcuts, and how much they have not read yet."""
    member: Member | None = getattr(request, "member", None)
    memberships: list[Member] = getattr(request, "memberships", [])
    others = [other for other in memberships if other != member and other.has_access()]
    return {
        "other_memberships": others,
        "unread_notifications": unread_of(member),
        "quick_links": quick_links.chosen_by(member) if member else [],
    }


def unread_of(member: Member | None) -> int:
    """How many notifications wait, of those that the member may be told now."""
    if member is None:
        return 0
    if member.unread_by_kind is None:
        return Notification.objects.visible_to(member).unread().count()
    closed = closed_to(member)
    return sum(told for kind, told in member.unread_by_kind.items() if kind not in closed)
