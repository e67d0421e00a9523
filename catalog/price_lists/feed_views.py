"""One's price feed: how it comes, and its address; and the address itself, for scripts (CAT-9)."""

from functools import partial

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, requires
from accounts.privileges import Privilege
from catalog import tasks
from catalog.price_lists import feeding
from catalog.price_lists.feed_form import FeedForm
from common.access import public
from common.downloads import stored

NEW_ADDRESS = "feed_token"  # the session's key, until the page has shown it once
SECONDS_UNTIL_MADE = 60
SECONDS_TO_WAIT = 60  # as long as the setting ACCOUNT_RATE_LIMITS counts

subscribers = requires(Privilege.DOWNLOAD_PRICE_LISTS)


@subscribers
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: MemberRequest) -> HttpResponse:
    """How the feed comes; POST changes it. A new address is shown this once."""
    chosen = feeding.of(request.member)
    form = FeedForm(request.POST if request.method == "POST" else None, instance=chosen)
    if request.method == "POST" and form.is_valid():
        language = translation.get_language() or "en"
        feeding.subscribe(request.member, **form.cleaned_data, language=language)
        messages.success(request, _("Saved."))
        return redirect("price_feed:feed")
    token = request.session.pop(NEW_ADDRESS, "") if request.method == "GET" else ""
    context = {
        "form": form,
        "feed": chosen,
        "address": request.build_absolute_uri(reverse("price_feed:file", args=[token])) if token else "",
        "newest": feeding.newest_of(request.member),
    }
    return render(request, "catalog/price_feed.html", context)


@subscribers
@require_POST
def address(request: MemberRequest) -> HttpResponse:
    """Make an address, or another in its place."""
    language = translation.get_language() or "en"
    request.session[NEW_ADDRESS] = feeding.make_address(request.member, language=language, now=timezone.now())
    transaction.on_commit(partial(tasks.wake, tasks.make_price_lists))
    return redirect("price_feed:feed")


@subscribers
@require_POST
def withdrawal(request: MemberRequest) -> HttpResponse:
    """Take the address away."""
    feeding.withdraw_address(request.member, by=request.member.user, now=timezone.now())
    messages.success(request, _("The address is withdrawn. It answers nobody any more."))
    return redirect("price_feed:feed")


@public
@require_safe
def file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The newest file for whoever has the address; nothing new is told in a line, and so is a file not made yet.

    A script that asks too often, or an address on the network that tries too many, waits a minute.
    """
    if not _may_ask(request, token):
        said = _("This address was asked too often. Ask again in a minute.")
        headers = {"Retry-After": str(SECONDS_TO_WAIT)}
        return HttpResponse(f"{said}\n", status=429, content_type="text/plain; charset=utf-8", headers=headers)
    try:
        newest = feeding.fetch(token, now=timezone.now())
    except feeding.NoFeed:
        raise Http404 from None
    if newest is None or newest.finished_at is None:
        said = _("The file is not made yet. Ask again in a minute.")
        headers = {"Retry-After": str(SECONDS_UNTIL_MADE)}
        return HttpResponse(f"{said}\n", status=503, content_type="text/plain; charset=utf-8", headers=headers)
    etag, made_at = f'"{newest.pk}-{newest.attempt}"', int(newest.finished_at.timestamp())
    same = get_conditional_response(request, etag=etag, last_modified=made_at)
    answer = same or stored(newest.file, newest.file_name, newest.content_type)
    for name, value in (("ETag", etag), ("Last-Modified", http_date(made_at)), ("Cache-Control", "private, no-cache")):
        answer.headers[name] = value
    return answer


def _may_ask(request: HttpRequest, token: str) -> bool:
    """Count it by the setting ACCOUNT_RATE_LIMITS; allauth's own face counts no GET."""
    key = feeding.key_of(token)
    usage = ratelimit.consume(request, app="allauth.account", action="price_feed", key=key, limit_get=True)
    return usage is not None
