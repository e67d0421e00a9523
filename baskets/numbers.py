"""Adding by part number: what each typed number means, and adding the rows that are clear (BAS-7b)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Member
from baskets import filling
from baskets.models import Basket
from catalog.models import Product
from catalog.search import products_numbered


@dataclass(frozen=True)
class TypedRow:
    part: str
    quantity: int


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not added, why, and which products it could have meant."""

    part: str
    quantity: int
    reason: str
    candidates: tuple[Product, ...] = ()


def add_rows(
    basket: Basket, rows: Sequence[TypedRow], *, by: Member, now: datetime
) -> tuple[list[tuple[Product, int]], list[RefusedRow]]:
    """Add each row whose number means one product; answer what was added and what has to be mended. No row vanishes."""
    added: list[tuple[Product, int]] = []
    refused: list[RefusedRow] = []
    for row in rows:
        found = list(Product.objects.filter(pk__in=products_numbered(row.part)).select_related("manufacturer"))
        if len(found) == 1:
            try:
                filling.add(basket, found[0], row.quantity, by=by, now=now)
            except filling.TooMany as refusal:
                refused.append(RefusedRow(row.part, row.quantity, str(refusal)))
            else:
                added.append((found[0], row.quantity))
        elif found:
            reason = _("Several products have this number: choose one.")
            refused.append(RefusedRow(row.part, row.quantity, reason, tuple(found)))
        else:
            refused.append(RefusedRow(row.part, row.quantity, _("No product has this number.")))
    return added, refused
