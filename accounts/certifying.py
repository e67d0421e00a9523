"""Staff confirm what a company says it is certified for; only then it opens products (ACC-19, CAT-7)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from accounts import recording
from accounts.company_changes import facts_of
from accounts.models import ActivityKind, CompanyCertification, User


@transaction.atomic
def confirm(chosen: QuerySet[CompanyCertification], *, by: User, now: datetime) -> int:
    """Confirm those that wait; returns how many. Each is in its company's activity."""
    if not by.is_staff:
        raise PermissionDenied
    waiting = chosen.filter(confirmed_at=None).select_for_update(of=("self",)).select_related("company")
    certifications = list(waiting.order_by("pk"))
    for certification in certifications:
        certification.confirmed_at, certification.confirmed_by = now, by
        certification.save(update_fields=["confirmed_at", "confirmed_by"])
        facts = facts_of("certification", "confirmed", certification)
        recording.note(certification.company, ActivityKind.COMPANY_CHANGED, by=by, facts=facts, now=now)
    return len(certifications)
