"""One's own second factor: set up, name, replace, take away (ACC-8)."""

from base64 import b32encode

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from accounts import factors, second_factor, verifying
from accounts.access import signed_in, user_of
from accounts.acting import Refused
from accounts.factor_forms import CodeForm, PasskeyForm
from accounts.factors import Factors, Way
from accounts.verifying import freshly_confirmed
from common.numbers import number_in
from common.redirects import asked_for

NEW_KEY = "new_app_key"  # the session's keys: the secret of an app that is being set up,
NEW_CODES = "new_backup_codes"  # backup codes that were made and not shown yet,
GOAL = "after_second_factor"  # and where somebody was going who had to set up a second factor first


@signed_in
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is set up, and what can be."""
    user = user_of(request)
    if goal := asked_for(request, otherwise=""):
        request.session[GOAL] = goal
    context = {
        "have": Factors.of(user),
        "is_due": verifying.is_set_up_due(request),
        "is_required": factors.is_required(user, getattr(request, "memberships", [])),
    }
    return render(request, "accounts/second_factor.html", context)


@freshly_confirmed
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Show a new secret as QR code and as text; a code of the app sets it up, in place of the one before."""
    user = user_of(request)
    key = request.session.setdefault(NEW_KEY, random_hex(20))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            device = second_factor.add_app(user, key, form.cleaned_data["code"], now=timezone.now())
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            del request.session[NEW_KEY]
            messages.success(request, _("The authenticator app is set up."))
            return after_adding(request, device)
    unsaved = TOTPDevice(user=user, key=key)
    picture = segno.make(unsaved.config_url, error="m").svg_inline(scale=4, light="white")
    context = {
        "form": form,
        "picture": mark_safe(picture),  # noqa: S308 - a drawing made here
        "has_app": Factors.of(user).app is not None,
        "secret": _in_fours(b32encode(unsaved.bin_key).decode()),
    }
    return render(request, "accounts/factor_app.html", context)


@freshly_confirmed
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest) -> HttpResponse:
    """Mail a first code and take it back, which shows that the person reads the mailbox."""
    user = user_of(request)
    if request.method == "POST" and "send" in request.POST:
        try:
            second_factor.begin_email(user, now=timezone.now())
            messages.success(request, _("A code is on its way to your e-mail address."))
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return redirect("accounts:factor_email")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            device = second_factor.add_email(user, form.cleaned_data["code"], now=timezone.now())
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("Codes by e-mail are set up."))
            return after_adding(request, device)
    return render(request, "accounts/factor_email.html", {"form": form})


@freshly_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    """Make ten backup codes, and show them once."""
    user = user_of(request)
    have = Factors.of(user)
    if not have.proving:
        return redirect("accounts:second_factor")
    if request.method == "POST":
        request.session[NEW_CODES] = second_factor.make_codes(user, now=timezone.now())
        return redirect("accounts:factor_codes")
    fresh = [f"{code[:4]}-{code[4:]}" for code in request.session.pop(NEW_CODES, [])]
    goal = request.session.pop(GOAL, "") if fresh else ""
    return render(request, "accounts/factor_codes.html", {"codes": fresh, "left": have.codes_left, "goal": goal})


@freshly_confirmed
@require_safe
def passkey(request: HttpRequest) -> HttpResponse:
    """Name a new passkey and have the browser make it."""
    return render(request, "accounts/factor_passkey.html", {"form": PasskeyForm(use_required_attribute=True)})


@signed_in
@require_POST
def naming(request: HttpRequest) -> HttpResponse:
    """Call a passkey something else."""
    user = user_of(request)
    form = PasskeyForm(request.POST)
    if form.is_valid():
        second_factor.name_passkey(user, _number(request), form.cleaned_data["name"])
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("A passkey needs a name."))
    return redirect("accounts:second_factor")


@freshly_confirmed
@require_POST
def removal(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    named = request.POST.get("way", "")
    if named in Way:
        must_have_one = factors.is_required(user, getattr(request, "memberships", []))
        try:
            second_factor.remove(
                user, Way(named), passkey=_number(request), must_have_one=must_have_one, now=timezone.now()
            )
            verifying.stay_verified(request)
            messages.success(request, _("Removed. A mail tells you so."))
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("accounts:second_factor")


def after_adding(request: HttpRequest, device: Device) -> HttpResponse:
    """The session counts as verified by what its owner just set up; who has no backup codes gets them now."""
    return redirect(goal_after_adding(request, device))


def goal_after_adding(request: HttpRequest, device: Device) -> str:
    user = user_of(request)
    verifying.proved(request, device, now=timezone.now())
    if Factors.of(user).codes_left:
        return "accounts:second_factor"
    request.session[NEW_CODES] = second_factor.make_codes(user, now=timezone.now())
    return "accounts:factor_codes"


def _number(request: HttpRequest) -> int:
    """The passkey that a form names; 0 where it names none."""
    return number_in(request.POST.get("passkey", "")) or 0


def _in_fours(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
