"""Import explicit prices of price lists; what the file does not name stays as it is (CAT-15)."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import IO, NamedTuple

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from catalog import tasks
from catalog.importing import values
from catalog.importing.load import count, one_transaction, stage, vacuum, watched
from catalog.importing.reading import Row, Table
from catalog.importing.report import Reason, Report, Tally
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
UPDATE catalog_priceentry entry SET price_minor = row.price_minor
FROM staged_price row JOIN catalog_product product ON product.sku = row.sku
WHERE entry.edition_id = row.edition_id AND entry.product_id = product.id AND entry.min_quantity = row.min_quantity
  AND entry.price_minor <> row.price_minor
"""
INSERT = """
INSERT INTO catalog_priceentry (edition_id, product_id, min_quantity, price_minor)
SELECT row.edition_id, product.id, row.min_quantity, row.price_minor
FROM staged_price row JOIN catalog_product product ON product.sku = row.sku
ORDER BY 1, 2, 3
ON CONFLICT DO NOTHING
"""


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
        _refuse(cursor, DROP_SAME, Reason.SAME_KEY, report)
        _refuse(cursor, DROP_UNKNOWN, Reason.UNKNOWN_PRODUCT, report)
        rows = count(cursor, "SELECT 1 FROM staged_price")
        changed = count(cursor, UPDATE)
        added = count(cursor, INSERT)
        cursor.execute("DROP TABLE staged_price")
        for after in (tasks.tell_of_prices, tasks.find_unpriced):
            transaction.on_commit(partial(tasks.wake, after), robust=True)
    if not is_dry_run and added + changed:
        vacuum("catalog_priceentry")
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
        edition = editions.get((row.cells.get("market", "").lower(), row.cells.get("price_list", "").lower()))
        reason, quantity, price = row.problem, None, None
        if reason is None and edition is None:
            reason = Reason.UNKNOWN_PRICE_LIST
        if reason is None and edition is not None:
            quantity = values.whole(row.cells.get("min_quantity", "") or "1", least=1)
            price = values.minor_units(row.cells["price"], edition.decimals, decimal_comma=table.decimal_comma)
            reason = Reason.BAD_QUANTITY if quantity is None else Reason.NOT_A_PRICE if price is None else None
        if reason is not None or edition is None:
            report.refuse(row.line, sku, reason or Reason.UNKNOWN_PRICE_LIST)
        else:
            yield row.line, edition.id, sku.replace("\x00", ""), quantity, price


def _refuse(cursor: CursorWrapper, statement: str, reason: Reason, report: Report) -> None:
    cursor.execute(statement)
    for line, sku in cursor.fetchall():
        report.refuse(line, sku, reason)
