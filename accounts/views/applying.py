"""Become a customer: who applies, the form of their country, and the private page of an application (ACC-1, ACC-2)."""

import uuid
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import application_papers, applying
from accounts.application_drafts import Draft, draft_of, forget, key_in
from accounts.application_forms import AnswerForm, ApplicationForm, PapersForm, StartForm
from accounts.models import Application, ApplicationEventKind, ApplicationState
from common.access import public
from markets.context import activate, language_for, market_of, remember
from markets.models import ContactDesk, Market
from markets.regions import place_name


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Ask first who applies; then show a reseller the form, and an end user how to find a reseller."""
    market = market_of(request)
    start = StartForm(request.GET if {"asked", "kind"} & request.GET.keys() else None)
    if not start.is_valid():
        countries = [name for _code, name in applying.country_choices(market)]
        return render(request, "accounts/apply_start.html", {"form": start, "countries": countries})
    if start.cleaned_data["kind"] == "end_user":
        context = {"market": market, "desk": market.desk(ContactDesk.Kind.SALES)}
        return render(request, "accounts/apply_end_user.html", context)
    was_customer = start.cleaned_data["former"] == "yes"
    if request.method == "POST":
        return _posted(request, market, was_customer=was_customer)
    draft = draft_of(request)
    form = ApplicationForm(
        market=market,
        was_customer=was_customer,
        kept=application_papers.waiting(draft.key),
        initial={"language": get_language(), **draft.typed},
    )
    return _form_page(request, form, draft, was_customer=was_customer)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, token: str) -> HttpResponse:
    """How an application stands, for whoever has the link; and where staff asked for more, the form to answer."""
    found = applying.find(token)
    if found is None:
        raise Http404
    if getattr(request, "member", None) is None:
        request.market = found.market  # type: ignore[attr-defined]
        activate(found.market, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, found.language))
    asks = found.state == ApplicationState.INCOMPLETE
    form = None
    if asks or request.method == "POST":
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = AnswerForm(*sent, papers=found.papers_asked, kept=application_papers.waiting(found.key))
    if request.method == "POST" and form is not None and (answer := _answered(request, found, form)):
        return answer
    events = list(found.events.all())
    context = {
        "application": found,
        "form": form if asks else None,
        "asked": next((event for event in reversed(events) if event.kind == ApplicationEventKind.MORE_ASKED), None),
        "reason": next((event.text for event in events if event.kind == ApplicationEventKind.DECLINED), ""),
        "documents": found.documents.all(),
        "sender": applying.sender(),
        "is_late": found.is_late(timezone.now()),
        "address": settings.PUBLIC_ADDRESS + applying.path_of(found),
    }
    return render(request, "accounts/application.html", context)


def _posted(request: HttpRequest, market: Market, *, was_customer: bool) -> HttpResponse:
    draft = draft_of(request)
    form_key = key_in(request.POST.get("key", "")) or draft.key
    if sent := applying.sent_before(form_key):
        return redirect(applying.path_of(sent))
    kept = application_papers.waiting(draft.key)
    form = ApplicationForm(request.POST, request.FILES, market=market, was_customer=was_customer, kept=kept)
    is_whole = form.is_valid()
    draft.keep(request, form.typed())
    if not ratelimit.consume(request, action="apply_form"):
        return _too_many(request, form, draft, was_customer=was_customer)
    _keep_papers(draft.key, form)
    if "update" in request.POST:
        return _updated(request, market, form)
    if not is_whole:
        return _form_page(request, form, draft, was_customer=was_customer)
    if not ratelimit.consume(request, action="apply"):
        return _too_many(request, form, draft, was_customer=was_customer)
    language = form.cleaned_data.get("language") or language_for(market, get_language() or "")
    try:
        sent = applying.apply(
            market,
            written=form.written(),
            was_customer=was_customer,
            language=language,
            form_key=draft.key,
            now=timezone.now(),
        )
    except applying.ApplicationRefused as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, form, draft, was_customer=was_customer)
    forget(request)
    return _in_language(redirect(applying.path_of(sent)), language)


def _updated(request: HttpRequest, market: Market, form: ApplicationForm) -> HttpResponse:
    """Draw the form again, for another country or in another language, with everything typed in it."""
    for field, _kept in form.paper_rows():
        for error in field.errors:
            if field.name in request.FILES:
                messages.error(request, f"{field.label}: {error}")
    chosen = request.POST["update"]
    answer = redirect(f"{request.get_full_path()}#id_{chosen if chosen in form.fields else 'country'}")
    return _in_language(answer, language_for(market, request.POST.get("language", "")))


def _too_many(request: HttpRequest, form: ApplicationForm, draft: Draft, *, was_customer: bool) -> HttpResponse:
    sentence = _("Too many applications came from your network. What you typed is kept here: send it in an hour.")
    form.add_error(None, sentence)
    return _form_page(request, form, draft, was_customer=was_customer, status=429)


def _answered(request: HttpRequest, found: Application, form: AnswerForm) -> HttpResponse | None:
    """Send the answer and come back to the page; None where something is wrong with it."""
    is_whole = form.is_valid()
    if not ratelimit.consume(request, action="apply_form"):
        form.add_error(None, _("Too many files came from your network. Send them again in an hour."))
        return None
    if found.state == ApplicationState.INCOMPLETE:
        _keep_papers(found.key, form)
    if not is_whole:
        return None
    try:
        applying.answer(found, text=form.cleaned_data["text"], now=timezone.now())
        messages.success(request, _("Thank you. We have your answer."))
    except applying.ApplicationRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(applying.path_of(found))


def _keep_papers(key: uuid.UUID, form: PapersForm) -> None:
    """Store the good files even where the rest is wrong; the form then shows them as kept."""
    application_papers.keep(key, form.uploads(), now=timezone.now())
    form.kept = application_papers.waiting(key)


def _form_page(
    request: HttpRequest, form: ApplicationForm, draft: Draft, *, was_customer: bool, status: int = 200
) -> HttpResponse:
    market = form.market
    region = str(form["region"].value() or "") if "region" in form.fields else ""
    region = region or (market.subdivision if form.seat == market.country else "")
    now = timezone.now()
    fee = applying.processing_fee(market, country=form.seat, region=region, now=now) if was_customer else None
    context: dict[str, Any] = {
        "form": form,
        "market": market,
        "key": draft.key,
        "fee": fee,
        "fee_place_name": place_name(form.seat, region),
        "sender": applying.sender(),
    }
    return render(request, "accounts/apply.html", context, status=status)


def _in_language(answer: HttpResponse, language: str) -> HttpResponse:
    remember(answer, settings.LANGUAGE_COOKIE_NAME, language)
    return answer
