"""An administrator sends a list of people, sees row by row what it would do, and does it with one button (ACC-15)."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import importing, importing_people, people_downloads
from accounts.access import MemberRequest, requires
from accounts.acting import Actor, Refused
from accounts.models import PeopleImport
from accounts.people_file import PeopleFile
from accounts.privileges import Privilege
from common.database import Busy
from common.spreadsheets.choosing import ListForm, files_of

MANAGE = Privilege.MANAGE_USERS


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: MemberRequest) -> HttpResponse:
    """Choose a file; nothing is done with it before somebody has looked."""
    company = request.member.company
    form = ListForm(*files_of(request), kind=PeopleFile, most=company.market.import_rows)
    if form.is_valid() and form.sent:
        name = str(form.cleaned_data["file"].name)
        kept = importing_people.keep(form.sent, company, name=name, by=_actor(request), now=timezone.now())
        return redirect("company:people_import", kept.key)
    return render(request, "accounts/people_import.html", {"form": form, "most": company.market.import_rows})


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: MemberRequest, key: uuid.UUID) -> HttpResponse:
    """Every row with what it would do; the button does all good ones or, if the world moved on, shows it anew."""
    kept, now = _kept(request, key), timezone.now()
    if kept.is_expired(now):
        messages.error(request, str(importing.Expired()))
        return redirect("company:import_people")
    if request.method == "POST":
        try:
            done = importing_people.apply(kept, seen=request.POST.get("seen", ""), by=_actor(request), now=now)
        except (Refused, Busy) as refusal:
            messages.error(request, str(refusal))
            return redirect("company:people_import", key)
        messages.success(request, importing_people.sentence_of(done))
        return redirect("company:people_import", key) if done.refused else redirect("company:users")
    shown = importing_people.preview_of(kept, _actor(request))
    context = {"kept": kept, "file": importing_people.file_of(kept), "preview": shown}
    return render(request, "accounts/people_import_preview.html", context)


@requires(MANAGE)
@require_safe
def refused(request: MemberRequest, key: uuid.UUID, kind: str) -> HttpResponseBase:
    kept = _kept(request, key)
    return people_downloads.refused(kept, importing_people.preview_of(kept, _actor(request)), kind)


@requires(MANAGE)
@require_safe
def template(request: MemberRequest, kind: str) -> HttpResponseBase:
    return people_downloads.template(kind)


def _actor(request: MemberRequest) -> Actor:
    return Actor.administrator(request.member)


def _kept(request: MemberRequest, key: uuid.UUID) -> PeopleImport:
    mine = PeopleImport.objects.visible_to(request.member).select_related("company__market")
    return get_object_or_404(mine, key=key)
