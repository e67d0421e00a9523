"""Which market and language a request is in (MKT-2). A member's company decides later, in the accounts."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from common import formats
from markets import opening_hours
from markets.models import ContactDesk, Market
from markets.remembering import current_markets

COOKIE = "market"
A_YEAR = 365 * 24 * 60 * 60
UTC = ZoneInfo("UTC")


class MarketMiddleware:
    """Set `request.market` from the visitor's cookie and write the answer in its language, country and time zone.

    With no market in the database `request.market` is None, and pages answer in English.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        offered = current_markets(Market)
        market = chosen(offered, request.COOKIES.get(COOKIE, ""))
        request.offered_markets = offered  # type: ignore[attr-defined]
        request.market = market  # type: ignore[attr-defined]
        language = language_for(market, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        country, zone = (market.country, market.zone) if market else ("", UTC)
        with formats.override(language, country, zone):
            return self.get_response(request)


def chosen(offered: list[Market], code: str) -> Market | None:
    """The market of that code, else the one that settings name, else the first; an old cookie does no harm."""
    by_code = {market.code: market for market in offered}
    default = by_code.get(getattr(settings, "DEFAULT_MARKET", ""))
    return by_code.get(code) or default or next(iter(offered), None)


def language_for(market: Market | None, wanted: str) -> str:
    """The wanted language where the market offers it, else the market's own first one."""
    offered = market.offered_languages() if market else settings.LANGUAGES_OFFERED
    return wanted if wanted in offered else offered[0]


def market_of(request: HttpRequest) -> Market:
    """The market of a page that needs one. Raises Http404 where the database has none."""
    market: Market | None = getattr(request, "market", None)
    if market is None:
        raise Http404
    return market


def activate(market: Market, language: str) -> None:
    """Write the rest of this request in a language of the market, with its country's formats and its clock."""
    formats.activate(language_for(market, language), market.country, market.zone)


def remember(response: HttpResponse, cookie: str, value: str) -> None:
    """Keep a visitor's choice of market or language for a year (MKT-2)."""
    response.set_cookie(
        cookie, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )


def markets(request: HttpRequest) -> dict[str, Any]:
    """Template context: the markets to pick from, and whether support answers now."""
    return {"offered_markets": getattr(request, "offered_markets", []), "support_hours": support_hours_of(request)}


def support_hours_of(request: HttpRequest) -> Callable[[], str]:
    """A function, so that only a page which shows the hours asks for them."""

    def support_hours() -> str:
        market: Market | None = getattr(request, "market", None)
        desk = market.desk(ContactDesk.Kind.SUPPORT) if market else None
        return opening_hours.in_words(desk, timezone.now()) if desk else ""

    return support_hours
