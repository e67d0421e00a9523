"""Asking for access to an existing customer, and the company's page on which an administrator answers (ACC-3)."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import applying, requesting_access
from accounts.access import MemberRequest, requires
from accounts.access_request_forms import AccessRequestForm, AdmissionForm
from accounts.acting import Actor, Refused
from accounts.models import AccessRequest
from accounts.privileges import Privilege
from common.access import public
from markets.context import language_for, market_of

MANAGE = Privilege.MANAGE_USERS


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_access(request: HttpRequest) -> HttpResponse:
    """Take down who asks. The page that follows is the same for every customer number and address."""
    market = market_of(request)
    form = AccessRequestForm(request.POST or None, market=market)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/request_access.html", {"form": form})
    if not ratelimit.consume(request, action="request_access"):
        form.add_error(None, _("Too many requests came from your network. Try again in an hour."))
        return render(request, "accounts/request_access.html", {"form": form}, status=429)
    language = language_for(market, get_language() or "")
    requesting_access.request_access(market, language=language, now=timezone.now(), **form.cleaned_data)
    return redirect("accounts:access_requested")


@public
@require_safe
def access_requested(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/access_requested.html", {"sender": applying.sender()})


@requires(MANAGE)
@require_safe
def requests(request: MemberRequest) -> HttpResponse:
    """Who asks to be let in, with a button for each answer."""
    return _page(request)


@requires(MANAGE)
@require_POST
def admission(request: MemberRequest, pk: int) -> HttpResponse:
    """Let somebody in: an invitation goes out."""
    asked = _asked(request, pk)
    form = AdmissionForm(request.POST, prefix=f"request-{pk}")
    if not form.is_valid():
        return _page(request, form)
    try:
        requesting_access.admit(
            asked,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            privileges=form.wanted(),
            by=Actor.administrator(request.member),
            now=timezone.now(),
        )
    except requesting_access.AnsweredAlready as refusal:
        messages.error(request, str(refusal))
        return redirect("company:access_requests")
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return _page(request, form)
    messages.success(request, _("An invitation went to %(email)s.") % {"email": form.cleaned_data["email"]})
    return redirect("company:access_requests")


@requires(MANAGE)
@require_POST
def refusal(request: MemberRequest, pk: int) -> HttpResponse:
    """Let somebody not in; the registered address is told."""
    asked = _asked(request, pk)
    try:
        requesting_access.decline(asked, by=Actor.administrator(request.member), now=timezone.now())
        messages.success(request, _("%(name)s was not admitted, and was told so.") % {"name": asked.name})
    except Refused as why:
        messages.error(request, str(why))
    return redirect("company:access_requests")


def _asked(request: MemberRequest, pk: int) -> AccessRequest:
    return get_object_or_404(AccessRequest.objects.visible_to(request.member).matched(), pk=pk)


def _page(request: MemberRequest, form: AdmissionForm | None = None) -> HttpResponse:
    waiting = AccessRequest.objects.visible_to(request.member).waiting().order_by("asked_at", "pk")
    rows = [(asked, _form_of(asked, form)) for asked in waiting]
    return render(request, "accounts/access_requests.html", {"rows": rows, "form": form})


def _form_of(asked: AccessRequest, sent: AdmissionForm | None) -> AdmissionForm:
    prefix = f"request-{asked.pk}"
    if sent is not None and sent.prefix == prefix:
        return sent
    return AdmissionForm(prefix=prefix, initial={"name": asked.name, "email": asked.email})
