"""Baskets as people meet them: add, change, mend, and who may not (BAS-4, BAS-6, BAS-7b, BAS-8, BAS-10)."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from accounts.privileges import Privilege
from baskets import filling
from baskets.models import BasketLine
from tests.cast import Cast, a_switch
from tests.factories import NOON, make_product
from tests.orders.builders import an_order

SignIn = Callable[[Member], Client]


def test_adding_goes_on_where_one_was_and_offers_the_basket(cast: Cast, sign_in: SignIn) -> None:
    switch = a_switch(cast)
    browser = sign_in(cast.norrsken.buyer)
    answer = browser.post(
        "/baskets/lines/", {"sku": switch.sku, "quantity": "4", "next": f"/products/{switch.sku}/"}, follow=True
    )
    assert answer.redirect_chain == [(f"/products/{switch.sku}/", 302)]
    assert "Added to your basket: 4 ×" in answer.text
    assert "Go to basket" in answer.text
    assert BasketLine.objects.get().quantity == 4


def test_an_address_elsewhere_is_not_followed(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.norrsken.buyer).post(
        "/baskets/lines/", {"sku": a_switch(cast).sku, "quantity": "1", "next": "https://evil.example/"}
    )
    assert answer["Location"].startswith("/baskets/")


@pytest.mark.parametrize("typed", ["", "0", "-3", "two", "1.5", "9999999", "1e3", "١٢", "\0"])
def test_a_wrong_quantity_is_said_beside_the_field_and_kept(cast: Cast, sign_in: SignIn, typed: str) -> None:
    answer = sign_in(cast.norrsken.buyer).post("/baskets/lines/", {"sku": a_switch(cast).sku, "quantity": typed})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert not BasketLine.objects.exists()


def test_quantities_are_read_as_people_write_them(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.norrsken.buyer).post("/baskets/lines/", {"sku": a_switch(cast).sku, "quantity": "1\u00a0200"})
    assert BasketLine.objects.get().quantity == 1200


def test_changing_quantities_keeps_what_was_typed_wrong(cast: Cast, sign_in: SignIn) -> None:
    basket = filling.current_basket(cast.norrsken.buyer, now=NOON)
    good = filling.add(basket, a_switch(cast), 2, by=cast.norrsken.buyer, now=NOON)
    bad = filling.add(basket, a_switch(cast), 2, by=cast.norrsken.buyer, now=NOON)
    browser = sign_in(cast.norrsken.buyer)
    typed = {f"quantity-{good.pk}": "7", f"quantity-{bad.pk}": "seven"}
    answer = browser.post(f"/baskets/{basket.pk}/lines/", typed)
    assert answer.status_code == 422
    assert 'value="seven"' in answer.text
    assert 'value="7"' in answer.text
    assert "Type a whole number of pieces." in answer.text
    assert set(basket.lines.values_list("quantity", flat=True)) == {2}


def test_removing_a_line(cast: Cast, sign_in: SignIn) -> None:
    basket = filling.current_basket(cast.norrsken.buyer, now=NOON)
    line = filling.add(basket, a_switch(cast), 2, by=cast.norrsken.buyer, now=NOON)
    answer = sign_in(cast.norrsken.buyer).post(f"/baskets/{basket.pk}/lines/", {"remove": line.pk}, follow=True)
    assert "Nothing is in this basket yet." in answer.text


def test_removing_a_line_keeps_the_other_quantities_that_were_typed(cast: Cast, sign_in: SignIn) -> None:
    basket = filling.current_basket(cast.norrsken.buyer, now=NOON)
    kept = filling.add(basket, a_switch(cast), 2, by=cast.norrsken.buyer, now=NOON)
    gone = filling.add(basket, a_switch(cast), 2, by=cast.norrsken.buyer, now=NOON)
    typed = {f"quantity-{kept.pk}": "7", f"quantity-{gone.pk}": "seven", "remove": gone.pk}
    sign_in(cast.norrsken.buyer).post(f"/baskets/{basket.pk}/lines/", typed)
    assert list(basket.lines.values_list("pk", "quantity")) == [(kept.pk, 7)]


def test_an_ordered_basket_leads_to_its_order(cast: Cast, sign_in: SignIn) -> None:
    order = an_order(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1})
    answer = sign_in(order.placed_by).get(f"/baskets/{order.basket_id}/")
    assert answer["Location"] == order.get_absolute_url()


def rows(*typed: tuple[str, str]) -> dict[str, str]:
    form = {"row-TOTAL_FORMS": str(len(typed)), "row-INITIAL_FORMS": "0"}
    for number, (part, quantity) in enumerate(typed):
        form |= {f"row-{number}-part": part, f"row-{number}-quantity": quantity}
    return form


def test_good_rows_go_in_and_bad_ones_stay_to_be_mended(cast: Cast, sign_in: SignIn) -> None:
    switch = a_switch(cast, mpn="JL-683 B")
    browser = sign_in(cast.norrsken.buyer)
    answer = browser.post("/baskets/numbers/", rows(("jl683b", "4"), ("NOSUCH-1", "2"), ("", "")), follow=True)
    assert "Added to your basket: 4 ×" in answer.text
    assert "No product has this number." in answer.text
    assert 'value="NOSUCH-1"' in answer.text
    assert BasketLine.objects.get().product == switch


def test_looking_at_the_rows_to_mend_again_adds_nothing_again(cast: Cast, sign_in: SignIn) -> None:
    switch = a_switch(cast)
    browser = sign_in(cast.norrsken.buyer)
    answer = browser.post("/baskets/numbers/", rows((switch.sku, "4"), ("NOSUCH-1", "2")))
    for _ in range(2):
        assert 'value="NOSUCH-1"' in browser.get(answer["Location"]).text
    assert BasketLine.objects.get().quantity == 4


def test_a_wrong_quantity_beside_a_number_is_kept_and_said(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.norrsken.buyer).post(
        "/baskets/numbers/", rows((a_switch(cast).sku, "many"), ("", "3")), follow=True
    )
    assert "Type a whole number of pieces." in answer.text
    assert "Which product? Type its SKU, MPN, GTIN or your own number." in answer.text
    assert 'value="many"' in answer.text
    assert not BasketLine.objects.exists()


def test_a_pasted_list_fills_the_rows_in_and_says_what_is_not_clear(cast: Cast, sign_in: SignIn) -> None:
    switch = a_switch(cast)
    browser = sign_in(cast.norrsken.buyer)

    page = browser.get("/baskets/numbers/", {"list": f"{switch.sku} 4; NOSUCH-1 2"})

    assert f'value="{switch.sku}"' in page.text
    assert "One row is not clear" in page.text
    assert page.text.count("No product has this number.") == 2  # on top and in its row
    assert not BasketLine.objects.exists()


def test_a_long_list_asks_no_more_than_a_short_one(cast: Cast, sign_in: SignIn) -> None:
    products = [a_switch(cast).sku for _ in range(12)]
    browser = sign_in(cast.norrsken.buyer)

    def queries(number: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            browser.get("/baskets/numbers/", {"list": " ".join([*products[:number], "NOSUCH-1"])})
        return len(captured)

    queries(2)
    assert queries(12) == queries(2)


def test_a_number_of_several_makers_offers_the_choice(cast: Cast, sign_in: SignIn) -> None:
    first = make_product(manufacturer="Kestrel", mpn="X-100")
    second = make_product(manufacturer="Plover", mpn="X100")
    answer = sign_in(cast.norrsken.buyer).post("/baskets/numbers/", rows(("x100", "3")), follow=True)
    assert "Several products have this number: choose one." in answer.text
    assert f"Add 3 × {first.sku}" in answer.text
    assert f"Add 3 × {second.sku}" in answer.text


def test_rows_without_a_quantity_mean_one(cast: Cast, sign_in: SignIn) -> None:
    switch = a_switch(cast)
    sign_in(cast.norrsken.buyer).post("/baskets/numbers/", rows((switch.sku, "")))
    assert BasketLine.objects.get().quantity == 1


def test_without_the_privilege_the_page_says_whom_to_ask(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.norrsken.support).get("/baskets/")
    assert answer.status_code == 403
    assert str(Privilege.KEEP_BASKETS.label) in answer.text
    assert cast.norrsken.admin.user.name in answer.text


def test_a_visitor_signs_in_and_comes_back_to_where_they_were(cast: Cast, client: Client) -> None:
    switch = a_switch(cast)
    answer = client.post("/baskets/lines/", {"sku": switch.sku, "quantity": "1", "next": f"/products/{switch.sku}/"})
    assert answer["Location"] == f"/login/?next=/products/{switch.sku}/"


def test_a_basket_survives_signing_out(cast: Cast, sign_in: SignIn) -> None:
    switch = a_switch(cast)
    browser = sign_in(cast.norrsken.buyer)
    browser.post("/baskets/lines/", {"sku": switch.sku, "quantity": "4"})
    browser.post("/logout/")
    page = sign_in(cast.norrsken.buyer).get("/baskets/", follow=True)
    assert "1" in page.text
    assert BasketLine.objects.get().basket.owner == cast.norrsken.buyer


def test_a_basket_of_a_hundred_lines_takes_no_more_queries_than_of_two(cast: Cast, sign_in: SignIn) -> None:
    basket = filling.current_basket(cast.norrsken.buyer, now=NOON)
    browser = sign_in(cast.norrsken.buyer)
    browser.get("/baskets/")  # the session's first page also writes the session

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(f"/baskets/{basket.pk}/").status_code == 200
        return len(captured)

    for _ in range(2):
        filling.add(basket, a_switch(cast), 1, by=cast.norrsken.buyer, now=NOON)
    of_two = queries()
    for _ in range(98):
        filling.add(basket, a_switch(cast), 1, by=cast.norrsken.buyer, now=NOON)
    assert queries() == of_two
