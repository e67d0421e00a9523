"""The distributor switches services off for a whole company and restores them, with its trail (ACC-14)."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import recording
from accounts.models import ActivityKind, Company, ServiceRemoval, User
from accounts.privileges import WEB_ACCESS, Privilege

SERVICES = (WEB_ACCESS, *(privilege.value for privilege in Privilege))


@transaction.atomic
def set_removed(
    company: Company, reasons: Mapping[str, str], *, by: User, now: datetime
) -> tuple[list[str], list[str]]:
    """Leave exactly these services off, each with the reason that the company's users see.

    It holds from the very next request. Returns what was switched off (or got another reason) and what was restored.
    """
    if not by.is_staff:
        raise PermissionDenied
    company = Company.objects.select_for_update().get(pk=company.pk)
    before = {removal.service: removal.reason for removal in company.service_removals.all()}
    removed = [service for service in SERVICES if service in reasons and before.get(service) != reasons[service]]
    restored = [service for service in SERVICES if service in before and service not in reasons]
    for service in removed:
        ServiceRemoval.objects.update_or_create(company=company, service=service, defaults={"reason": reasons[service]})
        facts = {"service": service, "reason": reasons[service]}
        recording.note(company, ActivityKind.SERVICE_REMOVED, by=by, facts=facts, now=now)
    company.service_removals.filter(service__in=restored).delete()
    for service in restored:
        recording.note(company, ActivityKind.SERVICE_RESTORED, by=by, facts={"service": service}, now=now)
    return removed, restored
