"""What staff change on a company's page in the admin, written into its activity with before and after (ACC-17, 19)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from accounts import company_changes, recording
from accounts.company_changes import facts_of, values_of
from accounts.company_data import ADDRESS, CERTIFICATION, CONTACT
from accounts.models import ActivityKind, AgreedFreight, Company, StockistApproval

PARTS: dict[type[models.Model], tuple[str, tuple[str, ...]]] = {
    **{part.model: (part.name, part.fields) for part in (ADDRESS, CONTACT, CERTIFICATION)},
    StockistApproval: ("approval", ("number", "valid_from", "valid_to")),
    AgreedFreight: ("freight", ("method", "amount")),
}
Rows = dict[int, tuple[str, dict[str, Any]]]


def note_details(before: Company, after: Company, fields: Iterable[str], *, by: Any, now: datetime) -> None:
    """Write down which of the company's own fields changed."""
    fields = [field for field in fields if field in company_changes.LABELS]
    changes = company_changes.compared(values_of(before, fields), values_of(after, fields))
    if changes:
        _note(after, "details", "changed", "", changes, by, now)


def rows_of(formset: Any) -> Rows:
    """What the rows of an inline say in the database now."""
    if formset.model not in PARTS:
        return {}
    _part, fields = PARTS[formset.model]
    rows = formset.model._default_manager.filter(company=formset.instance)
    return {row.pk: (_name_of(row), values_of(row, fields)) for row in rows}


def note_rows(company: Company, formset: Any, before: Rows, *, by: Any, now: datetime) -> None:
    """Write down each row that was added, changed or removed."""
    if formset.model not in PARTS:
        return
    part, fields = PARTS[formset.model]
    after = rows_of(formset)
    blank = values_of(formset.model(), [field for field in fields if field != "method"]) | (
        {"method": ""} if "method" in fields else {}
    )
    for pk, (name, values) in after.items():
        if pk not in before:
            _note(company, part, "added", name, company_changes.compared(blank, values), by, now)
        elif changes := company_changes.compared(before[pk][1], values):
            _note(company, part, "changed", name, changes, by, now)
    for pk in before.keys() - after.keys():
        name, values = before[pk]
        gone = company_changes.compared(values, dict.fromkeys(values, ""))
        _note(company, part, "removed", name, gone, by, now)


def _name_of(row: models.Model) -> str:
    return row.method.name if isinstance(row, AgreedFreight) else str(row)


def _note(company: Company, part: str, act: str, name: str, changes: Any, by: Any, now: datetime) -> None:
    facts = facts_of(part, act, name, changes)
    recording.note(company, ActivityKind.COMPANY_CHANGED, by=by, facts=facts, now=now)
