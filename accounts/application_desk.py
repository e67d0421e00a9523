"""The staff's buttons on applications and requests for access: one verb each, and a plain sentence (ACC-2, ACC-3)."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts import applying, deciding, desk_typing, requesting_access
from accounts.access import user_of
from accounts.access_request_forms import AdmissionForm
from accounts.acting import Actor, Refused
from accounts.applying import ApplicationRefused
from accounts.desk import Incomplete, RequestForm
from accounts.models import AccessRequest, AccessRequestState, Application, ApplicationDocument, User
from common import downloads

CHANGE = "accounts.change_application"
VIEW = "accounts.view_application"
CHANGE_REQUEST = "accounts.change_accessrequest"
REFUSALS = (Refused, ApplicationRefused)


class ApprovalForm(forms.Form):
    """What staff decide when they approve."""

    company_name = forms.CharField(label=gettext_lazy("Company"), max_length=200)
    customer_number = forms.CharField(label=gettext_lazy("Customer number"), max_length=20)
    account_manager = forms.ModelChoiceField(
        label=gettext_lazy("Account manager"), queryset=User.objects.none(), required=False
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(is_staff=True, is_active=True).order_by("name")
        self.fields["account_manager"].queryset = staff  # type: ignore[attr-defined]

    def clean_customer_number(self) -> str:
        return "".join(str(self.cleaned_data["customer_number"]).split()).upper()


class QuestionForm(forms.Form):
    """What is missing; each line of `papers` becomes a field for a file."""

    text = forms.CharField(
        label=gettext_lazy("What is missing"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    papers = forms.CharField(
        label=gettext_lazy("Papers to upload, one on a line"), required=False, widget=forms.Textarea({"rows": 2})
    )

    def clean_papers(self) -> list[str]:
        papers = [line.strip() for line in str(self.cleaned_data["papers"]).splitlines() if line.strip()]
        if len(papers) > 10 or any(len(paper) > 80 for paper in papers):
            raise forms.ValidationError(_("Ten papers at most, each named in 80 letters."))
        return papers


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason, as the applicant reads it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


def button(press: Callable[[HttpRequest, Application, datetime], str]) -> Callable[..., HttpResponse]:
    """Make a view of a button: POST by staff with the right, one verb, a message, back to the application.

    What was typed for a refused button is drawn again from the session, once.
    """

    @wraps(press)
    @require_POST
    def pressed(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        application = get_object_or_404(Application.objects.select_related("market"), pk=pk)
        try:
            messages.success(request, press(request, application, timezone.now()))
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
            desk_typing.keep(request, press.__name__, str(refusal))
        return redirect("admin:accounts_application_change", pk)

    return pressed


@button
def approval(request: HttpRequest, application: Application, now: datetime) -> str:
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        raise Incomplete(form)
    company = deciding.approve(application, **form.cleaned_data, by=user_of(request), now=now)
    sentence = _("%(company)s is a customer now, %(number)s. The invitation went to %(email)s.")
    facts = {"company": company.name, "number": company.customer_number, "email": application.email}
    return sentence % facts


@button
def question(request: HttpRequest, application: Application, now: datetime) -> str:
    form = QuestionForm(request.POST)
    if not form.is_valid():
        raise Incomplete(form)
    deciding.ask_for_more(application, **form.cleaned_data, by=user_of(request), now=now)
    return _("The applicant was asked. The time for our answer stops until they answer.")


@button
def refusal(request: HttpRequest, application: Application, now: datetime) -> str:
    form = DeclineForm(request.POST)
    if not form.is_valid():
        raise Incomplete(form)
    deciding.decline(application, **form.cleaned_data, by=user_of(request), now=now)
    return _("The application is declined; the applicant was told.")


BUTTONS = {"approval": approval, "question": question, "refusal": refusal}


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A paper, to be saved and not shown; for staff who may look at applications alone."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    found = get_object_or_404(ApplicationDocument.objects.exclude(application=None), pk=pk)
    return downloads.stored(found.file, found.name, found.content_type)


def desk_of(request: HttpRequest, application: Application) -> dict[str, Any]:
    """What the page of an application shows staff."""
    typed = desk_typing.take(request, f"/admin/accounts/application/{application.pk}/")
    now = timezone.now()
    approving = {
        "company_name": application.company_name,
        "customer_number": deciding.proposed_number(application.market),
    }
    place = {"country": application.country, "region": application.region}
    was_shown_fee = application.processing_fee is not None
    return {
        "application": application,
        "is_late": application.is_late(now),
        "events": application.events.select_related("by"),
        "documents": application.documents.all(),
        "approval_form": typed.form(ApprovalForm, "approval", initial=approving),
        "question_form": typed.form(QuestionForm, "question"),
        "decline_form": typed.form(DeclineForm, "refusal"),
        "same_companies": deciding.similar_companies(application),
        "same_applications": deciding.similar_applications(application),
        "fee": applying.processing_fee(application.market, **place, now=now) if was_shown_fee else None,
        "may_press": request.user.has_perm(CHANGE) and application.is_open,
    }


@require_POST
def admission(request: HttpRequest, pk: int) -> HttpResponse:
    """Staff let somebody in, where the company's administrators cannot or asked for it (ACC-3, ACC-15b)."""
    asked = _asked(request, pk)
    form = AdmissionForm(request.POST)
    try:
        if not form.is_valid():
            raise Incomplete(form)
        name, email = form.cleaned_data["name"], form.cleaned_data["email"]
        by = _actor(request, asked)
        requesting_access.admit(asked, name=name, email=email, privileges=form.wanted(), by=by, now=timezone.now())
        messages.success(request, _("An invitation went to %(email)s.") % {"email": email})
    except Refused as why:
        messages.error(request, str(why))
        desk_typing.keep(request, "admission", str(why))
    return redirect("admin:accounts_accessrequest_change", pk)


@require_POST
def access_refusal(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _asked(request, pk)
    try:
        requesting_access.decline(asked, by=_actor(request, asked), now=timezone.now())
        messages.success(request, _("%(name)s was not admitted, and was told so.") % {"name": asked.name})
    except Refused as why:
        messages.error(request, str(why))
        desk_typing.keep(request, "refusal", str(why))
    return redirect("admin:accounts_accessrequest_change", pk)


REQUEST_BUTTONS = {"admission": admission, "refusal": access_refusal}


def request_desk_of(request: HttpRequest, asked: AccessRequest) -> dict[str, Any]:
    """What the page of a request for access shows staff."""
    company = asked.company
    may_press = asked.state == AccessRequestState.WAITING and request.user.has_perm(CHANGE_REQUEST)
    typed = desk_typing.take(request, f"/admin/accounts/accessrequest/{asked.pk}/")
    asked_by = {"asked_by": typed.data.get("asked_by")}
    return {
        "asked": asked,
        "may_press": may_press,
        "administrators": requesting_access.administrators_to_ask(company) if company else [],
        "request_form": RequestForm(company=company, initial=asked_by) if company else None,
        "admission_form": typed.form(
            AdmissionForm,
            "admission",
            initial={"name": asked.name, "email": asked.email},
            use_required_attribute=False,
        ),
    }


def _asked(request: HttpRequest, pk: int) -> AccessRequest:
    if not request.user.has_perm(CHANGE_REQUEST):
        raise PermissionDenied
    return get_object_or_404(AccessRequest.objects.matched().select_related("company__market"), pk=pk)


def _actor(request: HttpRequest, asked: AccessRequest) -> Actor:
    """Raises Incomplete where somebody is named who is no administrator of the company."""
    return RequestForm(request.POST, company=requesting_access.company_of(asked)).actor(request)
