"""Changes of a company's data as its activity tells them: which part, which field, from what to what (ACC-17, 19)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import CompanyField, UserField
from accounts.privileges import WEB_ACCESS, Privilege
from common import formats

Changes = list[list[Any]]  # [field, before, after] of each field that changed

SENTENCES = {
    ("details", "changed"): gettext_lazy("Changed the company's details"),
    ("logo", "changed"): gettext_lazy("Changed the logo for quotes"),
    ("logo", "removed"): gettext_lazy("Removed the logo for quotes"),
    ("address", "added"): gettext_lazy("Added the address %(what)s"),
    ("address", "changed"): gettext_lazy("Changed the address %(what)s"),
    ("address", "removed"): gettext_lazy("Removed the address %(what)s"),
    ("contact", "added"): gettext_lazy("Added the contact %(what)s"),
    ("contact", "changed"): gettext_lazy("Changed the contact %(what)s"),
    ("contact", "removed"): gettext_lazy("Removed the contact %(what)s"),
    ("certification", "added"): gettext_lazy("Added the certification %(what)s"),
    ("certification", "changed"): gettext_lazy("Changed the certification %(what)s"),
    ("certification", "removed"): gettext_lazy("Removed the certification %(what)s"),
    ("certification", "confirmed"): gettext_lazy("Confirmed the certification %(what)s"),
    ("freight", "added"): gettext_lazy("Agreed on the freight of %(what)s"),
    ("freight", "changed"): gettext_lazy("Changed the agreed freight of %(what)s"),
    ("freight", "removed"): gettext_lazy("Ended the agreed freight of %(what)s"),
    ("approval", "added"): gettext_lazy("Recorded the approval %(what)s as stockist"),
    ("approval", "changed"): gettext_lazy("Changed the approval %(what)s as stockist"),
    ("approval", "removed"): gettext_lazy("Removed the approval %(what)s as stockist"),
}
LABELS = {
    "name": gettext_lazy("Name"),
    "tax_number": gettext_lazy("Tax number"),
    "language": gettext_lazy("Language of documents"),
    "blocked_user_fields": gettext_lazy("What users do not change of themselves"),
    "blocked_fields": gettext_lazy("What staff alone change"),
    "quote_text": gettext_lazy("Text for quotes"),
    "label": gettext_lazy("Label"),
    "recipient": gettext_lazy("Recipient"),
    "street": gettext_lazy("Street"),
    "extra": gettext_lazy("Second line"),
    "postal_code": gettext_lazy("Postal code"),
    "city": gettext_lazy("City"),
    "region": gettext_lazy("Province or state"),
    "country": gettext_lazy("Country"),
    "is_default": gettext_lazy("Default address"),
    "is_invoice_address": gettext_lazy("Invoice address"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail address"),
    "manufacturer": gettext_lazy("Manufacturer"),
    "number": gettext_lazy("Number"),
    "valid_from": gettext_lazy("Valid from"),
    "valid_to": gettext_lazy("Valid to"),
    "valid_until": gettext_lazy("Valid until"),
    "amount": gettext_lazy("Amount"),
    "method": gettext_lazy("Shipping method"),
    "customer_number": gettext_lazy("Customer number"),
    "account_manager": gettext_lazy("Account manager"),
    "resale_certificate": gettext_lazy("Resale certificate"),
    "resale_certificate_until": gettext_lazy("Resale certificate valid until"),
    "agreed_cutoff": gettext_lazy("Agreed cutoff"),
    "agreed_bid_cutoff": gettext_lazy("Agreed cutoff for BID lines"),
}
WORDS = {
    **{field.value: field.label for field in CompanyField},
    **{field.value: field.label for field in UserField},
}


def values_of(row: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """What a row says in these fields, lists in one order; what it points to by name."""
    return {field: _plain(getattr(row, field)) for field in fields}


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """Each field that differs, with what was and what is."""
    return [[field, before[field], after[field]] for field in before if before[field] != after[field]]


def facts_of(part: str, act: str, what: object = "", changes: Changes | None = None) -> dict[str, Any]:
    return {"part": part, "act": act, "what": str(what), "changes": changes or []}


def sentence_of(facts: Mapping[str, Any]) -> str:
    """What was changed, in the active language."""
    return str(SENTENCES[facts["part"], facts["act"]]) % facts


def details_of(facts: Mapping[str, Any]) -> list[str]:
    """Before and after of each field, one sentence each."""
    return [
        _("%(field)s: %(before)s → %(after)s")
        % {"field": LABELS.get(field, field), "before": _said(before), "after": _said(after)}
        for field, before, after in facts.get("changes", [])
    ] + _review_of(facts)


def in_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts with their codes and days as people read them."""
    told = dict(facts)
    if "service" in told:
        told["service"] = service_name(told["service"])
    if "valid_from" in told:
        told["period"] = period(told["valid_from"], told.get("valid_to"))
    return told


def service_name(service: str) -> str:
    return _("Web access") if service == WEB_ACCESS else str(Privilege(service).label)


def period(first: date, last: date | None) -> str:
    """From one day to another, or without an end."""
    if last is None:
        return _("from %(day)s") % {"day": formats.day(first)}
    return _("%(first)s to %(last)s") % {"first": formats.day(first), "last": formats.day(last)}


def _review_of(facts: Mapping[str, Any]) -> list[str]:
    sentences = {
        "confirmed": _("Confirmed: %(names)s"),
        "disabled": _("Disabled: %(names)s"),
        "changed": _("Changed: %(names)s"),
    }
    return [
        sentence % {"names": ", ".join(facts[name])}
        for name, sentence in sentences.items()
        if isinstance(facts.get(name), list) and facts[name]
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value)
    return str(value) if isinstance(value, models.Model) or hasattr(value, "hour") else value


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(WORDS.get(each, each)) for each in value) or "–"
    if isinstance(value, date):
        return formats.day(value)
    return f"“{value}”" if value not in ("", None) else "–"
