"""The pages of the first sign-in, one for each step (ACC-4)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import challenging, passwords, welcoming
from accounts.access import signed_in, user_of
from accounts.challenge_forms import QuestionForm, initial_of
from accounts.forms import OtherPasswordForm
from accounts.models import Member
from accounts.profile_forms import PreferencesForm, ProfileForm
from accounts.welcoming import Way, WelcomeStep
from common.redirects import asked_for

CONFIRMED = "welcome"  # the session's key: pages that were looked at and sent


@signed_in
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """Lead to the first step that is not done; home, or to `next`, whoever has none left."""
    return _on(request, _way(request).next_step)


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One step: those before it are open to go back to, those after it are not."""
    if step not in WelcomeStep:
        raise Http404
    here, way = WelcomeStep(step), _way(request)
    if here not in way.steps or not way.is_open(here):
        return _on(request, way.next_step)
    if here == WelcomeStep.PASSWORD and here in way.done:
        form = None  # chosen: from now on it is changed with the current one
    else:
        form = _form(request, here)
        if request.method == "POST" and _submit(request, here, form):
            return _after(request, here)
    return render(request, f"accounts/welcome_{here}.html", _context(request, here, way) | {"form": form})


def _way(request: HttpRequest) -> Way:
    user = user_of(request)
    memberships = request.memberships  # type: ignore[attr-defined]
    return welcoming.way_of(user, memberships, confirmed=request.session.get(CONFIRMED, ()))


def _context(request: HttpRequest, here: WelcomeStep, way: Way) -> dict[str, Any]:
    """What each page shows around its form: where one is, and the way back and on."""
    wanted = asked_for(request)
    return {
        "here": here,
        "number": way.steps.index(here) + 1,
        "steps": [(each, _address(each, wanted) if way.is_open(each) else "") for each in way.steps],
        "onward": _address(following, wanted) if here in way.done and (following := way.after(here)) else "",
        "next": wanted,
    }


def _form(request: HttpRequest, here: WelcomeStep) -> Any:
    user = user_of(request)
    typed = request.POST if request.method == "POST" else None
    match here:
        case WelcomeStep.PASSWORD:
            return OtherPasswordForm(typed, user=user)
        case WelcomeStep.QUESTION:
            return QuestionForm(typed, initial=initial_of(challenging.question_of(user)))
        case WelcomeStep.PROFILE:
            return ProfileForm(typed, user=user, member=_member(request))
        case WelcomeStep.NOTIFICATIONS:
            return PreferencesForm(typed, member=_member(request))


def _submit(request: HttpRequest, here: WelcomeStep, form: Any) -> bool:
    """Keep what was typed; False where something of it is wrong, which the form then says."""
    now = timezone.now()
    if isinstance(form, ProfileForm):
        return form.submit(now=now)
    if isinstance(form, PreferencesForm):
        return form.submit()
    if not form.is_valid():
        return False
    user = user_of(request)
    if here == WelcomeStep.PASSWORD:
        passwords.set_own_password(request, user, form.cleaned_data["password1"], now=now)
    else:
        challenging.choose(user, form.chosen(), now=now)
    return True


def _member(request: HttpRequest) -> Member:
    """Who one is in the company one is in; only members come to the steps that ask."""
    member: Member = request.member  # type: ignore[attr-defined]
    return member


def _after(request: HttpRequest, here: WelcomeStep) -> HttpResponse:
    """To the page behind this one; at the end, into the portal."""
    if here in welcoming.CONFIRMED:
        request.session[CONFIRMED] = sorted({*request.session.get(CONFIRMED, ()), here.value})
    way = _way(request)
    if way.next_step is None and (not way.steps or here == way.steps[-1]):
        user = user_of(request)
        if way.steps:
            welcoming.finish(user, now=timezone.now())
        request.session.pop(CONFIRMED, None)
        messages.success(request, _("Welcome! You are all set."))
        return redirect(asked_for(request))
    return _on(request, way.after(here))


def _on(request: HttpRequest, step: WelcomeStep | None) -> HttpResponse:
    """To a step, or where one wanted to go; neither loses where that was."""
    wanted = asked_for(request)
    return redirect(wanted if step is None else _address(step, wanted))


def _address(step: WelcomeStep, wanted: str) -> str:
    address = reverse("accounts:welcome_step", kwargs={"step": step.value})
    return address if wanted == "/" else f"{address}?{urlencode({'next': wanted})}"
