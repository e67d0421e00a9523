"""Where the link for a forgotten password leads: the challenge question, then a new password (ACC-7)."""

from allauth.decorators import rate_limit
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import challenging, forgotten, locking, own_market
from accounts.challenge_forms import AnswerForm
from accounts.forms import PasswordForm
from accounts.models import ChallengeQuestion, PasswordLink
from accounts.private_links import LinkVoid
from common.access import public
from markets import context

FOLLOWED = "password_link"  # the session's key: which link was followed here, its key, and whether it was answered
IN_SESSION = "set-password"  # stands in the address instead of the key, which no other site shall see
AGAIN = "account_reset_password_from_key"


@public
@never_cache
@sensitive_post_parameters()
@rate_limit(action="reset_password_from_key")
@require_http_methods(["GET", "HEAD", "POST"])
def password_new(request: HttpRequest, uidb36: str, key: str) -> HttpResponse:
    """Follow the link, and set the new password once its question is answered. Looking uses nothing up."""
    try:
        if key != IN_SESSION:
            forgotten.find(uidb36, key)
            request.session[FOLLOWED] = [uidb36, key, False]
            return redirect(AGAIN, uidb36, IN_SESSION)
        link = _followed(request)
        if not _is_answered(request, link):
            return redirect("accounts:password_question")
        return _new_password(request, link)
    except LinkVoid:
        return _void(request)


@public
@never_cache
@sensitive_post_parameters()
@rate_limit(action="reset_password_from_key")
@require_http_methods(["GET", "HEAD", "POST"])
def password_question(request: HttpRequest) -> HttpResponse:
    """Ask the challenge question of whoever followed a link in this browser."""
    try:
        link = _followed(request)
        if _is_answered(request, link):
            return redirect(AGAIN, request.session[FOLLOWED][0], IN_SESSION)
        question = challenging.question_of(link.user)
        if question is None:
            return render(request, "accounts/password_no_question.html", {"whom": locking.whom_to_ask(link.user)})
        return _question(request, link, question)
    except LinkVoid:
        return _void(request)


def _question(request: HttpRequest, link: PasswordLink, question: ChallengeQuestion) -> HttpResponse:
    """Raises LinkVoid after the last wrong answer."""
    form = AnswerForm(request.POST if request.method == "POST" else None, question=str(question))
    if form.is_valid():
        try:
            forgotten.answer(link, form.cleaned_data["answer"])
        except forgotten.WrongAnswer as wrong:
            form.add_error("answer", str(wrong))
        else:
            uid, key, _answered = request.session[FOLLOWED]
            request.session[FOLLOWED] = [uid, key, True]
            return redirect(AGAIN, uid, IN_SESSION)
    return render(request, "accounts/password_question.html", {"form": form})


def _new_password(request: HttpRequest, link: PasswordLink) -> HttpResponse:
    """Raises LinkVoid where somebody was quicker."""
    form = PasswordForm(request.POST if request.method == "POST" else None, user=link.user)
    if form.is_valid():
        uid, key, _answered = request.session[FOLLOWED]
        try:
            forgotten.set_password(uid, key, form.cleaned_data["password1"], now=timezone.now())
        except ValidationError as weak:
            form.add_error("password1", weak)
        else:
            del request.session[FOLLOWED]
            return _done(link)
    return render(request, "accounts/password_new.html", {"form": form})


def _done(link: PasswordLink) -> HttpResponse:
    """On to signing in, in the user's own market from now on."""
    answer = redirect("account_reset_password_from_key_done")
    if market := own_market.market_of(link.user):
        context.remember(answer, context.COOKIE, market.code)
    return answer


def _followed(request: HttpRequest) -> PasswordLink:
    """The link that was followed in this browser, from here on in its user's market. Raises LinkVoid."""
    uid, key, _answered = request.session.get(FOLLOWED, ("", "", False))
    link = forgotten.find(uid, key)
    own_market.show(request, link.user)
    return link


def _is_answered(request: HttpRequest, link: PasswordLink) -> bool:
    return bool(request.session[FOLLOWED][2]) or not forgotten.asks_question(link.user)


def _void(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_link_void.html")
