"""The clock in the bar of every page (MKT-4)."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import Member
from accounts.privileges import Privilege
from orders.clock import Cutoff, cutoff_of


def cutoff(request: HttpRequest) -> dict[str, Any]:
    """Template context: the member's next cutoff, asked for only where a page shows it; none without ordering."""
    member: Member | None = getattr(request, "member", None)
    if member is None or not member.may(Privilege.PLACE_ORDERS):
        return {}

    def asked() -> Cutoff | None:
        return cutoff_of(member.company, member.market, timezone.now())

    return {"cutoff": SimpleLazyObject(asked)}
