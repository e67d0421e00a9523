"""Import explicit prices of price lists; what the file does not name stays as it is (CAT-15)."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import IO, NamedTuple

from django.db import transaction

from catalog import tasks
from catalog.importing import values
from catalog.importing.load import count, one_transaction, refuse, stage, tell, vacuum_later, watched
from catalog.importing.report import Reason, Report, Result, Tally
from catalog.importing.tables import Row, Table
from catalog.models import PriceListEdition
from common.money import decimals_of

STAGING = "line bigint, edition_id int, sku text, min_quantity int, price_minor bigint"
DROP_SAME = """
DELETE FROM staged_price late USING (
    SELECT edition_id, sku, min_quantity, min(line) AS line FROM staged_price GROUP BY 1, 2, 3 HAVING count(*) > 1
) early
WHERE (late.edition_id, late.sku, late.min_quantity) = (early.edition_id, early.sku, early.min_quantity)
  AND late.line > early.line
RETURNING late.line, late.sku
"""
DROP_UNKNOWN = """
DELETE FROM staged_price row WHERE NOT EXISTS (SELECT 1 FROM catalog_product WHERE sku = row.sku)
RETURNING line, sku
"""
UPDATE = """
WITH changed AS (
    UPDATE catalog_priceentry entry SET price_minor = row.price_minor
    FROM staged_price row JOIN catalog_product product ON product.sku = row.sku
    WHERE entry.edition_id = row.edition_id AND entry.product_id = product.id
      AND entry.min_quantity = row.min_quantity AND entry.price_minor <> row.price_minor
    RETURNING row.line, row.sku
)
INSERT INTO touched_price SELECT line, sku, false FROM changed
"""
INSERT = """
WITH added AS (
    INSERT INTO catalog_priceentry (edition_id, product_id, min_quantity, price_minor)
    SELECT row.edition_id, product.id, row.min_quantity, row.price_minor
    FROM staged_price row JOIN catalog_product product ON product.sku = row.sku
    ORDER BY 1, 2, 3
    ON CONFLICT DO NOTHING
    RETURNING edition_id, product_id, min_quantity
)
INSERT INTO touched_price
SELECT row.line, row.sku, true FROM added JOIN catalog_product product ON product.id = added.product_id
JOIN staged_price row
    ON (row.edition_id, row.sku, row.min_quantity) = (added.edition_id, product.sku, added.min_quantity)
"""
TOUCHED = "CREATE TEMPORARY TABLE touched_price (line bigint, sku text, is_new bool) ON COMMIT DROP"
ADDED_ROWS = "SELECT line, sku FROM touched_price WHERE is_new ORDER BY line"
CHANGED_ROWS = "SELECT line, sku FROM touched_price WHERE NOT is_new ORDER BY line"


class Edition(NamedTuple):
    id: int
    decimals: int


def import_prices(
    table: Table, report: Report, *, on: date, is_dry_run: bool = False, out: IO[str] | None = None
) -> Tally:
    """Add and change prices of the editions that are valid on a day; prices are in the market's currency.

    Raises `UnreadableTable` where a column is missing.
    """
    table.require("market", "price_list", "sku", "price")
    editions = _editions(on)
    with one_transaction(is_dry_run=is_dry_run) as cursor:
        stage(cursor, "staged_price", STAGING, _staged(watched(table, out), table, report, editions))
        refuse(cursor, DROP_SAME, Reason.SAME_KEY, report)
        refuse(cursor, DROP_UNKNOWN, Reason.UNKNOWN_PRODUCT, report, "sku")
        rows = count(cursor, "SELECT 1 FROM staged_price")
        cursor.execute(TOUCHED)
        changed = count(cursor, UPDATE)
        added = count(cursor, INSERT)
        tell(cursor, ADDED_ROWS, Result.ADDED, report)
        tell(cursor, CHANGED_ROWS, Result.CHANGED, report)
        cursor.execute("DROP TABLE staged_price, touched_price")
        if added + changed:
            vacuum_later("catalog_priceentry")
        for after in (tasks.tell_of_prices, tasks.find_unpriced):
            transaction.on_commit(partial(tasks.wake, after), robust=True)
    refused = sum(report.refused.values())
    return Tally(rows + refused, added, changed, rows - added - changed, refused)


def _editions(on: date) -> dict[tuple[str, str], Edition]:
    found = PriceListEdition.objects.filter(validity__contains=on).select_related("price_list__market")
    return {
        (edition.price_list.market.code, edition.price_list.code): Edition(
            edition.pk, decimals_of(edition.price_list.market.currency)
        )
        for edition in found
    }


def _staged(
    rows: Iterator[Row], table: Table, report: Report, editions: dict[tuple[str, str], Edition]
) -> Iterator[tuple[object, ...]]:
    for row in rows:
        sku = row.cells.get("sku", "")
        reason, column = row.problem, row.column
        edition = editions.get((row.cells.get("market", "").lower(), row.cells.get("price_list", "").lower()))
        quantity = values.whole(row.cells.get("min_quantity", "") or "1", least=1)
        price = None
        if edition is not None and reason is None:
            price = values.minor_units(row.cells["price"], edition.decimals, decimal_comma=table.decimal_comma)
        if reason is None:
            reason, column = _problem(sku, edition, quantity, price)
        if reason is not None or edition is None:
            report.refuse(row.line, sku, reason or Reason.UNKNOWN_PRICE_LIST, row.cells.get(column, ""), column)
        else:
            yield row.line, edition.id, sku.replace("\x00", ""), quantity, price


def _problem(sku: str, edition: Edition | None, quantity: int | None, price: int | None) -> tuple[Reason | None, str]:
    """What is wrong with a row, and in which column."""
    if edition is None:
        return Reason.UNKNOWN_PRICE_LIST, "price_list"
    if values.is_power_of_ten(sku):
        return Reason.POWER_OF_TEN, "sku"
    if quantity is None:
        return Reason.BAD_QUANTITY, "min_quantity"
    return (Reason.NOT_A_PRICE, "price") if price is None else (None, "")
