"""A list of own part numbers as a file: the columns of our export, in every language that is offered (CAT-11b)."""

from collections.abc import Mapping, Sequence
from functools import cache

from django.utils.translation import gettext as _

from catalog import own_number_list
from common.spreadsheets.lists import IGNORED, REMARK, SentList, in_every_language

COLUMNS = ("number", "sku", "mpn", "gtin", "manufacturer", IGNORED)  # as `own_number_list.export_heads` has them
PRODUCT = ("sku", "mpn", "gtin")


class OwnNumbersFile(SentList):
    """Own part numbers, each with at least one number by which its product is known."""

    FIELDS = frozenset(COLUMNS) - {IGNORED}

    @staticmethod
    def known_heads() -> Mapping[str, str]:
        return _heads()

    @classmethod
    def missing_column(cls, used: Sequence[str]) -> str:
        if "number" not in used:
            return _("Own part number")
        return "" if set(used) & set(PRODUCT) else _("SKU")


def template_heads() -> list[str]:
    """The columns that an import reads, as the export names them in the active language."""
    heads = zip(own_number_list.export_heads(), COLUMNS, strict=True)
    return [head for head, field in heads if field != IGNORED]


@cache
def _heads() -> dict[str, str]:
    ours = {field: field for field in OwnNumbersFile.FIELDS} | {"own_number": "number", "own number": "number"}
    heads = in_every_language(
        lambda: [*zip(own_number_list.export_heads(), COLUMNS, strict=True), (_("Error"), REMARK)]
    )
    return ours | heads
