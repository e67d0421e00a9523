"""The guide's answers on prices. Its sentences, and where each is tried:

- No prices: sign in first, or there are retail prices or none: `test_prices_are_shown_after_signing_in`,
  `test_visitors_see_the_retail_price_…` in `test_imonline.py`
- Once signed in, the pricing that one is approved to see:
  `test_the_price_is_that_of_ones_own_company_for_who_may_see_it`
- Price feed e-mails: `test_price_feed_mails_are_asked_for_under_downloads`
- No adding without a certification: `test_a_product_that_needs_a_certification_says_…` in `test_imonline.py`
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.privileges import Privilege
from catalog import tasks
from catalog.models import AgreedPrice, Product
from tests.cast import Cast, Staff, a_switch
from tests.factories import make_price
from tests.scenarios.conftest import Open
from tests.scenarios.steps import link_to, sign_in, staff_in, table_behind


@pytest.fixture
def kiwi(cast: Cast) -> Staff:
    return staff_in(cast, "nz")


@pytest.fixture
def switch(cast: Cast) -> Product:
    switch = a_switch(cast)
    make_price(switch, cast.markets["nz"], "741.09")
    return switch


def test_the_price_is_that_of_ones_own_company_for_who_may_see_it(kiwi: Staff, switch: Product, opened: Open) -> None:
    """I have signed in. Which prices do I see? Those you are approved to see (ACC-13, CAT-4, IMO)"""
    AgreedPrice.objects.create(
        company=kiwi.company,
        product=switch,
        price_minor=70000,
        valid_from=date(2026, 11, 1),
        valid_to=date(2026, 11, 30),
    )
    kiwi.basic.tick(frozenset(kiwi.basic.privileges) - {Privilege.VIEW_PRICES})
    kiwi.basic.save()

    def page_of(who: object) -> str:
        found = sign_in(opened, who, market="nz").press("Search", {"Search products, orders and invoices": switch.sku})
        return found.text

    assert "700.00" in page_of(kiwi.buyer)
    assert "741.09" not in page_of(kiwi.basic)
    assert "700.00" not in page_of(kiwi.basic)


def test_price_feed_mails_are_asked_for_under_downloads(
    kiwi: Staff, switch: Product, opened: Open, at_noon: time_machine.Traveller, files_apart: None
) -> None:
    """How do I request price feed e-mails? Choose them; they come from the next night on (CAT-9, IMO)"""
    feed = opened("/", kiwi.buyer).follow("Downloads").follow("Price feed")
    saved = feed.press("Save", {"Format": "CSV", "Mail with a link": "Daily"})

    at_noon.move_to(datetime(2026, 11, 21, 3, 0, tzinfo=ZoneInfo("Pacific/Auckland")))
    tasks.ask_for_feeds()
    tasks.make_price_lists()
    page = opened(link_to(kiwi.buyer.user.email, "/price-feed/"), kiwi.buyer)

    assert "Saved." in saved.text
    [row] = table_behind(page, "Download the file")
    assert (row["SKU"], row["Own price"], row["Currency"]) == (switch.sku, "741.09", "NZD")
