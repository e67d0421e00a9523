"""What a sum of an order holds and leaves out, in words (CAT-14, MKT-5)."""

from django.utils.translation import gettext as _

from catalog import chemical_tax
from markets.models import Market


def basis_in_words(market: Market) -> str:
    """What stands beside the currency: only where the chemical tax exists is it named as left out."""
    if market.taxes_included:
        return _("taxes included")
    return _("excl. VAT, excluding chemical tax") if _has_chemical_tax(market) else _("before taxes")


def total_in_words(market: Market) -> str:
    """The name of an order's total where nothing else tells what it holds."""
    if market.taxes_included:
        return _("Total")
    return _("Total excl. VAT, excluding chemical tax") if _has_chemical_tax(market) else _("Total before taxes")


def _has_chemical_tax(market: Market) -> bool:
    return market.country == chemical_tax.COUNTRY
