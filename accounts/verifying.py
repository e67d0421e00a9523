"""The session after the password: whether its second factor was shown, and how lately its owner was asked (ACC-8)."""

from datetime import datetime, timedelta
from functools import wraps

import django_otp
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django_otp.models import Device

from accounts import entering, factors, locking, sessions
from accounts.access import View, signed_in, user_of
from common.redirects import came_from

CONFIRMED = "confirmed_at"  # the session's key: when its owner last gave the password or a code, seconds since 1970
FRESH_FOR = timedelta(minutes=10)


def is_verified(request: HttpRequest) -> bool:
    """Whether a device that the user still has was shown in this session."""
    return getattr(request.user, "otp_device", None) is not None


def is_code_due(request: HttpRequest) -> bool:
    """Whether a password alone has opened this session, although its user has a second factor."""
    return not is_verified(request) and factors.has_one(user_of(request))


def is_set_up_due(request: HttpRequest) -> bool:
    """Whether the user needs a second factor and has none."""
    user = user_of(request)
    if is_verified(request) or factors.has_one(user):
        return False
    return factors.is_required(user, getattr(request, "memberships", []))


def passed(request: HttpRequest, device: Device, *, now: datetime) -> None:
    """Open a session whose owner showed a second factor; the company is told who came."""
    user = user_of(request)
    was_verified = is_verified(request)
    proved(request, device, now=now)
    if not was_verified:
        entering.came_in(request, user)


def proved(request: HttpRequest, device: Device, *, now: datetime) -> None:
    """Keep by which device the session is verified; its key changes, the count of wrong attempts begins anew."""
    user = user_of(request)
    old_key = request.session.session_key
    request.session.cycle_key()
    sessions.renamed(request, old_key)
    django_otp.login(request, device)
    confirm(request, now=now)
    locking.note_right_password(user)


def stay_verified(request: HttpRequest) -> None:
    """Let a session that was opened go on by another device of its user, if its own one was just taken away."""
    user = user_of(request)
    left = factors.Factors.of(user).proving
    was = getattr(user, "otp_device", None)
    if was is not None and left and not type(was).objects.filter(pk=was.pk, confirmed=True).exists():
        django_otp.login(request, left[0])


def confirm(request: HttpRequest, *, now: datetime) -> None:
    """Note that the owner of the session was asked just now."""
    request.session[CONFIRMED] = now.timestamp()


def is_fresh(request: HttpRequest, *, now: datetime) -> bool:
    return now.timestamp() - request.session.get(CONFIRMED, 0) < FRESH_FOR.total_seconds()


def freshly_confirmed(view: View) -> View:
    """Let in who is signed in and gave password or code in the last ten minutes; ask others for the password first."""

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if is_fresh(request, now=timezone.now()):
            return view(request, *args, **kwargs)
        back = came_from(request) if request.method in ("GET", "HEAD") else reverse("accounts:second_factor")
        return redirect_to_login(back, reverse("accounts:confirm"))

    return signed_in(asked)
