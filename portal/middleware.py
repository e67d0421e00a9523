"""What every answer gets, whichever view made it."""

import re
import time
import uuid
from collections.abc import Callable
from contextlib import suppress

import structlog
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from catalog.file_views import picture

Answer = Callable[[HttpRequest], HttpResponse]

logger = structlog.get_logger("portal.requests")

REQUEST_NUMBER = re.compile(r"[A-Za-z0-9._-]{8,64}")
PICTURE = re.compile(r"/pictures/([0-9a-f]{40})\.webp")
NO_FEATURES = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip


def request_number(get_response: Answer) -> Answer:
    """Number each request, a proxy's number is kept, for the answer's `X-Request-ID` and every line of the log."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if REQUEST_NUMBER.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=number)
        began = time.perf_counter()
        response = get_response(request)
        user = getattr(request, "_cached_user", None)  # whom the request asked for; asking here could fail
        logger.info(
            "answered",
            method=request.method,
            path=request.path,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - began) * 1000),
            user=user.pk if user is not None else None,
            company=getattr(getattr(request, "member", None), "company_id", None),
        )
        response.headers["X-Request-ID"] = number
        return response

    return middleware


def permissions_policy(get_response: Answer) -> Answer:
    """Switch off what browsers offer pages and no page of ours uses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", NO_FEATURES)
        return response

    return middleware


def pictures_first(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Send pictures of products before sessions and markets are read: a list shows fifty, for everybody to see."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        match = PICTURE.fullmatch(request.path) if request.method in ("GET", "HEAD") else None
        if match is not None:
            with suppress(Http404):
                return picture(request, name=match[1])
        return get_response(request)

    return middleware


def private_pages(get_response: Answer) -> Answer:
    """Let nobody keep a page made for a signed-in person: prices differ by company (PLT-7)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
        else:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return middleware


def buttons_lead_back(get_response: Answer) -> Answer:
    """Show the page above where somebody opens the address of a button, which has nothing to read.

    A form that is refused is shown at its button's address: one that stays in the browser's history and bookmarks.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        wants_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if response.status_code == 405 and wants_page:
            return HttpResponseRedirect(page_above(request.path))
        return response

    return middleware


def page_above(path: str) -> str:
    """The nearest address above this one at which there is something."""
    parts = path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        above = f"/{'/'.join(parts[:length])}/"
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return "/"
