"""The staff's desk for the catalog: search, look, set what is agreed (CAT-14, CAT-16)."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from catalog.models import AgreedPrice, ChemicalClass, ChemicalTaxRate
from tests.cast import Cast, a_staff_user, a_switch
from tests.factories import make_product
from tests.staff import sign_in_with_factor


@pytest.fixture
def staff(client: Client, cast: Cast) -> Client:
    sign_in_with_factor(client, a_staff_user())
    return client


MODELS = [
    "product", "manufacturer", "category", "pricelist", "companypricelist", "agreedprice", "stock",
    "expecteddelivery", "chemicaltaxrate", "promotion",
]  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_each_list_opens_and_searches(staff: Client, cast: Cast, model: str):
    a_switch(cast, stockholm=2)

    assert staff.get(f"/admin/catalog/{model}/").status_code == 200
    assert staff.get(f"/admin/catalog/{model}/?q=7TC").status_code == 200


@pytest.mark.parametrize("typed", ["ex-4100 24t", "EX4100", "dock station"])
def test_a_product_is_found_by_number_and_by_words(staff: Client, typed: str):
    product = make_product("Dock station", mpn="EX-4100-24T")
    make_product("Cable")

    html = staff.get("/admin/catalog/product/", {"q": typed}).content.decode()

    assert product.sku in html
    assert "1 product" in html


def test_a_product_shows_its_prices_and_stock(staff: Client, cast: Cast):
    product = a_switch(cast, price="3312.00", stockholm=17)

    html = staff.get(f"/admin/catalog/product/{product.pk}/change/").content.decode()

    assert "se · Standard: " in html
    assert "312" in html
    assert ">17<" in html


def test_taxed_products_without_weight_are_listed(staff: Client, cast: Cast):
    lacking, known = a_switch(cast, weight_grams=None), a_switch(cast)

    html = staff.get("/admin/catalog/product/?chemical_tax=lacks_weight").content.decode()

    assert lacking.sku in html
    assert known.sku not in html


def test_a_weight_is_set_there(staff: Client, cast: Cast):
    product = a_switch(cast, weight_grams=None)
    page = staff.get(f"/admin/catalog/product/{product.pk}/change/")
    form = {name: value for name, value in page.context["adminform"].form.initial.items() if value is not None}
    inlines = {
        f"{prefix}-{name}": value
        for prefix in ("pictures", "documents", "stock", "expected_deliveries")
        for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
    }

    staff.post(
        f"/admin/catalog/product/{product.pk}/change/", form | inlines | {"weight_grams": 3490, "attributes": "{}"}
    )

    product.refresh_from_db()
    assert product.weight_grams == 3490


def test_an_agreed_price_is_typed_as_people_write_it(staff: Client, cast: Cast):
    product = a_switch(cast)
    answer = staff.post(
        "/admin/catalog/agreedprice/add/",
        {
            "company": cast.norrsken.company.pk,
            "product": product.pk,
            "price": "3000.50",
            "valid_from": "2026-11-01",
            "valid_to": "2026-12-31",
        },
    )

    agreed = AgreedPrice.objects.get()
    assert answer.status_code == 302
    assert (agreed.price_minor, agreed.valid_to) == (300_050, date(2026, 12, 31))
    assert "3000.50" in staff.get(f"/admin/catalog/agreedprice/{agreed.pk}/change/").content.decode()


def test_stock_is_for_reading_and_tells_its_movements(staff: Client, cast: Cast):
    stock = a_switch(cast, stockholm=17).stock.get(warehouse=cast.stockholm)

    html = staff.get(f"/admin/catalog/stock/{stock.pk}/change/").content.decode()

    assert "Counted: 17 / 0 test" in html
    assert staff.post(f"/admin/catalog/stock/{stock.pk}/change/", {"on_hand": 1}).status_code == 403


def test_a_year_without_rates_warns_staff(staff: Client, cast: Cast):
    warning, year = "This year has no rates of its own yet", timezone.localdate().year
    for group in ChemicalClass:
        new_year = {"group": group, "valid_from": date(year, 1, 1)}
        ChemicalTaxRate.objects.get_or_create(**new_year, defaults={"per_kilo": 1, "cap": 1})
    assert warning not in staff.get("/admin/catalog/chemicaltaxrate/").content.decode()

    ChemicalTaxRate.objects.filter(valid_from__year=year).delete()
    assert warning in staff.get("/admin/catalog/chemicaltaxrate/").content.decode()
