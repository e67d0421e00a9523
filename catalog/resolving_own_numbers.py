"""What each row of a file of own part numbers would do: add, change, nothing, or why not; nothing is done here.

A row names its product by SKU, MPN or GTIN, by several of them at once, and by its manufacturer where makers share a
number. Numbers may change places within one file: what counts is how things stand once all good rows are done.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Company
from catalog.models import OwnPartNumber, PartNumber, PartNumberKind, Product
from catalog.own_number_forms import OwnNumberField
from catalog.own_number_lines import Line, Preview
from catalog.own_numbers import IsAnotherSku, NumberTaken
from catalog.own_numbers_file import PRODUCT, OwnNumbersFile
from catalog.part_numbers import normalized, own_normalized
from catalog.search import spellings_of
from common.spreadsheets.lists import fold

KINDS = {
    "sku": {PartNumberKind.SKU},
    "mpn": {PartNumberKind.MPN, PartNumberKind.OTHER},
    "gtin": {PartNumberKind.GTIN},
}


@dataclass(frozen=True)
class Known:
    """What the catalog and the company hold of everything that a file names, read in a few queries."""

    numbered: Mapping[tuple[str, str], frozenset[int]]
    products: Mapping[int, Product]
    by_norm: Mapping[str, OwnPartNumber]
    by_product: Mapping[int, OwnPartNumber]

    def products_with(self, column: str, cell: str) -> set[int]:
        return {pk for norm in spellings_of(normalized(cell)) for pk in self.numbered.get((column, norm), ())}

    def other_with_sku(self, norm: str, product: Product) -> Product | None:
        others = self.numbered.get(("sku", norm), frozenset()) - {product.pk}
        return self.products[min(others)] if others else None


def resolve(file: OwnNumbersFile, company: Company) -> Preview:
    """What a file would do to a company's numbers as they are now."""
    rows = list(file.named_cells())
    known = _known(company, [cells for _number, cells in rows])
    too_wide = file.too_wide()
    lines, seen = [], dict[tuple[str, object], int]()
    for number, cells in rows:
        line = _repeated(_line(number, cells, known), seen)
        lines.append(
            line.refused(row=_("The row has more cells than there are columns.")) if number in too_wide else line
        )
    return Preview(_without_taken(lines, known))


def _known(company: Company, rows: Sequence[Mapping[str, str]]) -> Known:
    norms = {norm for cells in rows for name in PRODUCT for norm in spellings_of(normalized(cells.get(name, "")))}
    own = {own_normalized(cells.get("number", "")) for cells in rows} - {""}
    numbered = defaultdict[tuple[str, str], set[int]](set)
    found = PartNumber.objects.filter(norm__in=norms | own, product__listing__is_listed=True)
    for norm, kind, product in found.values_list("norm", "kind", "product_id"):
        for column, kinds in KINDS.items():
            if kind in kinds:
                numbered[column, norm].add(product)
    ids = {product for products in numbered.values() for product in products}
    mine = OwnPartNumber.objects.filter(Q(norm__in=own) | Q(product__in=ids), company=company).select_related("product")
    return Known(
        numbered={key: frozenset(products) for key, products in numbered.items()},
        products=Product.objects.select_related("manufacturer").in_bulk(ids),
        by_norm={each.norm: each for each in mine},
        by_product={each.product_id: each for each in mine},
    )


def _line(number: int, cells: Mapping[str, str], known: Known) -> Line:
    line = Line(number, cells)
    try:
        own = OwnNumberField().clean(cells.get("number", ""))
        line = replace(line, own=own, norm=own_normalized(own))
    except ValidationError as error:
        line = line.refused(number=" ".join(error.messages))
    found = _meant(cells, known)
    if len(found) != 1:
        return line.refused(product=_why_unclear(cells, found, known))
    product = known.products[found.pop()]
    line = replace(line, product=product, has=known.by_product.get(product.pk))
    if line.norm and (other := known.other_with_sku(line.norm, product)) and line.norm == normalized(line.own):
        return line.refused(number=str(IsAnotherSku(other)))
    return line


def _meant(cells: Mapping[str, str], known: Known) -> set[int]:
    """The products that have every number which the row gives, of the manufacturer where it names one."""
    found = [known.products_with(name, cells[name]) for name in PRODUCT if cells.get(name)]
    both = set.intersection(*found) if found else set()
    maker = fold(cells.get("manufacturer", ""))
    return {pk for pk in both if not maker or fold(known.products[pk].manufacturer.name) == maker}


def _why_unclear(cells: Mapping[str, str], found: set[int], known: Known) -> str:
    given = [name for name in PRODUCT if cells.get(name)]
    if not given:
        return _("Which product? Give its SKU, MPN or GTIN.")
    if found:
        named = ", ".join(sorted(known.products[pk].sku for pk in found)[:5])
        return _("Several products have this number. Give the SKU of one: %(named)s.") % {"named": named}
    if len(given) > 1 and all(known.products_with(name, cells[name]) for name in given):
        return _("These numbers are of different products.")
    if cells.get("manufacturer") and all(known.products_with(name, cells[name]) for name in given):
        return _("No product of this manufacturer has this number.")
    return _("No product has this number.")


def _repeated(line: Line, seen: dict[tuple[str, object], int]) -> Line:
    """Refuse what a row above has already; `seen` learns of this one."""
    keys = {"number": line.norm, "product": line.product and line.product.pk}
    for name, value in keys.items():
        first = seen.setdefault((name, value), line.number) if value else line.number
        if first != line.number:
            line = line.refused(**{name: _("Row %(row)s has the same.") % {"row": first}})
    return line


def _without_taken(lines: list[Line], known: Known) -> list[Line]:
    """Refuse numbers that another product keeps; each refusal may keep one more number where it is."""
    while True:
        moved = {line.has.pk for line in lines if line.has and not line.errors and line.norm != line.has.norm}
        after = [_refused_if_taken(line, known, moved) for line in lines]
        if after == lines:
            return lines
        lines = after


def _refused_if_taken(line: Line, known: Known, moved: set[int]) -> Line:
    holder = known.by_norm.get(line.norm)
    if line.errors or line.product is None or holder is None:
        return line
    if holder.product_id == line.product.pk or holder.pk in moved:
        return line
    return line.refused(number=str(NumberTaken(holder)))
