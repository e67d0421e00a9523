"""Money is Decimal; here it is rounded, and nowhere else."""

from decimal import ROUND_HALF_UP, Decimal

NO_DECIMALS = frozenset({"CLP"})


def decimals_of(currency: str) -> int:
    """How many decimals the currency has (FACTS: CLP none, all others of our markets two)."""
    return 0 if currency in NO_DECIMALS else 2


def round_money(amount: Decimal, currency: str) -> Decimal:
    """Round half up to the currency's decimals (CAT-4)."""
    return amount.quantize(Decimal(1).scaleb(-decimals_of(currency)), rounding=ROUND_HALF_UP)


def from_minor(minor: int, currency: str) -> Decimal:
    """Turn whole minor units, as the catalog's price tables hold them, into an amount."""
    return Decimal(minor).scaleb(-decimals_of(currency))


def to_minor(amount: Decimal, currency: str) -> int:
    """Turn an amount into whole minor units, rounding half up."""
    return int(round_money(amount, currency).scaleb(decimals_of(currency)))
