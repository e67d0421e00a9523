"""Whether the process lives (`/healthz`) and whether it can serve (`/readyz`), for supervisors and load balancers."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from common.access import public


@public
def live(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 where the database answers, else 503; an absent cache is told, and no reason to send people away."""
    database = _database_answers()
    state = {"database": _word(database), "cache": _word(_cache_answers())}
    return JsonResponse(state, status=200 if database else 503)


def answers_first(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer both before sessions and markets are read: a process without its database still tells that it lives."""
    views: dict[str, Callable[[HttpRequest], HttpResponse]] = {"/healthz": live, "/readyz": ready}

    def middleware(request: HttpRequest) -> HttpResponse:
        response = views.get(request.path, get_response)(request)
        if request.path in views:
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _cache_answers() -> bool:
    location = settings.CACHES["default"].get("LOCATION")
    if not location:
        return True
    try:
        with redis.Redis.from_url(location, socket_timeout=0.25, socket_connect_timeout=0.25, retry=None) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _word(answers: bool) -> str:
    return "ok" if answers else "away"
