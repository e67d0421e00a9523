"""One's own password, challenge question, and the browsers in which one is signed in (ACC-5b, ACC-7, ACC-10)."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import challenging, locking, sessions
from accounts.access import signed_in, user_of
from accounts.challenge_forms import ChangeQuestionForm, initial_of
from accounts.factors import Factors
from accounts.forms import ChangePasswordForm
from accounts.models import UserSession
from common.numbers import number_in


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def security(request: HttpRequest) -> HttpResponse:
    """Change the password, and see where one is signed in."""
    user = user_of(request)
    form = ChangePasswordForm(request.POST or None, user=user, request=request)
    if form.is_valid():
        form.save(now=timezone.now())
        messages.success(request, _("Your new password is set. Your sessions in other browsers have ended."))
        return redirect("accounts:security")
    if form.is_bound and locking.is_locked_now(user):  # one wrong password too many: the next page says so
        return redirect("accounts:security")
    context = {
        "form": form,
        "have": Factors.of(user).ways,
        "sessions": UserSession.objects.visible_to(user).alive(timezone.now()),
        "current": request.session.session_key,
        "question": challenging.question_of(user),
    }
    return render(request, "accounts/security.html", context)


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest) -> HttpResponse:
    """Choose another challenge question, with the current password."""
    user = user_of(request)
    initial = initial_of(challenging.question_of(user))
    form = ChangeQuestionForm(request.POST if request.method == "POST" else None, request=request, initial=initial)
    if form.is_valid():
        challenging.choose(user, form.chosen(), now=timezone.now())
        messages.success(request, _("Your challenge question is set."))
        return redirect("accounts:security")
    if form.is_bound and locking.is_locked_now(user):  # one wrong password too many: the next page says so
        return redirect("accounts:security")
    return render(request, "accounts/question.html", {"form": form})


@signed_in
@require_POST
def ending(request: HttpRequest) -> HttpResponse:
    """Sign oneself out in another browser, or in all others."""
    user = user_of(request)
    named = request.POST.get("session", "")
    if named == "others":
        sessions.end_all(user, but=request.session.session_key)
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("accounts:security")
    session = get_object_or_404(UserSession.objects.visible_to(user), pk=number_in(named))
    if session.session_key == request.session.session_key:
        logout(request)
        return redirect("accounts:sign_in")
    sessions.end(session)
    messages.success(request, _("That browser is signed out."))
    return redirect("accounts:security")
