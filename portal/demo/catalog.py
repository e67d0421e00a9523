"""The demonstration's catalog: a file of real products or our own made ones, and whatever the source lacks."""

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from accounts.models import Company
from catalog.importing.load import one_transaction, vacuum
from catalog.importing.products import import_products
from catalog.importing.reading import open_table, rows_of
from catalog.importing.report import Report, Tally
from catalog.importing.rewriting import rewriting_listing
from catalog.models import PriceList
from portal.demo.bids import load_bids
from portal.demo.certifications import need_certifications
from portal.demo.chemical_rates import load_chemical_rates
from portal.demo.lacking import make_up_prices, make_up_weights
from portal.demo.price_lists import agree_prices, load_price_lists
from portal.demo.products import COLUMNS, products
from portal.demo.promotions import load_promotions
from portal.demo.shelves import fill_shelves

WRITTEN = (
    *("catalog_listing", "catalog_product", "catalog_stock", "catalog_stockmovement", "catalog_expecteddelivery"),
    *("catalog_pricefactor", "catalog_priceentry", "catalog_agreedprice", "catalog_promotionprice"),
)


def is_loaded() -> bool:
    """Whether the catalog is complete: price lists are written in the same transaction as all that follows products."""
    return PriceList.objects.exists()


def load_catalog(*, file: Path | None, now: datetime, seed: int = 2) -> None:
    """Load products, then make up what they lack: prices, weights, price lists, stock. Does nothing where it is there.

    Companies that exist get a price list, agreed prices and BIDs, markets get promotions. Raises `UnreadableTable`
    where the file is none.
    """
    if is_loaded():
        return
    load_products(file, seed)
    with one_transaction(is_dry_run=False) as cursor, rewriting_listing(cursor):
        load_chemical_rates()
        make_up_prices(cursor)
        make_up_weights(cursor)
        cursor.execute("ANALYZE catalog_listing, catalog_product, catalog_discountgroup")
        load_price_lists(cursor, now.date())
        agree_prices(cursor, list(Company.objects.select_related("market").order_by("pk")), now.date())
        load_promotions(cursor, now.date())
        need_certifications(cursor)
        fill_shelves(cursor, now)
        load_bids(now.date())
    vacuum(*WRITTEN)


def load_products(file: Path | None, seed: int) -> Tally:
    """Import the products of a file, or the made ones of the seed."""
    with ExitStack() as stack:
        table = stack.enter_context(open_table(file)) if file else rows_of(products(seed), COLUMNS)
        return import_products(table, stack.enter_context(Report()))
