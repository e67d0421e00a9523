"""A company's own part numbers as one list: searched, page by page, and whole as an export (CAT-11b)."""

from collections.abc import Iterator, Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Company
from catalog.models import OwnPartNumber
from catalog.models.own_number import OwnPartNumberQuerySet
from catalog.own_number_forms import OwnNumberFilter
from catalog.search import cleaned
from common.spreadsheets import Cell


def listed(query: QueryDict, company: Company) -> tuple[OwnNumberFilter, OwnPartNumberQuerySet]:
    """The filter that a query string asks for, and the numbers that it leaves."""
    form = OwnNumberFilter(query)
    form.is_valid()
    numbers = OwnPartNumber.objects.filter(company=company)
    if text := cleaned(form.cleaned_data.get("q") or ""):
        numbers = numbers.matching(text)
    return form, numbers.select_related("product__manufacturer").order_by("norm", "pk")


def export_heads() -> list[str]:
    """The columns of the export, which an import reads."""
    return [_("Own part number"), _("SKU"), _("MPN"), _("GTIN"), _("Manufacturer"), _("Name")]


def export_rows(numbers: OwnPartNumberQuerySet) -> Iterator[Sequence[Cell]]:
    """The listed numbers, read in portions."""
    for own in numbers.iterator(chunk_size=2000):
        product = own.product
        yield [own.number, product.sku, product.mpn, product.gtin, product.manufacturer.name, product.name]
