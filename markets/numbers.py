"""Document numbers: the market's prefix and a running number without gaps (MKT-12)."""

from django.db import connection

from markets.models import Market, NumberSeries

DRAW = """
UPDATE markets_numberseries SET last_number = last_number + 1
WHERE market_id = %s AND kind = %s RETURNING prefix, last_number
"""


class NumberOutsideTransaction(Exception):
    """A number drawn outside the transaction of its document could be lost and leave a gap."""


class NoNumberSeries(Exception):
    """The market has no counter for this kind of document."""

    def __init__(self, market: Market, kind: str) -> None:
        super().__init__(f"{market.code} has no number series for {kind}")


def next_number(market: Market, kind: NumberSeries.Kind) -> str:
    """Draw the next number of the market for a kind of document, in the transaction that writes the document.

    The counter's row stays locked until that transaction ends, so it is drawn last, and a number whose document is
    rolled back is given to the next. Raises NumberOutsideTransaction, NoNumberSeries.
    """
    if not connection.in_atomic_block:
        raise NumberOutsideTransaction
    with connection.cursor() as cursor:
        cursor.execute(DRAW, [market.pk, kind])
        row = cursor.fetchone()
    if row is None:
        raise NoNumberSeries(market, kind)
    prefix, number = row
    return f"{prefix}{number}"
