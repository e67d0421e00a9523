"""The one checkout page (ORD-1): filled in, reckoned anew, finished once; nothing typed is lost."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AgreedFreight
from baskets.models import Basket
from catalog.models import PriceEntry
from markets.models import ShippingMethod
from orders.models import Order
from tests.cast import Cast, a_switch
from tests.factories import make_address
from tests.orders.builders import a_basket, an_order


@pytest.fixture
def page(cast: Cast, client: Client) -> Client:
    client.force_login(cast.norrsken.buyer.user)
    return client


def address_of(basket: Basket) -> str:
    return f"/checkout/{basket.pk}/"


def form_of(html: str) -> dict[str, str]:
    """What a browser would send from the page as it was drawn."""
    form = html[html.index('action="/checkout/') :]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    fields = {name: value.replace("&quot;", '"') for name, value in fields.items()}
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', form, re.DOTALL):
        values = re.findall(r'value="(\d+)"( selected)?', options)
        fields[name] = next((value for value, chosen in values if chosen), values[0][0])
    return fields | {"deliveries": "partial", "terms": "on"}


def drawn(page: Client, basket: Basket) -> dict[str, str]:
    return form_of(page.get(address_of(basket)).content.decode())


def test_the_order_is_placed_and_shown(cast: Cast, page: Client) -> None:
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 2})

    answer = page.post(address_of(basket), drawn(page, basket) | {"po_number": "PO-9"})

    order = Order.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/orders/{order.number}/")
    shown = page.get(answer["Location"]).content.decode()
    assert f"Order {order.number} is placed" in shown
    assert (order.po_number, order.terms_version) == ("PO-9", "2026-1")


def test_sending_the_form_again_lands_on_the_same_order(cast: Cast, page: Client) -> None:
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 2})
    form = drawn(page, basket)

    first, again = page.post(address_of(basket), form), page.post(address_of(basket), form)
    changed = page.post(address_of(basket), form | {"po_number": "other"})
    back = page.get(address_of(basket))

    assert {answer["Location"] for answer in (first, again, changed, back)} == {"/orders/SE-1/"}
    assert Order.objects.count() == 1


def test_a_second_tab_lands_on_the_same_order(cast: Cast, page: Client) -> None:
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 2})
    tabs = [drawn(page, basket), drawn(page, basket)]
    assert tabs[0]["key"] != tabs[1]["key"]

    answers = [page.post(address_of(basket), tab, follow=True).content.decode() for tab in tabs]

    assert "already ordered" in answers[1]
    assert Order.objects.count() == 1


def test_a_changed_price_is_shown_and_asked_again_with_everything_typed(cast: Cast, page: Client) -> None:
    switch = a_switch(cast, stockholm=5)
    basket = a_basket(cast.norrsken.buyer, {switch: 2})
    form = drawn(page, basket) | {"po_number": "PO-9", "observations": "Gate B"}
    PriceEntry.objects.filter(product=switch).update(price_minor=400000)

    answer = page.post(address_of(basket), form)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Nothing was ordered yet" in html
    assert "3,312.00 → 4,000.00" in html or "3 312,00 → 4 000,00" in html.replace("\xa0", " ")
    assert 'value="PO-9"' in html
    assert "Gate B" in html
    assert not Order.objects.exists()
    assert page.post(address_of(basket), form | form_of(html)).status_code == 303


def test_terms_not_accepted_keep_everything_typed(cast: Cast, page: Client) -> None:
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 2})
    form = drawn(page, basket) | {"po_number": "PO-9"}
    del form["terms"]

    answer = page.post(address_of(basket), form)

    assert answer.status_code == 422
    assert "once the terms are accepted" in answer.content.decode()
    assert 'value="PO-9"' in answer.content.decode()


@pytest.mark.parametrize("field", ["wished_on", "backorders_until"])
def test_a_day_that_is_over_is_refused_beside_its_field(cast: Cast, page: Client, field: str) -> None:
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 2})

    answer = page.post(address_of(basket), drawn(page, basket) | {field: "2020-01-01"})

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2099-01-01", "x", "\x00", "2026-02-30"])
def test_a_day_that_nobody_means_is_refused(cast: Cast, page: Client, day: str) -> None:
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 2})

    assert page.post(address_of(basket), drawn(page, basket) | {"wished_on": day}).status_code == 422
    assert page.get(address_of(basket), {"wished_on": day, "backorders_until": day}).status_code == 200


def test_a_company_without_an_address_is_led_to_support(cast: Cast, page: Client) -> None:
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 2})
    cast.norrsken.company.addresses.all().delete()

    assert "Please ask support" in page.get(address_of(basket), follow=True).content.decode()


def test_update_reckons_anew_and_orders_nothing(cast: Cast, page: Client) -> None:
    buyer = cast.norrsken.buyer
    basket = a_basket(buyer, {a_switch(cast, stockholm=5): 2})
    last = ShippingMethod.objects.offered(cast.se).order_by("position").last()
    assert last is not None
    AgreedFreight.objects.create(company=buyer.company, method=last, amount=Decimal("12345.00"))
    form = drawn(page, basket) | {"update": "1", "method": str(last.pk), "po_number": "PO-9"}

    answer = page.post(address_of(basket), form, follow=True)

    html = answer.content.decode()
    assert "csrf" not in answer.redirect_chain[0][0]
    assert "12" in html
    assert "agreed for Norrsken IT" in html
    assert 'value="PO-9"' in html
    assert not Order.objects.exists()


def test_a_delivery_abroad_has_no_chemical_tax(cast: Cast, page: Client) -> None:
    abroad = make_address(cast.norrsken.company, "Oslo", country="NO")
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 2})

    assert "Chemical tax" in page.get(address_of(basket)).content.decode()
    assert "Chemical tax" not in page.get(address_of(basket), {"ship_to": abroad.pk}).content.decode()


def test_a_po_number_used_before_is_warned_of(cast: Cast, page: Client) -> None:
    switch = a_switch(cast, stockholm=5)
    an_order(cast.norrsken.buyer, {switch: 1}, po_number="PO-7")
    basket = a_basket(cast.norrsken.buyer, {switch: 1})

    assert "Used before, on SE-1" in page.get(address_of(basket), {"po_number": "PO-7"}).content.decode()
    answer = page.post(address_of(basket), drawn(page, basket) | {"po_number": "PO-7"}, follow=True)
    assert "used before, on SE-1" in answer.content.decode()


def test_the_page_says_that_the_order_will_be_held(cast: Cast, page: Client) -> None:
    cast.norrsken.company.credit.is_stopped = True
    cast.norrsken.company.credit.save()
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1})

    assert "will be held" in page.get(address_of(basket)).content.decode()
    order = page.post(address_of(basket), drawn(page, basket), follow=True).content.decode()
    assert "The distributor stopped the account" in order


@pytest.mark.parametrize("limit", ["100.00", "0.00"])
def test_credit_that_does_not_suffice_is_told_as_what_is_over(cast: Cast, page: Client, limit: str) -> None:
    account = cast.norrsken.company.credit
    account.limit = Decimal(limit)
    account.save()
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1})

    answer = page.get(address_of(basket))

    credit = answer.context["credit"]
    assert credit.over == answer.context["draft"].total - Decimal(limit)
    assert credit.used == credit.whole > 0
    meter = answer.content.decode().split('class="meter"')[1].split("</div>")[0]
    assert "over the limit" in meter
    assert "left" not in meter


def test_addresses_to_choose_from_name_their_country(cast: Cast, page: Client) -> None:
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1})

    assert ", Sweden</option>" in page.get(address_of(basket)).content.decode()


def test_it_is_filled_in_as_for_the_last_order(cast: Cast, page: Client) -> None:
    switch = a_switch(cast, stockholm=5)
    second = make_address(cast.norrsken.company, "Warehouse", street="Hamngatan 2")
    an_order(cast.norrsken.buyer, {switch: 1}, ship_to=second, now=timezone.now() - timedelta(days=1))
    basket = a_basket(cast.norrsken.buyer, {switch: 1})

    assert drawn(page, basket)["ship_to"] == str(second.pk)


def test_a_line_that_cannot_be_ordered_has_no_finish(cast: Cast, page: Client) -> None:
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5, order_multiple=4): 2})

    html = page.get(address_of(basket)).content.decode()

    assert "Sold in packs of 4" in html
    assert "Finish order" not in html


def test_an_empty_basket_leads_back(cast: Cast, page: Client) -> None:
    basket = a_basket(cast.norrsken.buyer, {})

    assert page.get(address_of(basket))["Location"] == basket.get_absolute_url()


def test_an_address_of_another_company_cannot_be_chosen(cast: Cast, page: Client) -> None:
    foreign = cast.fjord.company.addresses.get()
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1})

    answer = page.post(address_of(basket), drawn(page, basket) | {"ship_to": str(foreign.pk)})

    assert answer.status_code == 422
    assert not Order.objects.exists()


@pytest.mark.parametrize("shown", ["", "{}", "[]", "null", '{"total":1,"lines":{"A":[1]}}', "x" * 1000])
def test_a_form_that_no_page_drew_orders_nothing(cast: Cast, page: Client, shown: str) -> None:
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1})

    answer = page.post(address_of(basket), drawn(page, basket) | {"shown": shown})

    assert answer.status_code in (200, 409, 422)
    assert not Order.objects.exists()


def test_another_companys_basket_is_not_there(cast: Cast, page: Client) -> None:
    foreign = a_basket(cast.fjord.buyer, {a_switch(cast, stockholm=5): 1})

    assert page.get(address_of(foreign)).status_code == 404
    assert page.post(address_of(foreign), {"update": "1"}).status_code == 404


@pytest.mark.parametrize("who", ["support", "basic"])
def test_who_may_not_place_orders_is_denied(cast: Cast, client: Client, who: str) -> None:
    member = getattr(cast.norrsken, who)
    client.force_login(member.user)
    basket = a_basket(member, {a_switch(cast, stockholm=5): 1})

    assert client.get(address_of(basket)).status_code == 403
    assert client.post(address_of(basket)).status_code == 403


def test_the_number_of_queries_does_not_hang_on_the_lines(cast: Cast, page: Client) -> None:
    few = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 2 for _ in range(2)})
    many = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=1): 2 for _ in range(20)})
    page.get(address_of(few))

    assert queries(page, address_of(few)) == queries(page, address_of(many))


def queries(page: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert page.get(address).status_code == 200
    return len(found)


def test_a_query_that_names_little_is_filled_up(cast: Cast, page: Client) -> None:
    basket = a_basket(cast.norrsken.buyer, {a_switch(cast, stockholm=5): 1})

    answer = page.get(address_of(basket), {"po_number": "PO-3"})

    assert answer.context["form"].errors == {}
    assert 'value="PO-3"' in answer.content.decode()
