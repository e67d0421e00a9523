"""Staff import a company's people from their desk, at the request of one of its administrators (ACC-15, ACC-15b)."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import importing, importing_people, people_downloads
from accounts.access import user_of
from accounts.acting import Actor, Refused
from accounts.desk import CHANGE, RequestForm
from accounts.models import Company, PeopleImport
from accounts.people_file import PeopleFile
from common.database import Busy
from common.spreadsheets.choosing import ListForm, files_of

PLACE = "<int:pk>/users/import/"


def addresses(site: AdminSite) -> list[URLPattern]:
    """The pages of the desk, for the admin of companies."""

    def of(view: Callable[..., HttpResponseBase], **fixed: str) -> Callable[..., HttpResponseBase]:
        return site.admin_view(partial(view, site, **fixed))

    return [
        path(PLACE, of(upload), name="accounts_company_import_people"),
        path(f"{PLACE}template.csv", of(template, kind="csv"), name="accounts_company_people_template_csv"),
        path(f"{PLACE}template.xlsx", of(template, kind="xlsx"), name="accounts_company_people_template_xlsx"),
        path(f"{PLACE}<uuid:key>/", of(preview), name="accounts_company_people_import"),
        path(f"{PLACE}<uuid:key>/refused.csv", of(refused, kind="csv"), name="accounts_company_refused_csv"),
        path(f"{PLACE}<uuid:key>/refused.xlsx", of(refused, kind="xlsx"), name="accounts_company_refused_xlsx"),
    ]


def upload(site: AdminSite, request: HttpRequest, pk: int) -> HttpResponse:
    company = _company(request, pk)
    form = ListForm(*files_of(request), kind=PeopleFile, most=company.market.import_rows)
    if form.is_valid() and form.sent:
        name = str(form.cleaned_data["file"].name)
        kept = importing_people.keep(form.sent, company, name=name, by=_looking(request), now=timezone.now())
        return redirect("admin:accounts_company_people_import", pk, kept.key)
    return _page(site, request, "upload", company, {"form": form, "most": company.market.import_rows})


def preview(site: AdminSite, request: HttpRequest, pk: int, key: uuid.UUID) -> HttpResponse:
    company = _company(request, pk)
    kept, now = _kept(request, company, key), timezone.now()
    if kept.is_expired(now):
        messages.error(request, str(importing.Expired()))
        return redirect("admin:accounts_company_import_people", pk)
    if request.method == "POST":
        try:
            by = RequestForm(request.POST, company=company).actor(request)
            done = importing_people.apply(kept, seen=request.POST.get("seen", ""), by=by, now=now)
        except (Refused, Busy) as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:accounts_company_people_import", pk, key)
        messages.success(request, importing_people.sentence_of(done))
        if not done.refused:
            return redirect("admin:accounts_company_change", pk)
        return redirect("admin:accounts_company_people_import", pk, key)
    shown = importing_people.preview_of(kept, _looking(request))
    context = {"kept": kept, "file": importing_people.file_of(kept), "preview": shown}
    return _page(site, request, "preview", company, {**context, "request_form": RequestForm(company=company)})


def refused(site: AdminSite, request: HttpRequest, pk: int, key: uuid.UUID, kind: str) -> HttpResponseBase:
    kept = _kept(request, _company(request, pk), key)
    return people_downloads.refused(kept, importing_people.preview_of(kept, _looking(request)), kind)


def template(site: AdminSite, request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    _company(request, pk)
    return people_downloads.template(kind)


def _company(request: HttpRequest, pk: int) -> Company:
    """Raises PermissionDenied to staff who may not both add and change members."""
    if not request.user.has_perms(("accounts.add_member", CHANGE)):
        raise PermissionDenied
    return get_object_or_404(Company.objects.select_related("market"), pk=pk)


def _kept(request: HttpRequest, company: Company, key: uuid.UUID) -> PeopleImport:
    mine = PeopleImport.objects.sent_by(user_of(request)).filter(company=company)
    return get_object_or_404(mine.select_related("company__market"), key=key)


def _looking(request: HttpRequest) -> Actor:
    """Staff who look; at whose request they act, they say when they press the button."""
    return Actor.staff(user_of(request))


def _page(site: AdminSite, request: HttpRequest, name: str, company: Company, context: dict[str, Any]) -> HttpResponse:
    context = {**site.each_context(request), "company": company, "title": _("Import users"), **context}
    return render(request, f"admin/accounts/company/import_{name}.html", context)
