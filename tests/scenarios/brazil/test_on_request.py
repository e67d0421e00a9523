"""The Brazilian portal's answer on prices “Sob Consulta”. Its sentences, and where each is tried:

- All products on request are a mistake in the account; ask support, tell the reseller's data and the user:
  `test_everything_on_request_is_a_mistake_that_the_page_and_staff_know_of`
- One product on request: `test_a_product_without_a_price_is_on_request_and_cannot_be_ordered` in `test_brazil.py`
- Who sees stock and prices: `test_a_buyer_sees_…`, `test_support_follows_…`, `test_basic_fills_…` there
"""

from accounts.models import Notification
from catalog.models import CompanyPriceList
from tests.cast import Cast, a_switch
from tests.factories import make_price
from tests.scenarios.conftest import Open
from tests.scenarios.steps import sign_in, staff_in


def test_everything_on_request_is_a_mistake_that_the_page_and_staff_know_of(cast: Cast, opened: Open) -> None:
    """All products are on request. What now? Ask support, with your company's data and your user (CAT-5, BR)"""
    market, sampa = cast.markets["br"], staff_in(cast, "br")
    switch = a_switch(cast, name="Kestrel Lift 24")
    make_price(switch, market, "3312.00")
    CompanyPriceList.objects.filter(company=sampa.company).delete()

    switches = sign_in(opened, sampa.buyer, market="br").follow("Catalog").follow("Switches")
    product = switches.follow(switch.name)

    for page in (switches, product):
        assert "No product has a price for Sampa Tecnologia. That is a mistake in the account" in page.text
        assert market.support_phone in page.text
        assert f"{sampa.company.customer_number}, and your user, {sampa.buyer.user.email}" in page.text
    assert "Price on request" in product.text
    assert "Add to basket" not in product.buttons()
    [told] = Notification.objects.filter(template="catalog/unpriced")
    assert told.email == market.desk("support").email
