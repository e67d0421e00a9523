"""One row of a product file turned into what is staged: each cell checked, so that nothing later can fail on it."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.db.models import TextChoices

from catalog.importing import values
from catalog.importing.report import Reason, Report
from catalog.importing.tables import Row, Table
from catalog.importing.tree import MOST_LEVELS
from catalog.models import Certification, LifeCycle, ProductKind
from catalog.part_numbers import normalized
from common.money import decimals_of

# Columns that hold the same, the first one filled counts.
SKU = ("synthetic_sku", "sku")
MPN = ("mpn", "derived_mpn")
GTIN = ("gtin", "ean")
CATEGORY = ("derived_category_path", "category_path")
CN_CODE = ("cn_code", "derived_cn_code")

NONE = "-"  # in the column of the needed certification: the product needs none

LONGEST_SKU = 40
LONG_MPN, LONGEST_MPN = 100, 200
LONGEST = {"name": 300, "manufacturer": 120, "license_program": 60, "source": 60, "source_id": 120}


class Staged(NamedTuple):
    """A row of the staging table; None is "not said", which leaves what is on record."""

    line: int
    sku: str
    mpn: str | None
    gtin: str | None
    manufacturer: str
    category: list[str]
    name: str
    description: str | None
    attributes: str | None
    kind: str | None
    life_cycle: str | None
    successor: str | None
    weight_grams: int | None
    cn_code: str | None
    chemical_reduction: int | None
    license_program: str | None
    warranty_months: int | None
    is_returnable: bool | None
    has_serial_numbers: bool | None
    minimum_quantity: int | None
    order_multiple: int | None
    source: str | None
    source_id: str | None
    base_minor: int | None
    others: list[str] | None
    needs: int | None  # 0: none


STAGING = """
    line bigint, sku text, mpn text, gtin text, manufacturer text, category text[], name text, description text,
    attributes jsonb, kind text, life_cycle text, successor text, weight_grams int, cn_code text,
    chemical_reduction smallint, license_program text, warranty_months smallint, is_returnable bool,
    has_serial_numbers bool, minimum_quantity int, order_multiple int, source text, source_id text,
    base_minor bigint, others text[], needs int
"""


class Refused(Exception):
    """A row is no product, for a reason that stands in a column."""

    def __init__(self, reason: Reason, value: str = "", column: str = "") -> None:
        super().__init__(reason)
        self.reason, self.value, self.column = reason, value, column


def staged(rows: Iterator[Row], table: Table, report: Report) -> Iterator[Staged]:
    """Pass on the rows that are products; the others are refused in the report."""
    certifications = Certifications()
    return _products(rows, table, report, certifications)


def _products(rows: Iterator[Row], table: Table, report: Report, certifications: "Certifications") -> Iterator[Staged]:
    for row in rows:
        if row.problem is not None:
            report.refuse(row.line, "", row.problem, column=row.column)
            continue
        reader = RowReader(row, table, report, certifications)
        try:
            yield reader.product()
        except Refused as refusal:
            report.refuse(row.line, reader.sku, refusal.reason, refusal.value, refusal.column)


class Certifications:
    """The certifications that products may need, by the words that files use (CAT-7)."""

    def __init__(self) -> None:
        self.by_words = {(maker.lower(), name.lower()): pk for pk, maker, name in self._known()}
        self.by_name = Counter(name for _maker, name in self.by_words)

    def named(self, name: str, maker: str) -> int | None:
        """The one of this name by this manufacturer, else the only one of this name."""
        found = self.by_words.get((maker.lower(), name.lower()))
        if found or self.by_name[name.lower()] != 1:
            return found
        return next(pk for (_maker, known), pk in self.by_words.items() if known == name.lower())

    def _known(self) -> list[tuple[int, str, str]]:
        return list(Certification.objects.values_list("pk", "manufacturer", "name"))


class RowReader:
    """Reads the cells of one row and notes in the report what is wrong with them."""

    def __init__(self, row: Row, table: Table, report: Report, certifications: Certifications) -> None:
        self.line, self.cells, self.report, self.certifications = row.line, row.cells, report, certifications
        self.decimal_comma = table.decimal_comma
        self.sku = self.first(SKU)

    def product(self) -> Staged:
        """Return the product. Raises Refused."""
        self._refuse()
        self._look_for_broken_letters()
        mpn = self._mpn()
        return Staged(
            line=self.line,
            sku=self.sku,
            mpn=mpn,
            gtin=self._checked(GTIN, values.gtin_of, Reason.BAD_GTIN),
            manufacturer=self._manufacturer(),
            category=self._category(),
            name=self.text("name") or "",
            description=self.cells.get("description") or None,
            attributes=self._attributes(),
            kind=self._choice("kind", ProductKind),
            life_cycle=self._choice("life_cycle", LifeCycle),
            successor=self.cells.get("successor_sku") or None,
            weight_grams=self._weight(),
            cn_code=self._checked(CN_CODE, values.cn_code_of, Reason.BAD_CN_CODE),
            chemical_reduction=self._chemical_reduction(),
            license_program=self.text("license_program"),
            warranty_months=self._number("warranty_months", most=600),
            is_returnable=self._truth("is_returnable"),
            has_serial_numbers=self._truth("has_serial_numbers"),
            minimum_quantity=self._number("minimum_quantity", least=1),
            order_multiple=self._number("order_multiple", least=1),
            source=self.text("source"),
            source_id=self.text("source_id"),
            base_minor=self._price(),
            others=self._others(mpn),
            needs=self._needs(),
        )

    def first(self, columns: tuple[str, ...]) -> str:
        return next((self.cells[column] for column in columns if self.cells.get(column)), "")

    def filled(self, columns: tuple[str, ...]) -> str:
        """Which of these columns is the first with something in it."""
        return next((column for column in columns if self.cells.get(column)), "")

    def note(self, reason: Reason, value: object = "", column: str = "") -> None:
        self.report.note(self.line, self.sku, reason, value, column)

    def text(self, column: str) -> str | None:
        """A text, blanks inside it made single ones, cut to the room there is."""
        text = " ".join(self.cells.get(column, "").split())
        if len(text) > LONGEST[column]:
            self.note(Reason.CUT, text, column)
            text = text[: LONGEST[column]].rstrip()
        return text or None

    def _refuse(self) -> None:
        for column in (*SKU, *GTIN):
            if values.is_power_of_ten(self.cells.get(column, "")):
                raise Refused(Reason.POWER_OF_TEN, self.cells[column], column)
        if not self.sku:
            raise Refused(Reason.NO_SKU)
        if len(self.sku) > LONGEST_SKU or re.search(r"[\s/\x00-\x1f]", self.sku) or not normalized(self.sku):
            raise Refused(Reason.BAD_SKU, self.sku, self.filled(SKU))
        if not self.cells.get("name"):
            raise Refused(Reason.NO_NAME, column="name")

    def _look_for_broken_letters(self) -> None:
        if any("\x00" in text or "\ufffd" in text for text in self.cells.values()):
            self.note(Reason.BROKEN_LETTERS)
            self.cells = {column: text.replace("\x00", "") for column, text in self.cells.items()}

    def _mpn(self) -> str | None:
        mpn = self.first(MPN)
        if not mpn:
            self.note(Reason.NO_MPN)
        elif len(mpn) > LONGEST_MPN:
            self.note(Reason.BAD_VALUE, mpn, self.filled(MPN))
            mpn = ""
        elif values.is_power_of_ten(mpn):
            self.note(Reason.POWER_OF_TEN, mpn, self.filled(MPN))
        elif len(mpn) > LONG_MPN:
            self.note(Reason.LONG_MPN, mpn, self.filled(MPN))
        return mpn or None

    def _manufacturer(self) -> str:
        name = self.text("manufacturer")
        if not name:
            self.note(Reason.NO_MANUFACTURER)
        return name or ""

    def _category(self) -> list[str]:
        names = [" ".join(name.split()) for name in self.first(CATEGORY).split(">")]
        names = [name for name in names if name]
        if not names:
            self.note(Reason.NO_CATEGORY)
        deeper = " – ".join(names[MOST_LEVELS - 1 :])
        return [name[:120] for name in [*names[: MOST_LEVELS - 1], *([deeper] if deeper else [])]]

    def _checked(self, columns: tuple[str, ...], read: values.Reader, reason: Reason) -> str | None:
        text = self.first(columns)
        if not text:
            return None
        found = read(text)
        if found is None:
            self.note(reason, text, self.filled(columns))
        return found

    def _attributes(self) -> str | None:
        text = self.cells.get("attributes_json", "")
        found = values.json_object_of(text) if text else {}
        if found is None:
            self.note(Reason.BAD_JSON, column="attributes_json")
            return None
        if year := self.cells.get("release_year"):
            found.setdefault("release_year", int(year) if year.isascii() and year.isdigit() else year)
        return json.dumps(found, ensure_ascii=False) if found else None

    def _choice(self, column: str, choices: type[TextChoices]) -> str | None:
        text = self.cells.get(column, "").lower()
        if text and text not in choices.values:
            self.note(Reason.BAD_VALUE, text, column)
            return None
        return text or None

    def _weight(self) -> int | None:
        text = self.cells.get("weight_kg", "")
        grams = values.grams_of(text, decimal_comma=self.decimal_comma) if text else None
        if text and grams is None:
            self.note(Reason.BAD_WEIGHT, text, "weight_kg")
        return grams

    def _price(self) -> int | None:
        text, currency = self.cells.get("list_price", ""), settings.BASE_CURRENCY
        if not text:
            return None
        minor = values.minor_units(text, decimals_of(currency), decimal_comma=self.decimal_comma)
        if minor is None or self.cells.get("currency", currency).upper() not in ("", currency):
            self.note(Reason.BAD_PRICE, text, "list_price")
            return None
        return minor

    def _chemical_reduction(self) -> int | None:
        percent = self._number("chemical_reduction")
        if percent not in (None, 0, 50, 95):
            self.note(Reason.BAD_VALUE, percent, "chemical_reduction")
            return None
        return percent

    def _number(self, column: str, *, least: int = 0, most: int = values.MOST_INTEGER) -> int | None:
        text = self.cells.get(column, "")
        number = values.whole(text, least=least, most=most) if text else None
        if text and number is None:
            self.note(Reason.BAD_VALUE, text, column)
        return number

    def _truth(self, column: str) -> bool | None:
        text = self.cells.get(column, "")
        truth = values.truth_of(text) if text else None
        if text and truth is None:
            self.note(Reason.BAD_VALUE, text, column)
        return truth

    def _others(self, mpn: str | None) -> list[str] | None:
        """Other numbers to find the product by; the source's own article number is one, where it is not our SKU."""
        texts = [*self.cells.get("alt_part_numbers", "").split("|"), self.cells.get("sku", "")]
        known = {normalized(self.sku), normalized(mpn or ""), ""}
        numbers = {normalized(text) for text in texts} - known
        kept = sorted(number for number in numbers if len(number) <= LONGEST_MPN)
        if len(kept) < len(numbers):
            self.note(Reason.BAD_VALUE, column="alt_part_numbers")
        return kept or None

    def _needs(self) -> int | None:
        """A certification that nobody knows refuses the row: the product would be sold to everybody."""
        name = " ".join(self.cells.get("certification", "").split())
        if name in ("", NONE):
            return 0 if name else None
        maker = self.cells.get("certification_manufacturer") or self.cells.get("manufacturer", "")
        found = self.certifications.named(name, " ".join(maker.split()))
        if found is None:
            raise Refused(Reason.UNKNOWN_CERTIFICATION, name, "certification")
        return found
