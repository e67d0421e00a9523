"""What an import says about rows: refused or noted, why, and how often."""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.spreadsheets import safe_text

SAMPLES = 20  # rows of each result that are kept to be shown
SAMPLES_REFUSED = 100


class Reason(TextChoices):
    """Why a row was refused, or what was noted about it."""

    UNREADABLE = "unreadable", _("The row cannot be read.")
    WRONG_COLUMNS = "wrong_columns", _("The row has more or fewer cells than the header.")
    LONG_CELL = "long_cell", _("A cell is longer than a cell can be.")
    FORMULA = "formula", _("The cell holds a formula and not its result.")
    FORMULA_ERROR = "formula_error", _("The cell holds the error of a formula.")
    POWER_OF_TEN = (
        "power_of_ten",
        _("The number was written as a power of ten, and its last digits are lost. Format the column as text."),
    )
    NO_SKU = "no_sku", _("There is no SKU.")
    BAD_SKU = "bad_sku", _("The SKU is longer than 40 characters, or holds a space or a slash.")
    SAME_SKU = "same_sku", _("An earlier row has the same SKU.")
    SAME_SOURCE_ROW = "same_source_row", _("Another product comes from the same row of the source.")
    NO_NAME = "no_name", _("There is no name.")
    UNKNOWN_PRODUCT = "unknown_product", _("No product has this SKU.")
    UNKNOWN_PRICE_LIST = "unknown_price_list", _("No price list has this code, or it has no edition on this day.")
    UNKNOWN_WAREHOUSE = "unknown_warehouse", _("No warehouse has this code.")
    UNKNOWN_COMPANY = "unknown_company", _("No company has this customer number.")
    UNKNOWN_NUMBER = "unknown_number", _("No product has this number.")
    SEVERAL_PRODUCTS = "several_products", _("Several products have this number. Give the SKU of one.")
    UNKNOWN_CERTIFICATION = "unknown_certification", _("There is no such certification to need. Add it first.")
    SAME_KEY = "same_key", _("An earlier row is about the same.")
    BAD_QUANTITY = "bad_quantity", _("The quantity is not a whole number, or out of range.")
    BAD_DATE = "bad_date", _("The date is not written as 2026-12-31.")
    NOT_A_PRICE = "not_a_price", _("The price is not a number above zero with the currency's decimals.")
    NO_BID_NUMBER = "no_bid_number", _("There is no number of a BID.")
    LONG_TEXT = "long_text", _("The text is longer than there is room for.")
    NO_DAYS = "no_days", _("A new BID needs its first and its last day.")
    DAYS_BACKWARD = "days_backward", _("The last day of the BID is before its first.")
    OTHER_WORDS = "other_words", _("An earlier row of the same BID says otherwise.")
    BELOW_TAKEN = "below_taken", _("Orders took more pieces of the BID already.")
    BELOW_ALLOCATED = "below_allocated", _("More is allocated to orders than the count says.")

    NO_MPN = "no_mpn", _("There is no MPN.")
    LONG_MPN = "long_mpn", _("The MPN is longer than 100 characters.")
    SAME_MPN = "same_mpn", _("An earlier row has the same manufacturer and MPN; both are kept.")
    NO_MANUFACTURER = "no_manufacturer", _("There is no manufacturer.")
    NO_CATEGORY = "no_category", _("There is no category.")
    BAD_GTIN = "bad_gtin", _("The check digit of the GTIN is wrong; it was left out.")
    BAD_CN_CODE = "bad_cn_code", _("The CN code does not have 4, 6 or 8 digits; it was left out.")
    BAD_WEIGHT = "bad_weight", _("The weight is not a number above zero; it was left out.")
    BAD_PRICE = "bad_price", _("The price is not a number above zero in the base currency; it was left out.")
    BAD_JSON = "bad_json", _("The attributes are not a JSON object; they were left out.")
    BAD_VALUE = "bad_value", _("A value is out of its range; it was left out.")
    CUT = "cut", _("A text was longer than there is room for; it was cut.")
    BROKEN_LETTERS = "broken_letters", _("Some letters could not be read.")
    UNKNOWN_SUCCESSOR = "unknown_successor", _("No product has the SKU of the successor.")


@dataclass
class Tally:
    """How many rows an import added, changed, left as they were and refused.

    `same_mpns` counts the pairs of manufacturer and MPN that the source holds more than once.
    """

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    same_mpns: int = 0


class Result(TextChoices):
    """What became of a row; what was noted about it comes beside."""

    REFUSED = "refused", pgettext_lazy("row", "Refused")
    NOTED = "noted", pgettext_lazy("row", "Noted")
    ADDED = "added", pgettext_lazy("row", "Added")
    CHANGED = "changed", pgettext_lazy("row", "Changed")


class Finding(NamedTuple):
    """A row of the report: `name` is what the row is about, `column` the head in the file, `value` what stood there."""

    line: int
    name: str
    result: str
    reason: str = ""
    column: str = ""
    value: str = ""


@dataclass
class Report:
    """Counts by reason, and each finding as a row of a CSV file where one is wanted; so memory does not grow.

    `heads` are the columns as the file calls them. The first findings of each result are kept in `samples`.
    """

    path: Path | None = None
    refused: Counter[Reason] = field(default_factory=Counter)
    noted: Counter[Reason] = field(default_factory=Counter)
    heads: Mapping[str, str] = field(default_factory=dict)
    samples: dict[str, list[Finding]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._file = self.path.open("w", encoding="utf-8-sig", newline="") if self.path else None
        self._writer = csv.writer(self._file) if self._file else None
        if self._writer:
            self._writer.writerow(["line", "sku", "result", "reason", "column", "value"])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer and error is not None:
            self._writer.writerow(["", "", "failed", _("The import failed; nothing was changed."), "", error])
        if self._file:
            self._file.close()

    def refuse(self, line: int, name: str, reason: Reason, value: object = "", column: str = "") -> None:
        """Say that a row was left out."""
        self.refused[reason] += 1
        self._write(line, name, Result.REFUSED, reason, value, column)

    def note(self, line: int, name: str, reason: Reason, value: object = "", column: str = "") -> None:
        """Say something about a row that was taken."""
        self.noted[reason] += 1
        self._write(line, name, Result.NOTED, reason, value, column)

    def tell(self, line: int, name: str, result: Result) -> None:
        """Say what a row that was taken did."""
        self._write(line, name, result, None, "", "")

    def _write(self, line: int, name: str, result: Result, reason: Reason | None, value: object, column: str) -> None:
        samples = self.samples.setdefault(result.value, [])
        is_sample = len(samples) < (SAMPLES_REFUSED if result == Result.REFUSED else SAMPLES)
        if not is_sample and not self._writer:
            return
        said = str(reason.label) if reason else ""
        found = Finding(line, name[:200], result.value, said, self.heads.get(column, column), str(value)[:500])
        if is_sample:
            samples.append(found)
        if self._writer:
            self._writer.writerow([safe_text(each) if isinstance(each, str) else each for each in found])
