"""Every product on request: the page says so and whom to ask, staff are told once (CAT-5)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Company, Member, Notification
from catalog import unpriced
from catalog.models import (
    AgreedPrice,
    CompanyPriceList,
    LifeCycle,
    Listing,
    PriceEntry,
    PriceFactor,
    Product,
    Promotion,
    PromotionPrice,
    UnpricedCompany,
)
from tests.cast import Cast, a_staff_user, a_switch
from tests.factories import NOON, PASSWORD, make_price, make_product, standard_edition
from tests.pressing import visit

SignIn = Callable[[Member], Client]
TODAY = NOON.date()
WORDS = "No product has a price for Norrsken IT."


@pytest.fixture
def company(cast: Cast) -> Company:
    return cast.norrsken.company


@pytest.fixture
def product(cast: Cast) -> Product:
    """In the catalog, without a price for anybody."""
    return make_product(name="Switch")


def told() -> list[tuple[str, str]]:
    return list(Notification.objects.filter(template="catalog/unpriced").values_list("email", "facts__company_name"))


def test_staff_are_told_once_until_the_company_has_a_price_again(cast: Cast, company: Company, product: Product):
    company.account_manager = a_staff_user()
    company.save()
    ids = [company.pk]

    assert unpriced.look(now=NOON, company_ids=ids) == 1
    assert unpriced.look(now=NOON + timedelta(hours=1), company_ids=ids) == 0
    assert told() == [("staff@distributor.example", "Norrsken IT")]

    make_price(product, cast.se, "10.00")
    assert unpriced.look(now=NOON, company_ids=ids) == 0
    assert not UnpricedCompany.objects.exists()
    PriceEntry.objects.all().delete()
    assert unpriced.look(now=NOON + timedelta(days=1), company_ids=ids) == 1
    assert len(told()) == 2


def test_without_an_account_manager_the_desk_gets_it(cast: Cast, company: Company, product: Product):
    unpriced.look(now=NOON, company_ids=[company.pk])

    assert told() == [(cast.se.desk("support").email, "Norrsken IT")]


def a_factor(cast: Cast, product: Product) -> None:
    Listing.objects.filter(product=product).update(base_minor=1000)
    PriceFactor.objects.create(edition=standard_edition(cast.se), group=product.group, ppm=900_000)


def an_entry(cast: Cast, product: Product) -> None:
    make_price(product, cast.se, "10.00", from_quantity=5)


def an_agreed_price(cast: Cast, product: Product) -> None:
    AgreedPrice.objects.create(
        company=cast.norrsken.company, product=product, price_minor=5, valid_from=TODAY, valid_to=TODAY
    )


def a_promotion(cast: Cast, product: Product, *, company: Company | None = None) -> None:
    dates = {"market": cast.se, "valid_from": TODAY, "valid_to": TODAY}
    promotion = Promotion.objects.create(name="Week", **dates)
    PromotionPrice.objects.create(promotion=promotion, product=product, company=company, price_minor=5, **dates)


def a_promotion_for_it(cast: Cast, product: Product) -> None:
    a_promotion(cast, product, company=cast.norrsken.company)


@pytest.mark.parametrize("price", [a_factor, an_entry, an_agreed_price, a_promotion, a_promotion_for_it])
def test_one_price_of_any_kind_is_enough(cast: Cast, company: Company, product: Product, price: Callable[..., None]):
    assert unpriced.is_unpriced(company, now=NOON)
    price(cast, product)

    assert not unpriced.is_unpriced(company, now=NOON)
    assert unpriced.is_unpriced(cast.fjord.company, now=NOON)


def test_prices_of_others_of_other_days_and_of_what_is_not_sold_are_none(cast: Cast, company: Company):
    gone = make_product(life_cycle=LifeCycle.DISCONTINUED)
    hidden = make_product()
    Listing.objects.filter(product=hidden).update(is_listed=False)
    for product in (gone, hidden):
        make_price(product, cast.se, "10.00")
    sold = make_product()
    make_price(sold, cast.no, "10.00")
    a_promotion(cast, sold, company=cast.lagerhuset.company)
    AgreedPrice.objects.create(
        company=company, product=sold, price_minor=5, valid_from=date(2026, 1, 1), valid_to=date(2026, 11, 18)
    )

    assert unpriced.is_unpriced(company, now=NOON)
    assert not unpriced.is_unpriced(cast.lagerhuset.company, now=NOON)


def test_an_empty_catalog_is_no_mistake_of_an_account(cast: Cast, company: Company):
    assert not unpriced.is_unpriced(company, now=NOON)


def test_all_companies_are_looked_at_in_one_query(cast: Cast, product: Product):
    with CaptureQueriesContext(connection) as captured:
        make_price(product, cast.se, "10.00")
        make_price(product, cast.no, "10.00")
        before = len(captured)
        assert unpriced.look(now=NOON) == 0
    assert len(captured) - before == 1
    PriceEntry.objects.all().delete()
    assert unpriced.look(now=NOON) == 3


def test_signing_in_looks_at_the_company(cast: Cast, product: Product, client: Client):
    client.post("/login/", {"login": cast.norrsken.basic.user.email, "password": PASSWORD})

    assert told() == [(cast.se.desk("support").email, "Norrsken IT")]


def test_pages_say_so_and_how_to_reach_support(cast: Cast, product: Product, sign_in: SignIn, client: Client):
    assert WORDS not in client.get(product.get_absolute_url()).text
    browser = sign_in(cast.norrsken.buyer)
    for address in (product.get_absolute_url(), product.category.get_absolute_url(), "/search/?q=switch"):
        page = browser.get(address).text
        assert WORDS in page
        assert cast.se.support_phone in page.partition(WORDS)[2].partition("</div>")[0]

    make_price(make_product(), cast.se, "10.00")  # another one has a price
    assert WORDS not in browser.get(product.get_absolute_url()).text


def test_a_page_with_prices_does_not_ask(cast: Cast, sign_in: SignIn):
    product = a_switch(cast)
    browser = sign_in(cast.norrsken.buyer)

    with CaptureQueriesContext(connection) as captured:
        browser.get(product.category.get_absolute_url())
    assert not [each for each in captured if "catalog_unpricedcompany" in each["sql"]]


def test_staff_read_who_it_is_and_choose_a_price_list(
    cast: Cast, company: Company, product: Product, admin_client: Client
):
    CompanyPriceList.objects.filter(company=company).delete()
    unpriced.look(now=NOON, company_ids=[company.pk])

    page = visit(admin_client, "/admin/catalog/unpricedcompany/")
    assert "Norrsken IT" in page.text
    make_price(product, cast.se, "10.00")
    chosen = {"company": company.pk, "price_list": standard_edition(cast.se).price_list_id}
    assert admin_client.post("/admin/catalog/companypricelist/add/", chosen).status_code == 302
    assert not UnpricedCompany.objects.exists()
