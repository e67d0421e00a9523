"""Where the link of an invitation leads: choose a password, or simply join, and come in (ACC-4, ACC-7)."""

from typing import Any

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from accounts import inviting, own_market, welcoming
from accounts.challenge_forms import PasswordAndQuestionForm
from accounts.context import COMPANY
from accounts.forms import PasswordForm
from accounts.models import Invitation, Member
from accounts.private_links import LinkVoid
from accounts.welcoming import WelcomeStep
from common.access import public
from markets import context as market_context

BACKEND = "accounts.signing_in.PasswordBackend"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Looking uses nothing up, so that a mail scanner spoils no link; pressing the button does."""
    now = timezone.now()
    try:
        found = inviting.find(token, now=now)
        if request.method == "POST":
            return _accepted(request, token, found)
    except LinkVoid:
        if user := inviting.sent_to(token):
            own_market.show(request, user)
        return render(request, "accounts/invitation_void.html")
    return _page(request, found, _form(found) if inviting.asks_for_password(found) else None)


def _accepted(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    """Raises LinkVoid where somebody was quicker."""
    if not inviting.asks_for_password(found):
        return _enter(request, inviting.accept(token, password=None, now=timezone.now()), with_password=False)
    form = _form(found, request.POST)
    if form.is_valid():
        question = form.chosen_or_kept() if isinstance(form, PasswordAndQuestionForm) else None
        password = form.cleaned_data["password1"]
        try:
            member = inviting.accept(token, password=password, question=question, now=timezone.now())
        except ValidationError as weak:
            form.add_error("password1", weak)
        else:
            return _enter(request, member, with_password=True)
    return _page(request, found, form)


def _form(found: Invitation, typed: QueryDict | None = None) -> PasswordForm:
    kind = PasswordAndQuestionForm if inviting.offers_question(found) else PasswordForm
    return kind(typed, user=found.member.user)


def _enter(request: HttpRequest, member: Member, *, with_password: bool) -> HttpResponse:
    """Who chose a password here is signed in; who only joined signs in with the one they have, unless they are."""
    if with_password:
        login(request, member.user, backend=BACKEND)
    if request.user == member.user:
        request.session[COMPANY] = member.company_id
    answer = redirect("/")
    market_context.remember(answer, market_context.COOKIE, member.company.market.code)
    return answer


def _page(request: HttpRequest, found: Invitation, form: PasswordForm | None) -> HttpResponse:
    company = found.member.company
    if getattr(request, "member", None) is None:  # a new browser knows no market, and the company has one
        request.market = company.market  # type: ignore[attr-defined]
        market_context.activate(company.market, get_language() or "")
    person = found.member.user
    context: dict[str, Any] = {"invitation": found, "company": company, "person": person, "form": form}
    if form is not None:
        context |= {"steps": [(step, "") for step in welcoming.steps_ahead(person)], "here": WelcomeStep.PASSWORD}
    return render(request, "accounts/invitation.html", context)
