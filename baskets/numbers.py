"""Adding by part number: what each typed number means, and adding the rows that are clear (BAS-7b)."""

from collections.abc import Iterable
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


class Unclear(Exception):
    """A row that cannot be added as it is; `candidates` are the products that it could mean."""

    def __init__(self, reason: str, candidates: Iterable[Product] = ()) -> None:
        super().__init__(reason)
        self.candidates = tuple(candidates)


def product_meant(part: str, by: Member) -> Product:
    """The one product that has this number, the company's own first (CAT-11b).

    Raises Unclear where none has it, or several have.
    """
    found = list(Product.objects.filter(pk__in=products_numbered(part, by.company)).select_related("manufacturer"))
    if not found:
        raise Unclear(_("No product has this number."))
    if len(found) > 1:
        raise Unclear(_("Several products have this number: choose one."), found)
    return found[0]


def add_row(basket: Basket, row: TypedRow, *, by: Member, now: datetime) -> Product:
    """Add what a row means to the basket and answer its product. Raises Unclear and BasketWasOrdered."""
    product = product_meant(row.part, by)
    try:
        filling.add(basket, product, row.quantity, by=by, now=now)
    except filling.TooMany as refusal:
        raise Unclear(str(refusal)) from refusal
    return product
