"""A company's administrators keep its data in order: details, addresses, contacts, certifications (ACC-19)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import company_changes, recording
from accounts.acting import Actor, Refused, locked_company
from accounts.facts import FactsEncoder
from accounts.models import ActivityKind, Address, Company, CompanyCertification, CompanyContact, CompanyField
from common.uploads import Upload, storing

DETAILS = ("name", "tax_number", "language", "blocked_user_fields", "quote_text")
BLOCKED_BY = {
    "name": CompanyField.NAME,
    "tax_number": CompanyField.TAX_NUMBER,
    "quote_text": CompanyField.QUOTES,
}
ONE_OF_THEM = ("is_default", "is_invoice_address")
type Row = Address | CompanyContact | CompanyCertification


class Blocked(Refused):
    """The distributor keeps these data to its staff."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = CompanyField(field)

    def __str__(self) -> str:
        return _("%(what)s: only the distributor's staff change this. Ask your account manager.") % {
            "what": self.field.label
        }


class SavedMeanwhile(Refused):
    """Somebody else saved the same thing since the page was drawn; `current` is what they left."""

    def __init__(self, current: Mapping[str, Any]) -> None:
        super().__init__(current)
        self.current = current

    def __str__(self) -> str:
        return _("Nothing was saved: somebody else changed this meanwhile. Look at what is marked, then save again.")


class RowGone(Refused):
    """Somebody else removed it meanwhile."""

    def __str__(self) -> str:
        return _("Somebody else removed this meanwhile.")


class OneNeeded(Refused):
    """A company with addresses has one default address and one for invoices."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field

    def __str__(self) -> str:
        if self.field == "is_default":
            return _("This is the default address. Make another one the default first.")
        return _("Invoices go to this address. Let them go to another one first.")


@dataclass(frozen=True)
class Part:
    """One kind of rows of a company's profile, and what of it can be blocked."""

    name: str
    model: type[Row]
    fields: tuple[str, ...]
    blocked_by: CompanyField

    def values_of(self, row: models.Model) -> dict[str, Any]:
        return company_changes.values_of(row, self.fields)


ADDRESS = Part(
    "address",
    Address,
    ("label", "recipient", "street", "extra", "postal_code", "city", "region", "country", *ONE_OF_THEM),
    CompanyField.ADDRESSES,
)
CONTACT = Part("contact", CompanyContact, ("label", "name", "phone", "email"), CompanyField.CONTACTS)
CERTIFICATION = Part(
    "certification",
    CompanyCertification,
    ("manufacturer", "name", "number", "valid_until"),
    CompanyField.CERTIFICATIONS,
)


def mark_of(values: Mapping[str, Any]) -> str:
    """A short mark of what a page was drawn with, to be sent back with its form."""
    text = json.dumps(dict(values), sort_keys=True, cls=FactsEncoder)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def details_of(company: Company) -> dict[str, Any]:
    """The details that are this company's to change."""
    fields = [field for field in DETAILS if not (field in BLOCKED_BY and company.is_blocked(BLOCKED_BY[field]))]
    return company_changes.values_of(company, fields)


@transaction.atomic
def change_details(company: Company, values: Mapping[str, Any], *, drawn: str, by: Actor, now: datetime) -> bool:
    """Save the details that are not blocked and say whether anything changed. Raises SavedMeanwhile and Refused."""
    company = locked_company(company.pk, by)
    before = details_of(company)
    after = {field: values[field] for field in before if field in values}
    if not _differs(company, before, after, drawn):
        return False
    company.save(update_fields=list(after))
    return _note(company, by, now, "details", "changed", before, after)


@transaction.atomic
def add(part: Part, company: Company, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Row:
    """Add an address, contact or certification. Raises Blocked and Refused."""
    company = _unblocked(company.pk, part.blocked_by, by)
    row = part.model(company=company, **values)
    if isinstance(row, Address):
        _keep_one(row, is_new=True)
    row.save()
    after = part.values_of(row)
    blank = company_changes.values_of(part.model(), part.fields)
    _note(company, by, now, part.name, "added", blank, after, what=row)
    return row


@transaction.atomic
def change(part: Part, row: Row, values: Mapping[str, Any], *, drawn: str, by: Actor, now: datetime) -> bool:
    """Save a row of the profile and say whether anything changed; a certification waits for staff again.

    Raises Blocked, SavedMeanwhile, RowGone, OneNeeded and Refused.
    """
    company = _unblocked(row.company_id, part.blocked_by, by)
    current = _present(part, company, row)
    before = part.values_of(current)
    if not _differs(current, before, values, drawn):
        return False
    if isinstance(current, Address):
        _keep_one(current, was=before)
    if isinstance(current, CompanyCertification):
        current.confirmed_at = current.confirmed_by = None
    current.save()
    return _note(company, by, now, part.name, "changed", before, part.values_of(current), what=current)


@transaction.atomic
def remove(part: Part, row: Row, *, by: Actor, now: datetime) -> None:
    """Remove a row; documents keep the copies they have. Raises Blocked, RowGone, OneNeeded and Refused."""
    company = _unblocked(row.company_id, part.blocked_by, by)
    current = _present(part, company, row)
    for field in ONE_OF_THEM:
        if isinstance(current, Address) and getattr(current, field):
            raise OneNeeded(field)
    before = part.values_of(current)
    _note(company, by, now, part.name, "removed", before, dict.fromkeys(before, ""), what=current)
    current.delete()


def change_logo(company: Company, upload: Upload, *, by: Actor, now: datetime) -> None:
    """Keep another logo for quotes; the one before is gone. Raises Blocked and Refused."""
    with storing() as files, transaction.atomic():
        company = _unblocked(company.pk, CompanyField.QUOTES, by)
        _forget_logo(company)
        files.keep(company.logo, upload)
        company.logo_type = upload.checked.content_type
        company.save(update_fields=["logo", "logo_type"])
        _note(company, by, now, "logo", "changed", {}, {})


@transaction.atomic
def remove_logo(company: Company, *, by: Actor, now: datetime) -> bool:
    """Take the logo off; False where there was none. Raises Blocked and Refused."""
    company = _unblocked(company.pk, CompanyField.QUOTES, by)
    if not company.logo:
        return False
    _forget_logo(company)
    company.logo, company.logo_type = "", ""
    company.save(update_fields=["logo", "logo_type"])
    return _note(company, by, now, "logo", "removed", {}, {})


def _forget_logo(company: Company) -> None:
    """Delete the file once nothing leads to it any more."""
    if company.logo:
        transaction.on_commit(partial(company.logo.storage.delete, str(company.logo.name)), robust=True)


def _unblocked(company_id: int, field: CompanyField, by: Actor) -> Company:
    company = locked_company(company_id, by)
    if company.is_blocked(field):
        raise Blocked(field)
    return company


def _present(part: Part, company: Company, row: Row) -> Row:
    current = part.model._default_manager.filter(company=company, pk=row.pk).first()
    if current is None:
        raise RowGone
    return current


def _differs(row: models.Model, before: Mapping[str, Any], after: Mapping[str, Any], drawn: str) -> bool:
    """Put the new values into the row and say whether there are any. Raises SavedMeanwhile."""
    if not company_changes.compared(before, {**before, **_sorted(after)}):
        return False
    if drawn != mark_of(before):
        raise SavedMeanwhile(before)
    for field, value in after.items():
        setattr(row, field, value)
    return True


def _sorted(values: Mapping[str, Any]) -> dict[str, Any]:
    return {field: sorted(value) if isinstance(value, list) else value for field, value in values.items()}


def _keep_one(address: Address, *, is_new: bool = False, was: Mapping[str, Any] | None = None) -> None:
    """Of a company's addresses one is the default and one takes the invoices; a new one may take over."""
    others = Address.objects.filter(company_id=address.company_id).exclude(pk=address.pk)
    for field in ONE_OF_THEM:
        if was and was[field] and not getattr(address, field):
            raise OneNeeded(field)
        if getattr(address, field):
            others.filter(**{field: True}).update(**{field: False})
        elif is_new and not others.filter(**{field: True}).exists():
            setattr(address, field, True)


def _note(
    company: Company,
    by: Actor,
    now: datetime,
    part: str,
    act: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    what: object = "",
) -> bool:
    """Write down what changed; True, so that whoever saved may say so."""
    changes = company_changes.compared(before, {**before, **_sorted(after)})
    facts = company_changes.facts_of(part, act, what, changes)
    recording.note(company, ActivityKind.COMPANY_CHANGED, by=by.user, facts=facts, now=now)
    return True
