"""What an invoice shows, on the page and on paper alike: rows with the chemical tax on them, and its sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from common import formats
from invoices.models import Invoice, InvoiceLine, InvoiceTax, LineKind

ZERO = Decimal(0)
# Names of taxes as the markets' tables hold them; documents write them in their own language.
TAX_NAMES = (gettext_noop("VAT"), gettext_noop("GST"), gettext_noop("Sales tax"))


@dataclass(frozen=True)
class Row:
    """A line, with the line of chemical tax that follows it."""

    line: InvoiceLine
    chemical_tax: InvoiceLine | None

    @property
    def amount(self) -> Decimal:
        """The sum of the line with the chemical tax on it, before other taxes."""
        return self.line.amount + (self.chemical_tax.amount if self.chemical_tax else ZERO)


@dataclass(frozen=True)
class Sum:
    """A subtotal of one kind of lines; `note` says how it was reckoned where the kind needs that."""

    label: str
    amount: Decimal
    note: str = ""


@dataclass(frozen=True)
class Contents:
    invoice: Invoice
    lines: Sequence[InvoiceLine]
    taxes: Sequence[InvoiceTax]

    @property
    def rows(self) -> list[Row]:
        """Every line once; the chemical tax stands in the row of its goods."""
        following = {line.position - 1: line for line in self.lines if line.kind == LineKind.CHEMICAL_TAX}
        return [Row(line, following.get(line.position)) for line in self.lines if line.kind != LineKind.CHEMICAL_TAX]

    @property
    def has_chemical_tax(self) -> bool:
        return any(line.kind == LineKind.CHEMICAL_TAX for line in self.lines)

    @property
    def sums(self) -> list[Sum]:
        """Subtotals of the kinds there are, goods first; together they are the net."""
        amounts: dict[str, Decimal] = {}
        for line in self.lines:
            amounts[line.kind] = amounts.get(line.kind, ZERO) + line.amount
        return [Sum(_kind_name(kind), amounts[kind]) for kind in LineKind if kind in amounts]

    @property
    def tax_sums(self) -> list[Sum]:
        """Each tax with its rate and the sum it was charged on."""
        return [
            Sum(
                f"{_(tax.name)} {formats.percent(tax.rate)}",
                tax.amount,
                _("on %(net)s") % {"net": formats.amount(tax.net, self.invoice.currency)},
            )
            for tax in self.taxes
        ]

    @property
    def rates(self) -> str:
        """The rates that each line bears: 25 %, or 5 % + 9.975 %."""
        return " + ".join(formats.percent(tax.rate) for tax in self.taxes) or "–"


def contents_of(invoice: Invoice) -> Contents:
    """The invoice's lines and taxes, in two queries."""
    return Contents(invoice, list(invoice.lines.all()), list(invoice.taxes.all()))


def _kind_name(kind: LineKind) -> str:
    return _("Goods") if kind == LineKind.PRODUCT else str(kind.label)
