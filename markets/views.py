"""The switch of market and language, and the freight policy."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.access import public
from common.redirects import way_back
from markets import freight_policy as policies
from markets.context import COOKIE, remember
from markets.models import Market


@public
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember the visitor's market and language in cookies and go back to the page they were on (MKT-2)."""
    response = redirect(way_back(request))
    market = request.POST.get("market", "")
    if market in {offered.code for offered in getattr(request, "offered_markets", [])}:
        remember(response, COOKIE, market)
    language = request.POST.get("language", "")
    if language in settings.LANGUAGES_OFFERED:
        remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@public
@require_safe
def freight_policy(request: HttpRequest) -> HttpResponse:
    """What freight costs and how long it takes, per warehouse, region and method (MKT-10)."""
    market = cast(Market | None, getattr(request, "market", None))
    methods = policies.policy(market) if market else []
    return render(request, "markets/freight.html", {"market": market, "methods": methods})
