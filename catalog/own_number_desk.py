"""Staff import a company's own part numbers from their desk (CAT-11b, CAT-15)."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import user_of
from accounts.acting import Actor
from accounts.models import Company
from catalog import own_number_importing as importing

MAY_IMPORT = ("catalog.add_ownpartnumber", "catalog.change_ownpartnumber")
PLACE = "company/<int:pk>/import/"


class OfStaff(importing.Place):
    def page(self, name: str, context: dict[str, Any]) -> HttpResponse:
        title = _("Import own part numbers")
        shared = {**admin.site.each_context(self.request), "company": self.company, "title": title}
        return render(self.request, f"admin/catalog/ownpartnumber/{name}.html", shared | context)

    def address(self, key: uuid.UUID | None = None) -> str:
        if key:
            return reverse("admin:catalog_ownpartnumber_preview", args=[self.company.pk, key])
        return reverse("admin:catalog_ownpartnumber_import", args=[self.company.pk])

    def list_address(self) -> str:
        return f"{reverse('admin:catalog_ownpartnumber_changelist')}?company__id__exact={self.company.pk}"


def addresses(site: AdminSite) -> list[URLPattern]:
    """The pages of the import, for the admin of own part numbers."""

    def of(view: Callable[..., HttpResponseBase], **fixed: str) -> Callable[..., HttpResponseBase]:
        return site.admin_view(partial(view, **fixed) if fixed else view)

    name = "catalog_ownpartnumber"
    return [
        path(PLACE, of(upload), name=f"{name}_import"),
        path(f"{PLACE}template.csv", of(template, kind="csv"), name=f"{name}_template_csv"),
        path(f"{PLACE}template.xlsx", of(template, kind="xlsx"), name=f"{name}_template_xlsx"),
        path(f"{PLACE}<uuid:key>/", of(preview), name=f"{name}_preview"),
        path(f"{PLACE}<uuid:key>/refused.csv", of(refused, kind="csv"), name=f"{name}_refused_csv"),
        path(f"{PLACE}<uuid:key>/refused.xlsx", of(refused, kind="xlsx"), name=f"{name}_refused_xlsx"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    return importing.upload(_place(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk: int, key: uuid.UUID) -> HttpResponse:
    return importing.preview(_place(request, pk), key)


@require_safe
def refused(request: HttpRequest, pk: int, key: uuid.UUID, kind: str) -> HttpResponseBase:
    return importing.refused(_place(request, pk), key, kind)


@require_safe
def template(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    _place(request, pk)
    return importing.template(kind)


def _place(request: HttpRequest, pk: int) -> OfStaff:
    """Raises PermissionDenied to staff who may not add and change own part numbers."""
    if not request.user.has_perms(MAY_IMPORT):
        raise PermissionDenied
    company = get_object_or_404(Company.objects.select_related("market"), pk=pk)
    return OfStaff(request, company, Actor.staff(user_of(request)))
