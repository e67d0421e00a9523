"""Writing down who did what in a company, in the transaction of the act itself (ACC-17)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts import network
from accounts.models import Activity, ActivityKind, Company, User


def note(
    company: Company,
    kind: ActivityKind,
    *,
    by: User | None,
    now: datetime,
    asked_by: User | None = None,
    about: User | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Activity:
    """Add one row to a company's activity; `by` is None for what the portal did, `about` whom it was done to."""
    return Activity.objects.create(
        company=company,
        kind=kind,
        at=now,
        actor=by,
        asked_by=asked_by,
        subject=about,
        facts=dict(facts or {}),
        address=network.current_address(),
    )
