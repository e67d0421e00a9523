"""Drafts that the invoice tests issue: two switches, the tax on them where it is due, freight."""

from decimal import Decimal

from accounts.models import Company
from invoices import billing
from invoices.models import Invoice, LineKind
from tests.factories import NOON


def product_line(price: str = "3312.00", *, quantity: int = 2, name: str = "Kestrel switch", **fields):
    facts = {"sku": "7HU6849", "mpn": "KS-24P", "order_line": 1} | fields
    return billing.LineDraft(kind=LineKind.PRODUCT, name=name, quantity=quantity, unit_price=Decimal(price), **facts)


def chemical_line(each: str = "552.27", *, quantity: int = 2):
    return billing.LineDraft(
        kind=LineKind.CHEMICAL_TAX,
        name="Chemical tax",
        basis="CN 8517 62, 3.490 kg × 180.71, capped at 552.27",
        quantity=quantity,
        unit_price=Decimal(each),
        order_line=1,
    )


def freight_line(amount: str = "390.00"):
    return billing.LineDraft(kind=LineKind.FREIGHT, name="Freight, road parcel", unit_price=Decimal(amount))


def draft(company: Company, *lines: billing.LineDraft, **fields) -> billing.InvoiceDraft:
    """Of these lines, else two switches and freight; delivered to the company's own country."""
    facts = {
        "tax_country": company.country,
        "tax_region": company.region,
        "ship_to": ["Nordhavn Logistik", "Hamngatan 3", "211 22 Malmö"],
        "order_number": "SE-103977",
        "po_number": "PO-7719",
        "shipment_number": "SE-S-87904",
        "delivered_from": "Stockholm",
        "carrier": "PostNord",
        "tracking_number": "00373500489530012345",
    }
    return billing.InvoiceDraft(
        company=company,
        market=company.market,
        lines=lines or (product_line(), freight_line()),
        **(facts | fields),
    )


def issue(company: Company, *lines: billing.LineDraft, now=NOON, **fields) -> Invoice:
    return billing.issue_invoice(draft(company, *lines, **fields), now=now)
