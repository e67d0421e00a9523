"""What a shipment's invoice says: its goods, the chemical tax of the day on them, and its freight (INV-2, INV-4)."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog import chemical_tax
from common import formats
from invoices.billing import InvoiceDraft, LineDraft, document_language
from invoices.models import LineKind
from orders.models import Shipment, ShipmentLine

ZERO = Decimal(0)


def invoice_draft(shipment: Shipment, lines: Sequence[ShipmentLine], *, on: date) -> InvoiceDraft:
    """The invoice of a shipment that leaves on a day of the market, written in the language of the company's papers."""
    order = shipment.order
    language = document_language(order.company)
    with formats.override(language, order.market.country, order.market.zone):
        drafts = [*_goods(shipment, lines, on), _freight(shipment)]
    return InvoiceDraft(
        company=order.company,
        market=order.market,
        lines=drafts,
        tax_country=order.ship_to_country,
        tax_region=order.ship_to_region,
        ship_to=order.ship_to,
        order_number=order.number,
        ordered_on=order.placed_at.astimezone(order.market.zone).date(),
        po_number=order.po_number,
        shipment_number=shipment.number,
        delivered_from=shipment.warehouse.name,
        carrier=shipment.carrier,
        tracking_number=shipment.tracking_number,
        language=language,
        terms_days=order.terms_days,
    )


def _goods(shipment: Shipment, lines: Sequence[ShipmentLine], on: date) -> Iterator[LineDraft]:
    """Each line of goods, followed by the chemical tax on it where it is due on the day of delivery (LSKE 12 §)."""
    order = shipment.order
    is_due = chemical_tax.is_due(order.company, on=on, ship_to_country=order.ship_to_country)
    rates = chemical_tax.rates_on(on) if is_due else {}
    for shipped in lines:
        line = shipped.line
        yield LineDraft(
            kind=LineKind.PRODUCT,
            name=line.name,
            quantity=shipped.quantity,
            unit_price=line.unit_price,
            sku=line.sku,
            mpn=line.mpn,
            own_number=line.own_number,
            order_line=line.position,
            serial_numbers=shipped.serial_numbers,
        )
        tax = chemical_tax.tax_each(line.product, on, rates=rates) if rates else None
        each = line.chemical_tax_each if tax and tax.needs_weight else tax.amount if tax else ZERO
        if tax and each:
            yield LineDraft(
                kind=LineKind.CHEMICAL_TAX,
                name=_("Chemical tax on %(sku)s") % {"sku": line.sku},
                quantity=shipped.quantity,
                unit_price=each,
                basis=tax.basis,
                order_line=line.position,
            )


def _freight(shipment: Shipment) -> LineDraft:
    return LineDraft(
        kind=LineKind.FREIGHT,
        name=_("Freight, %(method)s") % {"method": shipment.order.shipping_method.name},
        unit_price=shipment.freight or ZERO,
    )
