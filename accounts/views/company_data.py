"""Administrators keep the company's data in order, each kind on a page of its own; what is blocked says so (ACC-19)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import company_data
from accounts.access import MemberRequest, PrivilegeMissing, requires
from accounts.acting import Actor, Refused
from accounts.company_data import ADDRESS, CERTIFICATION, CONTACT, Part
from accounts.company_forms import FORMS, DetailsForm, DrawnForm, LogoForm
from accounts.models import CompanyField
from accounts.privileges import Privilege
from common.downloads import stored

MANAGE = Privilege.MANAGE_USERS
View = Callable[..., HttpResponseBase]
TITLES = {
    ADDRESS.name: gettext_lazy("Add address"),
    CONTACT.name: gettext_lazy("Add contact"),
    CERTIFICATION.name: gettext_lazy("Add certification"),
}
FILLED_IN = {CERTIFICATION.name: ("manufacturer", "name")}  # by the address, from a product that needs it


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: MemberRequest) -> HttpResponse:
    """Legal name, tax number, language, text for quotes, and what users may not change of themselves."""
    company = request.member.company
    form = DetailsForm(request.POST or None, company=company)

    def save() -> bool:
        drawn = form.cleaned_data["drawn"]
        return company_data.change_details(company, form.values(), drawn=drawn, by=_actor(request), now=timezone.now())

    if request.method == "POST" and form.is_valid() and _saved(request, form, save):
        return redirect("company:profile")
    return _details_page(request, form)


@requires()
@require_http_methods(["GET", "HEAD", "POST"])
def logo(request: MemberRequest) -> HttpResponseBase:
    """The picture itself, for everyone in the company; an administrator sends another one, or takes it off."""
    company = request.member.company
    if request.method != "POST":
        if not company.logo:
            raise Http404
        return stored(company.logo, f"logo.{company.logo_type.rpartition('/')[2]}", company.logo_type)
    if not request.member.may(MANAGE):
        raise PrivilegeMissing(MANAGE)
    return _new_logo(request) if "remove" not in request.POST else _no_logo(request)


def _new_logo(request: MemberRequest) -> HttpResponse:
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            company_data.change_logo(
                request.member.company, form.cleaned_data["logo"], by=_actor(request), now=timezone.now()
            )
        except Refused as refusal:
            form.add_error("logo", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("company:company_details")
    return _details_page(request, DetailsForm(company=request.member.company), form)


def _no_logo(request: MemberRequest) -> HttpResponse:
    try:
        company_data.remove_logo(request.member.company, by=_actor(request), now=timezone.now())
    except Refused as refusal:
        return _refused(request, refusal)
    messages.success(request, _("The logo is removed."))
    return redirect("company:company_details")


def _details_page(request: MemberRequest, form: DetailsForm, logo_form: LogoForm | None = None) -> HttpResponse:
    company = request.member.company
    blocked = [CompanyField(field) for field in company_data.BLOCKED_BY.values() if company.is_blocked(field)]
    context = {
        "form": logo_form if logo_form and logo_form.errors else form,  # its errors are summed up on top
        "details_form": form,
        "logo_form": None if company.is_blocked(CompanyField.QUOTES) else logo_form or LogoForm(),
        "company": company,
        "blocked": [field.label for field in blocked],
    }
    return render(request, "accounts/company_details.html", context)


def new(part: Part) -> View:
    """The page that adds an address, contact or certification."""

    @requires(MANAGE)
    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: MemberRequest) -> HttpResponse:
        company = request.member.company
        if company.is_blocked(part.blocked_by):
            return _refused(request, company_data.Blocked(part.blocked_by))
        form = FORMS[part.name](request.POST or None, company=company)
        form.initial.update({name: request.GET[name] for name in FILLED_IN.get(part.name, ()) if name in request.GET})

        def save() -> bool:
            company_data.add(part, company, form.values(), by=_actor(request), now=timezone.now())
            return True

        if request.method == "POST" and form.is_valid() and _saved(request, form, save):
            return redirect("company:profile")
        return render(request, "accounts/company_part.html", {"form": form, "part": part, "title": TITLES[part.name]})

    return page


def edit(part: Part) -> View:
    """The page of one address, contact or certification."""

    @requires(MANAGE)
    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: MemberRequest, pk: int) -> HttpResponse:
        company, row = request.member.company, _row(request, part, pk)
        if company.is_blocked(part.blocked_by):
            return _refused(request, company_data.Blocked(part.blocked_by))
        form = FORMS[part.name](request.POST or None, company=company, row=row)

        def save() -> bool:
            drawn = form.cleaned_data["drawn"]
            return company_data.change(part, row, form.values(), drawn=drawn, by=_actor(request), now=timezone.now())

        if request.method == "POST" and form.is_valid() and _saved(request, form, save):
            return redirect("company:profile")
        context = {"form": form, "part": part, "row": row, "title": str(row)}
        return render(request, "accounts/company_part.html", context)

    return page


def removal(part: Part) -> View:
    """Ask first, then remove it."""

    @requires(MANAGE)
    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: MemberRequest, pk: int) -> HttpResponse:
        row = _row(request, part, pk)
        if request.method != "POST":
            return render(request, "accounts/company_part_removal.html", {"part": part, "row": row})
        try:
            company_data.remove(part, row, by=_actor(request), now=timezone.now())
        except Refused as refusal:
            return _refused(request, refusal)
        messages.success(request, _("%(what)s is removed.") % {"what": row})
        return redirect("company:profile")

    return page


def _row(request: MemberRequest, part: Part, pk: int) -> Any:
    return get_object_or_404(part.model._default_manager.filter(company_id=request.member.company_id), pk=pk)


def _saved(request: HttpRequest, form: DrawnForm, save: Callable[[], bool]) -> bool:
    """Press the verb; a refusal goes to its field and keeps what was typed."""
    try:
        has_changed = save()
    except company_data.SavedMeanwhile as refusal:
        form.tell_stale(refusal)
        return False
    except company_data.OneNeeded as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    if has_changed:
        messages.success(request, _("Saved."))
    else:
        messages.info(request, _("Nothing was changed."))
    return True


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("company:profile")


def _actor(request: MemberRequest) -> Actor:
    return Actor.administrator(request.member)
