"""The staff's desk for imports: choose a file, look at its columns, try it, import it, read the report (CAT-15)."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import user_of
from accounts.acting import Refused
from catalog import import_tasks, own_number_desk, tasks
from catalog.import_forms import ColumnsForm, UploadForm
from catalog.importing import jobs
from catalog.importing.report import Reason, Result
from catalog.models import Import, ImportKind, ImportState, ImportStep
from catalog.why_desk import CompanyForm
from common.downloads import stored
from common.spreadsheets import CSV_TYPE
from common.spreadsheets.choosing import files_of


def kinds_for(request: HttpRequest) -> list[ImportKind]:
    """What somebody may import."""
    if not request.user.has_perm("catalog.add_import"):
        return []
    return [kind for kind in ImportKind if request.user.has_perm(f"catalog.import_{kind.value}")]


def addresses(site: AdminSite) -> list[URLPattern]:
    """The pages beside the list and those of one import."""

    return [
        path("own-part-numbers/", site.admin_view(own_part_numbers), name="catalog_import_own_numbers"),
        path("<int:pk>/trial/", site.admin_view(trial), name="catalog_import_trial"),
        path("<int:pk>/run/", site.admin_view(run), name="catalog_import_run"),
        path("<int:pk>/cancellation/", site.admin_view(cancellation), name="catalog_import_cancellation"),
        path("<int:pk>/report.csv", site.admin_view(report), name="catalog_import_report"),
    ]


def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; nothing is done with it before somebody has looked."""
    allowed = kinds_for(request)
    if not allowed:
        raise PermissionDenied
    language = translation.get_language() or "en"
    form = UploadForm(*files_of(request), kinds=allowed, by=user_of(request), language=language)
    if form.is_valid() and form.job:
        return redirect(form.job)
    return _upload_page(request, form, CompanyForm())


def own_part_numbers(request: HttpRequest) -> HttpResponse:
    """Go on to the import of the company's own part numbers, which is looked at row by row there."""
    if not request.user.has_perms(own_number_desk.MAY_IMPORT):
        raise PermissionDenied
    form = CompanyForm(request.GET)
    if form.is_valid():
        return redirect("admin:catalog_ownpartnumber_import", form.cleaned_data["company"].pk)
    language = translation.get_language() or "en"
    blank = UploadForm(kinds=kinds_for(request), by=user_of(request), language=language)
    return _upload_page(request, blank, form)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, and what came of it; while it runs the part that changes is asked for again."""
    job = _job(request, pk)
    form = ColumnsForm(job=job) if not job.is_unfinished and job.file else None
    return _page(request, job, form)


@require_POST
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a worker find out what the file would do with its columns taken so."""
    job = _job(request, pk, is_changed=True)
    form = ColumnsForm(request.POST, job=job)
    if not form.is_valid():
        return _page(request, job, form)
    return _begun(job)


@require_POST
def run(request: HttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk, is_changed=True)
    try:
        jobs.go_on(job, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(job)
    return _begun(job)


@require_POST
def cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk, is_changed=True)
    try:
        jobs.cancel(job, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Canceled: %(title)s") % {"title": job.file_name})
    return redirect(job)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every row that did something or was refused, and why."""
    job = _job(request, pk)
    if not job.report:
        raise Http404
    return stored(job.report, f"import-{job.pk}-report.csv", CSV_TYPE)


def _begun(job: Import) -> HttpResponse:
    transaction.on_commit(partial(tasks.wake, import_tasks.run_imports))
    return redirect(job)


def _job(request: HttpRequest, pk: int, *, is_changed: bool = False) -> Import:
    """Raises PermissionDenied to staff who may not see imports, or of this kind; who changes one may add one."""
    if not request.user.has_perm("catalog.view_import"):
        raise PermissionDenied
    job = get_object_or_404(Import.objects.select_related("sent_by"), pk=pk)
    if not request.user.has_perm(f"catalog.import_{job.kind}"):
        raise PermissionDenied
    if is_changed and not request.user.has_perm("catalog.add_import"):
        raise PermissionDenied
    return job


def _upload_page(request: HttpRequest, form: UploadForm, of_company: CompanyForm) -> HttpResponse:
    context = {
        "title": _("Import a file"),
        "form": form,
        "of_company": of_company if request.user.has_perms(own_number_desk.MAY_IMPORT) else None,
        "kinds": [(kind.label, jobs.KINDS[kind]) for kind in kinds_for(request)],
    }
    return render(request, "admin/catalog/import/upload.html", admin.site.each_context(request) | context)


def _page(request: HttpRequest, job: Import, form: ColumnsForm | None) -> HttpResponse:
    is_asked_again = getattr(request, "htmx", False) and request.htmx.target  # type: ignore[attr-defined]
    template = "admin/catalog/import/page.html"
    may_import = request.user.has_perm("catalog.add_import")
    context: dict[str, Any] = {
        "title": job.file_name,
        "job": job,
        "form": form if may_import else None,
        "may_import": may_import,
        "is_tried": job.step == ImportStep.TRIAL and job.state == ImportState.DONE,
        "may_retry": job.step == ImportStep.IMPORT and job.file and not job.is_unfinished,
        "reasons": _reasons(job),
        "samples": [(Result(result).label, rows) for result, rows in _samples(job)],
    }
    shared = {} if is_asked_again else admin.site.each_context(request)
    return render(request, f"{template}#run" if is_asked_again else template, shared | context)


def _reasons(job: Import) -> list[tuple[Any, Any, int]]:
    """What was refused or noted, why and how often."""
    counted = ((result, job.reasons.get(result, {})) for result in (Result.REFUSED, Result.NOTED))
    return [
        (result.label, Reason(code).label, times) for result, by_reason in counted for code, times in by_reason.items()
    ]


def _samples(job: Import) -> list[tuple[str, list[Any]]]:
    order = [result.value for result in Result]
    return sorted(job.samples.items(), key=lambda each: order.index(each[0]))
