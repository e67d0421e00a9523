"""The staff's page of a company's services: each switched off with the reason its users read, or left on (ACC-14)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import services
from accounts.access import user_of
from accounts.company_changes import service_name
from accounts.models import Company, ServiceRemoval

CHANGE = "accounts.change_company"
LONGEST = ServiceRemoval._meta.get_field("reason").max_length


@dataclass(frozen=True)
class Row:
    """One service of the page, as it is or as it was typed."""

    service: str
    is_off: bool
    reason: str
    error: str = ""

    @property
    def name(self) -> str:
        return service_name(self.service)


def services_page(request: HttpRequest, pk: int, site: dict[str, Any]) -> HttpResponse:
    """Show every service of a company, and save which are off; `site` is the admin's own context."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    company = get_object_or_404(Company, pk=pk)
    if request.method == "POST":
        rows = _typed(request.POST)
        if not any(row.error for row in rows):
            _save(request, company, rows)
            return redirect("admin:accounts_company_services", pk)
        messages.error(request, _("Nothing was saved: look at what is marked."))
    else:
        reasons = {removal.service: removal.reason for removal in company.service_removals.all()}
        rows = [Row(service, service in reasons, reasons.get(service, "")) for service in services.SERVICES]
    context = {**site, "company": company, "rows": rows, "longest": LONGEST, "title": _("Services")}
    return render(request, "admin/accounts/company/services.html", context)


def _typed(data: QueryDict) -> list[Row]:
    return [_row(service, f"off-{service}" in data, data.get(f"reason-{service}", "")) for service in services.SERVICES]


def _row(service: str, is_off: bool, typed: str) -> Row:
    reason = " ".join(typed.split())
    error = ""
    if is_off and not reason:
        error = _("Say why: the company's users read it.")
    elif is_off and len(reason) > (LONGEST or 0):
        error = _("At most %(most)s characters.") % {"most": LONGEST}
    return Row(service, is_off, reason, error)


def _save(request: HttpRequest, company: Company, rows: list[Row]) -> None:
    reasons = {row.service: row.reason for row in rows if row.is_off}
    removed, restored = services.set_removed(company, reasons, by=user_of(request), now=timezone.now())
    for names, sentence in ((removed, _("Switched off: %(names)s")), (restored, _("Restored: %(names)s"))):
        if names:
            told = sentence % {"names": ", ".join(service_name(service) for service in names)}
            messages.success(request, told)
    if not (removed or restored):
        messages.info(request, _("Nothing was changed."))
