"""Adding by part number: what each typed number means, and adding the rows that are clear (BAS-7b)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Member
from baskets import filling
from baskets.models import Basket
from catalog.models import Product
from catalog.search import products_numbered, products_numbered_each


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
    if refusal := _refusal(found):
        raise refusal
    return found[0]


def unclear_parts(parts: Collection[str], by: Member, *, now: datetime) -> dict[str, Unclear]:
    """Those of the part numbers that mean no product, several, or one that the company may not buy, and why.

    The same few queries for any number of them.
    """
    numbered = products_numbered_each(parts, by.company)
    ids = {id_ for each in numbered.values() if len(each) > 1 for id_ in each}
    products = Product.objects.select_related("manufacturer").in_bulk(ids)
    several = {part: [products[id_] for id_ in each] for part, each in numbered.items() if len(each) > 1}
    refusals = {part: _refusal(several.get(part, ())) for part in parts if len(numbered.get(part, ())) != 1}
    one = {part: each[0] for part, each in numbered.items() if len(each) == 1}
    uncertified = filling.uncertified(set(one.values()), by=by, now=now)
    refusals |= {part: Unclear(str(uncertified[id_])) for part, id_ in one.items() if id_ in uncertified}
    return {part: refusal for part, refusal in refusals.items() if refusal}


def _refusal(found: Sequence[Product]) -> Unclear | None:
    if not found:
        return Unclear(_("No product has this number."))
    return Unclear(_("Several products have this number: choose one."), found) if len(found) > 1 else None


def add_row(basket: Basket, row: TypedRow, *, by: Member, now: datetime) -> Product:
    """Add what a row means to the basket and answer its product. Raises Unclear and BasketWasOrdered."""
    product = product_meant(row.part, by)
    try:
        filling.add(basket, product, row.quantity, by=by, now=now)
    except (filling.CertificationMissing, filling.TooMany) as refusal:
        raise Unclear(str(refusal)) from refusal
    return product
