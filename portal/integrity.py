"""Everything that is stored twice, compared: the oracle of fault tests, and a nightly check (PLT-12b)."""

from datetime import datetime

from accounts import integrity as accounts
from catalog import integrity as catalog
from invoices import integrity as invoices
from orders import integrity as orders


def find(*, now: datetime) -> list[str]:
    """One sentence for each thing that does not add up: stock, orders, credit, documents, numbers, outbox."""
    return [*catalog.find(), *invoices.find(), *orders.find(), *accounts.find(now=now)]
