"""A line is bought at a BID: chosen on the product's page or in the basket, its terms accepted once (CAT-4, BAS-4)."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from accounts.privileges import Privilege
from baskets import filling
from baskets.contents import contents_of
from baskets.models import Basket, BasketLine
from catalog import bids
from catalog.bids import Taken
from catalog.models import Bid, BidAcceptance, Certification, Product
from tests.cast import Cast, a_switch
from tests.catalog.bids import TERMS, accept, make_bid
from tests.factories import NOON, make_product
from tests.pressing import Page, visit

SignIn = Callable[[Member], Client]
BOX = "I accept these terms for my company"


@pytest.fixture
def switch(cast: Cast) -> Product:
    return a_switch(cast, price="3312.00", stockholm=50)


def bid_of(cast: Cast, product: Product, pieces: int = 10, **fields: object) -> Bid:
    return make_bid(cast.norrsken.company, {product: ("2900.00", pieces)}, **fields)  # type: ignore[arg-type]


def basket_with(cast: Cast, product: Product, quantity: int = 1, bid: Bid | None = None) -> Basket:
    buyer = cast.norrsken.buyer
    basket = filling.current_basket(buyer, now=NOON)
    filling.add(basket, product, quantity, by=buyer, now=NOON, bid=bid)
    return basket


def line() -> tuple[int, str | None, Decimal | None, str]:
    found = BasketLine.objects.select_related("bid").get()
    number = found.bid.number if found.bid else None
    return found.quantity, number, found.price_when_added, found.price_source_name_when_added


def product_page(browser: Client, product: Product) -> Page:
    return visit(browser, product.get_absolute_url())


def test_it_is_added_at_the_bid_on_its_page(cast: Cast, sign_in: SignIn, switch: Product):
    bid_of(cast, switch, end_customer="Hotel Kusten")
    page = product_page(sign_in(cast.norrsken.buyer), switch)
    assert "2 900,00 SEK · BID BID-7 · for Hotel Kusten 10 left, until 31 Dec 2090" in page.part("Your BID")

    page = page.press("Add at BID BID-7", {"Quantity at BID BID-7": "4"})

    assert "Added to your basket: 4 ×" in page.text
    assert line() == (4, "BID-7", Decimal("2900.00"), "BID-7")
    page = page.follow("Go to basket")
    assert "2 900,00 BID BID-7 " in page.row(switch.sku)
    assert "Bought at BID BID-7, until 31 Dec 2090: 2 900,00 each." in page.part("BIDs")


def test_its_terms_are_read_and_accepted_once(cast: Cast, sign_in: SignIn, switch: Product):
    bid_of(cast, switch, terms=TERMS)
    browser = sign_in(cast.norrsken.buyer)

    page = product_page(browser, switch).press("Add at BID BID-7", {"Quantity at BID BID-7": "4"})
    assert page.status == 422
    assert "The terms of BID BID-7 are not accepted yet." in page.text
    assert TERMS in page.text
    page = page.press("Add to basket", {BOX: "yes"})

    assert line() == (4, "BID-7", Decimal("2900.00"), "BID-7")
    assert BidAcceptance.objects.get().accepted_by == cast.norrsken.buyer
    page = product_page(browser, switch)
    assert "Terms of BID BID-7 (accepted)" in page.text
    assert BOX not in page.text


def test_terms_that_changed_while_the_page_was_open_are_read_anew(cast: Cast, sign_in: SignIn, switch: Product):
    bid = bid_of(cast, switch, terms=TERMS)
    page = product_page(sign_in(cast.norrsken.buyer), switch)
    Bid.objects.filter(pk=bid.pk).update(terms="Other terms.")

    page = page.press("Add at BID BID-7", {BOX: "yes"})

    assert "The terms of BID BID-7 have changed. Please read them anew." in page.text
    assert "Other terms." in page.text
    assert not BidAcceptance.objects.exists()
    page.press("Add to basket", {BOX: "yes"})
    assert BidAcceptance.objects.get().terms == "Other terms."


def test_who_may_not_place_orders_uses_it_once_a_colleague_accepted(cast: Cast, sign_in: SignIn, switch: Product):
    bid = bid_of(cast, switch, terms=TERMS)
    browser = sign_in(cast.norrsken.basic)
    page = product_page(browser, switch)
    assert "Somebody of your company who may place orders accepts its terms first." in page.text
    assert "Add at BID BID-7" not in page.buttons()

    accept(bid, cast.norrsken.buyer)

    assert "Add at BID BID-7" in product_page(browser, switch).buttons()


def test_more_than_is_left_is_refused_beside_the_quantity(cast: Cast, sign_in: SignIn, switch: Product):
    bid_of(cast, switch, 3)
    page = product_page(sign_in(cast.norrsken.buyer), switch)

    page = page.press("Add at BID BID-7", {"Quantity at BID BID-7": "4"})

    assert "Only 3 pieces are left of BID BID-7." in page.text
    page.press("Add to basket", {"Quantity": "3"})
    assert line() == (3, "BID-7", Decimal("2900.00"), "BID-7")


def test_a_product_on_request_is_added_at_a_bid_but_not_without_its_certification(cast: Cast, sign_in: SignIn):
    product = make_product()
    bid_of(cast, product)
    browser = sign_in(cast.norrsken.buyer)
    assert "Price on request" in product_page(browser, product).text
    product_page(browser, product).press("Add at BID BID-7")
    assert line() == (1, "BID-7", Decimal("2900.00"), "BID-7")

    product.needs = Certification.objects.create(manufacturer="Kestrel", name="Silver Partner")
    product.save()
    assert "Add at BID BID-7" not in product_page(browser, product).buttons()


def test_a_line_takes_a_bid_in_the_basket_and_leaves_it(cast: Cast, sign_in: SignIn, switch: Product):
    basket = basket_with(cast, switch, 4)
    bid_of(cast, switch, terms=TERMS)
    make_bid(cast.norrsken.company, {switch: ("2800.00", 3)}, "BID-8")
    page = visit(sign_in(cast.norrsken.buyer), basket.get_absolute_url())
    assert "The line has more pieces than the BID has left: lower its quantity to use it." in page.part("BIDs")
    assert "Use BID BID-8" not in page.buttons()

    page = page.press("Use BID BID-7")
    assert "The terms of BID BID-7 are not accepted yet." in page.text
    page = page.press("Use BID BID-7", {BOX: "yes"})
    assert line() == (4, "BID-7", Decimal("2900.00"), "BID-7")
    assert not contents_of(basket, cast.norrsken.buyer, now=timezone.now()).problems

    page = page.press("Line 1 without the BID")
    assert line() == (4, None, Decimal("3312.00"), "Standard")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda bid: Bid.objects.update(valid_to=date(2026, 11, 20)), "BID BID-7 ended on 20 Nov 2026."),
        (lambda bid: bids.take({Taken(bid.pk, bid.prices.get().product_id): 8}), "Only 2 pieces are left"),
        (lambda bid: Bid.objects.update(terms="Other."), "The terms of BID BID-7 are not accepted yet."),
    ],
)
def test_the_own_price_comes_back_with_a_word(
    cast: Cast, sign_in: SignIn, switch: Product, change: Callable[[Bid], object], why: str
):
    bid = bid_of(cast, switch)
    basket = basket_with(cast, switch, 4, bid)
    change(bid)

    page = visit(sign_in(cast.norrsken.buyer), basket.get_absolute_url())

    assert why in page.row(switch.sku)
    assert "The own price 3 312,00 holds instead." in page.row(switch.sku)
    assert "3 312,00 Standard" in page.row(switch.sku)
    assert "Checkout" in page.links()
    page.press("Line 1 without the BID")
    assert line()[1] is None


def test_a_bid_that_staff_deleted_is_named(cast: Cast, sign_in: SignIn, switch: Product):
    bid = bid_of(cast, switch)
    basket = basket_with(cast, switch, 4, bid)
    bid.delete()

    page = visit(sign_in(cast.norrsken.buyer), basket.get_absolute_url())

    assert "Own price 2 900,00 → 3 312,00 since it was added: BID BID-7 is not there any more." in page.text


def test_more_of_the_product_stays_at_the_bid_while_it_has_them(cast: Cast, switch: Product):
    basket = basket_with(cast, switch, 4, bid_of(cast, switch))
    buyer, now = cast.norrsken.buyer, timezone.now()

    filling.add(basket, switch, 6, by=buyer, now=NOON)
    assert [row.offer.price for row in contents_of(basket, buyer, now=now).rows] == [Decimal("2900.00")]
    filling.add(basket, switch, 1, by=buyer, now=NOON)
    assert [row.offer.price for row in contents_of(basket, buyer, now=now).rows] == [Decimal("3312.00")]


def test_the_verbs_refuse_what_does_not_hold(cast: Cast, switch: Product):
    buyer = cast.norrsken.buyer
    basket = basket_with(cast, switch, 4)
    theirs = make_bid(cast.lagerhuset.company, {switch: ("1.00", 10)})
    over = bid_of(cast, switch, valid_to=NOON.date() - timedelta(days=1))
    pk = basket.lines.get().pk

    for bid in (theirs, over):
        with pytest.raises(filling.BidNotUsable):
            filling.add(basket, switch, 1, by=buyer, now=NOON, bid=bid)
        with pytest.raises(filling.BidNotUsable):
            filling.choose_bid(basket, pk, bid, by=buyer, now=NOON)
    filling.choose_bid(basket, pk + 1, None, by=buyer, now=NOON)
    assert line() == (4, None, Decimal("3312.00"), "Standard")


def test_another_companys_bid_is_not_there(cast: Cast, sign_in: SignIn, switch: Product):
    theirs = make_bid(cast.lagerhuset.company, {switch: ("1.00", 10)}, terms=TERMS)
    basket = basket_with(cast, switch)
    browser = sign_in(cast.norrsken.buyer)
    sent = {"bid": theirs.pk, "accept": "yes", "read": theirs.mark}

    for address, more in (
        (f"/baskets/{basket.pk}/bids/", {"line": basket.lines.get().pk}),
        ("/baskets/lines/", {"sku": switch.sku, "quantity": 1}),
    ):
        assert browser.post(address, sent | more).status_code == 404
        assert browser.post(address, sent | more | {"bid": "1\0"}).status_code == 404
    assert not BidAcceptance.objects.exists()
    assert line()[:2] == (1, None)


def test_who_sees_no_prices_sees_no_bids(cast: Cast, sign_in: SignIn, switch: Product):
    bid = bid_of(cast, switch)
    buyer = cast.norrsken.buyer
    basket = basket_with(cast, switch, 4, bid)
    Bid.objects.update(valid_to=date(2026, 11, 2))
    buyer.tick(frozenset({Privilege.KEEP_BASKETS}))
    buyer.save()

    browser = sign_in(buyer)
    assert "BID" not in visit(browser, basket.get_absolute_url()).text
    assert "BID" not in product_page(browser, switch).text
