"""The Swedish and Norwegian portal's answers on products. Its sentences, and where each is tried:

- Search by product name, our part number, the manufacturer's: `test_search_finds_…` in `test_sweden_norway.py`
- Go in under a category and filter by manufacturer: `test_a_category_is_filtered_by_manufacturer` there; through the
  menu, and by parameters that depend on what one looks at: `test_a_category_has_filters_of_its_own`
- Out of stock, and the estimated date of the next delivery: `test_out_of_stock_shows_the_estimated_date` there
- Complaints instructions of all manufacturers: `test_the_manufacturers_complaints_instructions_stand_at_the_product`
- Terms of special price agreements, with which the dealer must comply:
  `test_terms_of_a_special_price_are_accepted_first`
- Chemical tax, sold gross to who is no stockist, added per item: `test_who_is_no_stockist_pays_the_tax_for_each_item`
- Seen on the product and the invoice, not among orders:
  `test_the_chemical_tax_is_on_the_product_and_the_invoice_…` there
- Net to stockists, who tell us of their approval, and outside Sweden: `test_a_stockist_buys_net…`,
  `test_a_company_reports_its_approval…` and `test_a_company_outside_sweden_buys_net…` there
- Further questions go to the Swedish Tax Agency: `test_questions_on_the_tax_go_to_the_tax_agency`
"""

import json
from pathlib import Path

from invoices.models import Invoice
from tests.cast import Cast, a_switch
from tests.catalog.bids import make_bid
from tests.catalog.files import import_file, write_csv
from tests.orders.builders import a_shipment
from tests.pressing import attribute
from tests.scenarios.conftest import Open


def test_a_category_has_filters_of_its_own(cast: Cast, opened: Open, tmp_path: Path) -> None:
    """How do I find a product through the menu, and filter by what matters for such products? (CAT-11, SE)"""
    import_file(
        write_csv(
            tmp_path / "products.csv",
            *(a_row(f"1MO{n}", "Displays > Monitors", panel_type=["IPS", "VA"][n % 2]) for n in range(8)),
            *(a_row(f"1SW{n}", "Networking > Switches", ports=[8, 24][n % 2]) for n in range(8)),
        )
    )
    catalog = opened("/", cast.norrsken.buyer).follow("Catalog")

    monitors, switches = catalog.follow("Monitors"), catalog.follow("Switches")
    found = monitors.press("Apply filters", {"IPS": "yes"})

    assert "Panel type" in monitors.text
    assert "Panel type" not in switches.text
    assert "Ports" in switches.text
    assert [f"1MO{n}" in found.text for n in range(8)] == [True, False] * 4


def a_row(sku: str, category: str, **attributes: object) -> dict[str, str]:
    return {"sku": sku, "name": f"Item {sku}", "category_path": category, "attributes_json": json.dumps(attributes)}


def test_the_manufacturers_complaints_instructions_stand_at_the_product(cast: Cast, opened: Open) -> None:
    """Where are the warranty and complaints instructions for what I want to complain about? (CAT-2, SE)"""
    switch = a_switch(cast)
    switch.manufacturer.complaints_instructions = "Dead on arrival: call Kestrel within 30 days."
    switch.manufacturer.save()

    page = opened(f"/products/{switch.sku}/", cast.norrsken.support)

    assert "How Kestrel handles complaints" in page.links()
    assert "call Kestrel within 30 days" in page.part("Warranty and complaints at Kestrel")


def test_terms_of_a_special_price_are_accepted_first(cast: Cast, opened: Open) -> None:
    """Which terms apply to special price agreements? Those one must comply with, read where one buys (CAT-6, SE)"""
    switch = a_switch(cast, stockholm=9)
    make_bid(cast.norrsken.company, {switch: ("2500.00", 5)}, terms="Sold to the named end customer alone.")
    page = opened(f"/products/{switch.sku}/", cast.norrsken.buyer)

    refused = page.press("Add at BID BID-7")
    added = page.press("Add at BID BID-7", {"I accept these terms for my company": "yes"})

    assert "Sold to the named end customer alone." in page.text
    assert "Go to basket" not in refused.links()
    assert "2 500,00" in added.follow("Go to basket").row(switch.sku)


def test_who_is_no_stockist_pays_the_tax_for_each_item(cast: Cast, opened: Open) -> None:
    """We are no stockist. What do we pay? Gross: the tax comes on top of each item, and is invoiced (CAT-14, SE)"""
    switch = a_switch(cast, stockholm=9)
    buyer = cast.norrsken.buyer

    product = opened("/", buyer).follow("Catalog").follow("Switches").follow(switch.name)
    basket = product.press("Add to basket", {"Quantity": "2"}).follow("Go to basket")
    order = basket.follow("Checkout").press("Finish order", {"I accept the terms of sale": "yes"})
    a_shipment(buyer.company.orders.get(), cast.stockholm)
    invoice = opened(f"/orders/{order.title}/", buyer).follow(Invoice.objects.get().number)

    assert "Chemical tax, each 3,490 kg × 180,71, capped 552,27" in product.text
    assert "You pay, each, before VAT 3 864,27" in product.text
    assert "1 104,54" in basket.part("Totals")
    assert "1 104,54" in invoice.text


def test_questions_on_the_tax_go_to_the_tax_agency(cast: Cast, opened: Open) -> None:
    """I have more questions on the tax. Who answers them? The Swedish Tax Agency does (CAT-14, SE)"""
    page = opened(f"/products/{a_switch(cast).sku}/", cast.norrsken.buyer).follow("Chemical tax, each")

    assert page.title == "The Swedish chemical tax"
    assert "https://www.skatteverket.se/kemikalieskatt" in [attribute(link, "href") for link in page.find("a")]
