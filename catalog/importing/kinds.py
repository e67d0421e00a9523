"""The kinds of files that staff import: their columns, by which heads they are known, and the verb (CAT-15).

The page of the admin and the commands of the terminal say what is here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from catalog.importing.bids import import_bids
from catalog.importing.prices import import_prices
from catalog.importing.products import import_products
from catalog.importing.report import Report, Tally
from catalog.importing.stock import import_stock
from catalog.importing.tables import Table


@dataclass(frozen=True)
class Column:
    """A column that an import reads: what we call it, what it holds, and other heads by which it is known."""

    name: str
    label: Any
    about: Any = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """How a file is imported: on which day's prices, when, tried or done, and where the progress is shown."""

    on: date
    now: datetime
    is_dry_run: bool = False
    out: IO[str] | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of file. Of each group in `needs` one column must be there."""

    about: Any
    columns: tuple[Column, ...]
    needs: tuple[tuple[str, ...], ...]
    take: Callable[[Table, Report, Run], Tally]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


_SKU = Column("sku", _("SKU"), _("Our number of the product."), ("artikelnummer", "item number", "part number"))
_MPN = Column(
    "mpn",
    _("MPN"),
    _("The manufacturer's part number."),
    ("vpn", "manufacturer part number", "tillverkarens artikelnummer"),
)
_GTIN = Column("gtin", _("GTIN"), _("8, 12, 13 or 14 digits."), ("upc", "ean-kod", "barcode", "streckkod"))

PRODUCTS = Kind(
    about=_("New products are added, known ones, by SKU, changed where the file says something else."),
    columns=(
        Column("sku", _SKU.label, _("Our number; beside “Own SKU” another number to search by."), _SKU.also),
        Column("synthetic_sku", _("Own SKU"), _("Our number, where the SKU of the file is its source's.")),
        Column("name", _("Name"), "", ("product name", "benämning", "produktnamn", "beteckning", "title")),
        _MPN,
        Column("derived_mpn", _("MPN, derived"), _("Where the column of the MPN is empty.")),
        _GTIN,
        Column("ean", "EAN", _("The same as the GTIN.")),
        Column(
            "manufacturer",
            _("Manufacturer"),
            _("Spellings that differ in case and blanks only are one."),
            ("brand", "varumärke", "maker", "vendor"),
        ),
        Column(
            "category_path",
            _("Category"),
            _("Up to three levels: Computers > Notebooks > Business."),
            ("category path",),
        ),
        Column("derived_category_path", _("Category, derived"), _("Goes before the column of the category.")),
        Column("description", _("Description")),
        Column("attributes_json", _("Attributes"), _("A JSON object."), ("attributes json",)),
        Column("release_year", _("Year of release"), _("Becomes an attribute.")),
        Column("list_price", _("Base price"), _("In the base currency."), ("list price", "listpris")),
        Column("currency", _("Currency"), _("Of the base price; another than the base currency leaves it out.")),
        Column("weight_kg", _("Weight, kg"), _("Net."), ("weight", "vikt", "vikt kg")),
        Column("cn_code", _("CN code"), _("4, 6 or 8 digits."), ("hs code", "kn-nummer", "varukod")),
        Column("derived_cn_code", _("CN code, derived"), _("Where the column of the CN code is empty.")),
        Column("chemical_reduction", _("Chemical tax reduction"), _("0, 50 or 95 percent.")),
        Column("alt_part_numbers", _("Other part numbers"), _("To search by, with | between.")),
        Column("kind", _("Kind"), "goods, license, cloud"),
        Column("license_program", _("License program")),
        Column("life_cycle", _("Life cycle"), "active, ending, discontinued"),
        Column("successor_sku", _("Successor"), _("Its SKU.")),
        Column(
            "certification",
            _("Needed certification"),
            _("As the list of needed certifications names it; - for none."),
            ("certifiering",),
        ),
        Column("certification_manufacturer", _("Certification by"), _("Where it is not the product's manufacturer.")),
        Column("warranty_months", _("Warranty, months")),
        Column("is_returnable", _("Returnable"), "yes, no"),
        Column("has_serial_numbers", _("Serial numbers"), "yes, no"),
        Column("minimum_quantity", _("Minimum quantity")),
        Column("order_multiple", _("Order multiple")),
        Column("source", _("Source"), _("Where the row is from.")),
        Column("source_id", _("Number in the source")),
    ),
    needs=(("sku", "synthetic_sku"), ("name",)),
    take=lambda table, report, run: import_products(table, report, is_dry_run=run.is_dry_run, out=run.out),
)
PRICES = Kind(
    about=_("Prices of price lists, with quantity breaks. What the file does not name stays as it is."),
    columns=(
        Column("market", _("Market"), _("Its code, like se."), ("marknad",)),
        Column(
            "price_list",
            _("Price list"),
            _("Its code, like standard; the edition of the day gets the price."),
            ("price list code", "prislista"),
        ),
        _SKU,
        Column(
            "min_quantity",
            _("From quantity"),
            _("The price holds from this quantity on; empty means 1."),
            ("quantity", "antal", "från antal"),
        ),
        Column("price", _("Price"), _("In the market's currency, without taxes."), ("net price", "nettopris")),
    ),
    needs=(("market",), ("price_list",), ("sku",), ("price",)),
    take=lambda table, report, run: import_prices(table, report, on=run.on, is_dry_run=run.is_dry_run, out=run.out),
)
STOCK = Kind(
    about=_("What warehouses counted and what they expect. What the file does not name stays as it is."),
    columns=(
        _SKU,
        Column("warehouse", _("Warehouse"), _("Its code, like STO."), ("lager", "warehouse code")),
        Column(
            "on_hand",
            _("On hand"),
            _("Pieces on the shelf, allocated ones among them; empty leaves the count."),
            ("quantity", "saldo", "lagersaldo", "antal"),
        ),
        Column(
            "expected_on",
            _("Expected on"),
            _("Day of the next delivery, like 2026-12-31; several: one row each."),
            ("eta", "leveransdatum"),
        ),
        Column("expected_quantity", _("Expected pieces"), _("0 takes back what was expected.")),
    ),
    needs=(("sku",), ("warehouse",)),
    take=lambda table, report, run: import_stock(table, report, now=run.now, is_dry_run=run.is_dry_run, out=run.out),
)
BIDS = Kind(
    about=_("BIDs, a product a row. BIDs and products that the file does not name stay as they are."),
    columns=(
        Column("number", _("BID number"), _("As the manufacturer or we gave it."), ("bid", "bid number", "bid-nummer")),
        Column("company", _("Company"), _("Its customer number."), ("customer number", "kundnummer", "kund")),
        Column("end_customer", _("End customer"), _("For whom the deal is."), ("slutkund",)),
        _SKU,
        Column("mpn", _MPN.label, _("Instead of the SKU, where only one product has it."), _MPN.also),
        Column("gtin", _GTIN.label, _("Instead of the SKU, where only one product has it."), (*_GTIN.also, "ean")),
        Column(
            "price",
            _("Price"),
            _("Of one, in the currency of the company's market."),
            ("bid price", "net price", "nettopris"),
        ),
        Column(
            "quantity", _("Pieces"), _("Agreed in all, those among them that orders took already."), ("antal", "qty")
        ),
        Column("valid_from", _("First day"), _("Like 2026-12-31. A new BID needs it."), ("from", "gäller från")),
        Column("valid_to", _("Last day"), _("Like 2026-12-31. A new BID needs it."), ("to", "gäller till")),
        Column(
            "terms", _("Manufacturer's terms"), _("Accepted by the company before it buys at the BID."), ("villkor",)
        ),
    ),
    needs=(("number",), ("company",), ("sku", "mpn", "gtin"), ("price",), ("quantity",)),
    take=lambda table, report, run: import_bids(table, report, is_dry_run=run.is_dry_run, out=run.out),
)
