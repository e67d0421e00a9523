"""The columns of a price list, as SQL on the products of a page; what one may not see is no column (CAT-8, ACC-13).

The own price is the one expression of `catalog.pricing`; stock and the day it ships are said as the rows of lists say
them. Everything is reckoned by the server, so that a million rows are as quick as its joins.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.numbers import get_decimal_symbol, get_group_symbol
from django.utils.translation import gettext as _

from catalog.chemical_tax import TAXED_HEADINGS, chemical_class_of, rates_on
from catalog.lists import Selection
from catalog.pricing import OWN_ENTRY_FOR_ONE, OWN_JOINS, OWN_PRICE
from catalog.rows import MUCH, Columns, shipping_days
from common import formats
from common.money import decimals_of
from common.spreadsheets import Cell, Marks, copying


@dataclass(frozen=True)
class Column:
    """One column: its head and the SQL of its cell.

    A number may have words of ours instead of none at all (`otherwise`), and instead of those above `most`.
    """

    head: str
    sql: str
    is_number: bool = False
    is_ours: bool = False  # words that we chose: never a formula
    otherwise: str = ""
    most: int | None = None
    above: str = ""

    def in_csv(self, name: str, marks: Marks) -> str:
        """The cell as text, of a value called `name`; its words are parameters, `name_otherwise` and `name_above`."""
        if self.is_ours:
            return name
        if not self.is_number:
            return copying.text(name)
        cell = copying.number(name, marks)
        if self.most is not None:
            cell = f"CASE WHEN {name} > {self.most} THEN %({name}_above)s ELSE {cell} END"
        return f"coalesce({cell}, %({name}_otherwise)s)" if self.otherwise else cell

    def in_sheet(self, value: Any) -> Cell:
        """The cell with its type."""
        if value is None:
            return self.otherwise or None
        return self.above if self.most is not None and value > self.most else value


@dataclass(frozen=True)
class Table:
    """All columns, what they are selected from, and the parameters of both."""

    columns: Sequence[Column]
    joins: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def heads(self) -> list[str]:
        return [column.head for column in self.columns]

    @property
    def named(self) -> Iterator[tuple[str, Column]]:
        return ((f"c{place}", column) for place, column in enumerate(self.columns))

    @property
    def query(self) -> str:
        """The rows of the products `ids`, in their order, with a type for each value."""
        cells = ", ".join(f"{column.sql} {name}" for name, column in self.named)
        return f"SELECT {cells} {_PRODUCTS} {self.joins} ORDER BY i.place"

    def csv_query(self, marks: Marks) -> tuple[str, dict[str, Any]]:
        """The same with each cell as CSV has it; the inner order stays, as nothing outside it changes rows."""
        cells = ", ".join(column.in_csv(name, marks) for name, column in self.named)
        words = {f"{name}_otherwise": column.otherwise for name, column in self.named}
        words |= {f"{name}_above": column.above for name, column in self.named}
        return f"SELECT {cells} FROM ({self.query}) r", {**self.params, **words}  # noqa: S608 - made of constants


_PRODUCTS = """FROM unnest(%(ids)s::int[]) WITH ORDINALITY i(id, place)
JOIN catalog_listing l ON l.product_id = i.id
JOIN catalog_product p ON p.id = i.id
JOIN catalog_manufacturer m ON m.id = p.manufacturer_id
JOIN catalog_category k1 ON k1.id = l.c1
JOIN catalog_category k2 ON k2.id = l.c2
JOIN catalog_category k3 ON k3.id = l.c3"""
_SUBCATEGORY = """CASE WHEN l.c3 = l.c1 THEN '' WHEN l.c2 IN (l.c1, l.c3) THEN k3.name
ELSE k2.name || ' / ' || k3.name END"""
_OWN_NUMBER = "LEFT JOIN catalog_ownpartnumber o ON o.company_id = %(company)s AND o.product_id = i.id"
# As `facets.in_words` and `products.attributes_in_words` have it, but for their order, which would take as long as the
# words, and for lists inside of lists. Most names are plain.
_NAME = r"""CASE WHEN {name} ~ '^[a-z0-9]+(_[a-z0-9]+)*$' THEN
    upper(left({name}, 1)) || replace(substr({name}, 2), '_', ' ')
  ELSE (SELECT upper(left(spaced, 1)) || substr(spaced, 2) FROM (SELECT btrim(regexp_replace(
    regexp_replace({name}, '(?<=[a-z])(?=[A-Z])', ' ', 'g'), '[_[:space:]]+', ' ', 'g')) spaced)) END"""
_WORDS = """CASE jsonb_typeof({value}) WHEN 'boolean' THEN CASE WHEN {value} = 'true' THEN %(yes)s ELSE %(no)s END
  WHEN 'number' THEN replace(trim_scale({value}::numeric)::text, '.', %(decimal)s)
  WHEN 'string' THEN {value} #>> '{{}}' ELSE translate({value}::text, '[]{{}}"', '') END"""
_ATTRIBUTES = f"""(SELECT string_agg(name || ': ' || words, '; ')
  FROM jsonb_each(p.attributes), LATERAL (SELECT {_NAME.format(name="key")} AS name, CASE jsonb_typeof(value)
    WHEN 'array' THEN (SELECT string_agg({_WORDS.format(value="said")}, ', ') FROM jsonb_array_elements(value) x(said))
    WHEN 'object' THEN (SELECT string_agg({_NAME.format(name="part")} || ' ' || {_WORDS.format(value="said")}, ', ')
      FROM jsonb_each(value) x(part, said))
    ELSE {_WORDS.format(value="value")} END AS words) one
  WHERE value NOT IN ('null', '""', '[]'))"""  # noqa: S608 - made of constants


def table_of(found: Selection, *, now: datetime) -> Table:
    """The columns for the buyer of a list, in the active language."""
    shown = found.columns
    columns = [
        Column(_("Category"), "k1.name"),
        Column(_("Subcategory"), _SUBCATEGORY),
        Column(_("Manufacturer"), "m.name"),
        Column(_("Name"), "p.name"),
        Column(_("SKU"), "p.sku"),
        Column(_("MPN"), "p.mpn"),
        Column(_("Own part number"), "o.number"),
    ]
    joins = [_OWN_NUMBER]
    decimal = get_decimal_symbol(formats.active_locale())
    params = {**found.terms.params, "yes": _("Yes"), "no": _("No"), "decimal": decimal}
    for part in (_prices(found, shown), _chemical_tax(shown, on=found.terms.on), _stock(found, shown, now=now)):
        columns += part.columns
        joins.append(part.joins)
        params |= part.params
    columns.append(Column(_("Attributes"), _ATTRIBUTES))
    return Table(columns, " ".join(joins), params)


_NOTHING = Table((), "")


def _prices(found: Selection, shown: Columns) -> Table:
    if not shown.price:
        return _NOTHING
    currency = found.terms.currency
    one_minor = Decimal(1).scaleb(-decimals_of(currency))  # 0.01: what is multiplied by it has two decimals
    columns = (
        Column(_("Own price"), f"({OWN_PRICE}) * {one_minor}", is_number=True, otherwise=_("Price on request")),
        Column(_("Currency"), "%(currency)s", is_ours=True),
    )
    joins = OWN_JOINS.format(product="i.id", entry=OWN_ENTRY_FOR_ONE)
    return Table(columns, joins, {"currency": currency})


# Weight x rate, at most the cap, less the deduction, half up to whole öre: as `chemical_tax.tax_each` reckons it.
_UNKNOWN = 10**9  # above any cap: a weight is missing
# Six digits, whatever parts them.
_HEADING = "left(translate(p.cn_code, translate(p.cn_code, '0123456789', ''), ''), 6)"
_TAX = """WHEN {heading} = ANY(%(headings_{group})s::text[]) THEN CASE WHEN p.weight_grams IS NULL THEN {unknown}
  ELSE round(
    least(%(rate_{group})s * p.weight_grams / 1000, %(cap_{group})s) * (100 - p.chemical_reduction) / 100, 2) END"""


def _chemical_tax(shown: Columns, *, on: date) -> Table:
    rates = rates_on(on) if shown.chemical_tax else {}
    if not rates:
        return _NOTHING
    params: dict[str, Any] = {}
    for group, rate in rates.items():
        params[f"headings_{group}"] = [each for each in TAXED_HEADINGS if chemical_class_of(each) == group]
        params |= {f"rate_{group}": rate.per_kilo, f"cap_{group}": rate.cap}
    cases = " ".join(_TAX.format(heading=_HEADING, group=group, unknown=_UNKNOWN) for group in rates)
    words = _("Weight not known")
    tax = Column(_("Chemical tax"), f"CASE {cases} END", is_number=True, most=_UNKNOWN - 1, above=words)
    return Table([tax], "", params)


def _stock(found: Selection, shown: Columns, *, now: datetime) -> Table:
    if not shown.stock:
        return _NOTHING
    days, columns, joins, cases = shipping_days(found.buyer, now), [], [], []
    params: dict[str, Any] = {"discontinued": _("Discontinued"), "out": _("Out of stock")}
    for place, (id_, name) in enumerate(found.terms.warehouses):
        joins.append(
            f"LEFT JOIN catalog_stock s{place} ON s{place}.product_id = i.id AND s{place}.warehouse_id = %(w{place})s"
        )
        available = f"coalesce(s{place}.on_hand - s{place}.allocated, 0)"
        over = _("over %(number)d") % {"number": MUCH}
        columns.append(Column(name, available, is_number=True, most=MUCH, above=over))
        cases.append(f"WHEN {available} > 0 THEN %(ships{place})s")
        params |= {f"w{place}": id_, f"ships{place}": days[id_]}
    in_stock = " OR ".join(f"s{place}.on_hand > s{place}.allocated" for place in range(len(joins))) or "false"
    joins.append(_NEXT_DELIVERY.format(in_stock=in_stock))
    params |= {
        "months": [_month(number) for number in range(1, 13)],
        "group": get_group_symbol(formats.active_locale()),
    }
    ships = f"""CASE WHEN p.life_cycle = 'discontinued' THEN %(discontinued)s {" ".join(cases)}
      WHEN d.expected_on IS NOT NULL THEN {_DELIVERY} ELSE %(out)s END"""
    columns.append(Column(_("Ships"), ships, is_ours=True))
    return Table(columns, " ".join(joins), params)


_NEXT_DELIVERY = """LEFT JOIN LATERAL (
  SELECT expected_on, quantity FROM catalog_expecteddelivery
  WHERE product_id = i.id AND expected_on >= %(on)s::date AND warehouse_id = ANY(%(warehouses)s::bigint[])
  ORDER BY expected_on, id LIMIT 1) d ON p.life_cycle <> 'discontinued' AND NOT coalesce({in_stock}, false)"""
# As `formats.day_and_month` and `formats.whole` write it: 24 Nov · 1 200.
_DELIVERY = """to_char(d.expected_on, 'FMDD') || ' ' || (%(months)s::text[])[extract(month FROM d.expected_on)::int]
  || ' · ' || replace(to_char(d.quantity, 'FM9,999,999,990'), ',', %(group)s)"""


def _month(number: int) -> str:
    """The month as the active language shortens it beside a day."""
    return formats.day_and_month(date(2000, number, 1)).removeprefix("1").strip()
