"""Every row that belongs to one company, found by following foreign keys: what others must neither see nor change."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from accounts.models import Company, User

OURS = {"accounts", "markets", "catalog", "invoices", "baskets", "orders"}


def owned_models() -> dict[type[models.Model], str]:
    """Each model with the lookup that leads from its rows to their company, the shortest one."""
    lookups: dict[type[models.Model], str] = {Company: "pk", User: "memberships__company"}
    others = [model for model in apps.get_models() if model._meta.app_label in OURS and model not in lookups]
    while found := {model: lookup for model in others if model not in lookups and (lookup := _lookup(model, lookups))}:
        lookups |= found
    return lookups


def _lookup(model: type[models.Model], known: dict[type[models.Model], str]) -> str:
    for field in model._meta.concrete_fields:
        target = field.related_model
        if target in known and target is not User:
            return field.name if target is Company else f"{field.name}__{known[target]}"
    return ""


def rows_of(company: Company) -> Iterator[models.Model]:
    for model, lookup in owned_models().items():
        yield from model._default_manager.filter(**{lookup: company.pk}).order_by("pk").distinct()


def state_of(company: Company) -> list[tuple[str, dict[str, object]]]:
    """Everything that is written about a company, to be compared with what is written later."""
    return [
        (type(row)._meta.label, {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})
        for row in rows_of(company)
    ]
