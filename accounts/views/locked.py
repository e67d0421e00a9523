"""The page of a locked user: why, whom to ask, and a button that asks (ACC-6)."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import locking, own_market
from accounts.models import User
from common.access import public

LOCKED_USER = "locked_user"  # the session's key: who proved by password or session that they are this user, and when
SHOWN_FOR = timedelta(minutes=30)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def locked(request: HttpRequest) -> HttpResponse:
    """Show a locked user whom to ask; POST asks them. Nobody else learns that a user is locked (ACC-6b)."""
    user = remembered(request, now=timezone.now())
    if user is None:
        return redirect("accounts:sign_in")
    if request.method != "POST":
        return page(request, user)
    try:
        locking.ask_to_be_unlocked(user, now=timezone.now())
        messages.success(request, _("Your request is on its way by e-mail."))
    except (locking.NotLocked, locking.AskedAlready) as refusal:
        messages.warning(request, str(refusal))
    return redirect("accounts:locked")


def remember(request: HttpRequest, user: User, *, now: datetime) -> None:
    """Keep for half an hour who proved to be this locked user; they stay signed out."""
    request.session[LOCKED_USER] = [user.pk, now.timestamp()]


def remembered(request: HttpRequest, *, now: datetime) -> User | None:
    """Who proved lately to be a user that is still locked."""
    pk, since = request.session.get(LOCKED_USER, (None, 0))
    if pk is None or now.timestamp() - since > SHOWN_FOR.total_seconds():
        return None
    return User.objects.filter(pk=pk, is_active=True, locked_at__isnull=False).first()


def page(request: HttpRequest, user: User, *, status: int = 200) -> HttpResponse:
    own_market.show(request, user)
    context = {"locked_user": user, "whom": locking.whom_to_ask(user)}
    return render(request, "accounts/locked.html", context, status=status)
