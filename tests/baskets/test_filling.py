"""BAS-3 to BAS-5: one current basket, the same product adds up, prices and stock are today's."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from baskets import filling
from baskets.contents import contents_of
from baskets.models import Basket, BasketLine, BasketStatus
from catalog.models import LifeCycle, PriceEntry, Stock
from tests.cast import Cast, a_switch
from tests.factories import NOON, make_price


def test_a_member_has_one_current_basket(cast: Cast) -> None:
    first = filling.current_basket(cast.norrsken.buyer, now=NOON)
    assert filling.current_basket(cast.norrsken.buyer, now=NOON) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Basket.objects.create(
            owner=cast.norrsken.buyer,
            company=cast.norrsken.company,
            name="Second",
            is_current=True,
            created_at=NOON,
            changed_at=NOON,
        )


def test_the_same_product_again_adds_up(cast: Cast) -> None:
    basket = filling.current_basket(cast.norrsken.buyer, now=NOON)
    switch = a_switch(cast)
    filling.add(basket, switch, 2, by=cast.norrsken.buyer, now=NOON)
    filling.add(basket, switch, 3, by=cast.norrsken.buyer, now=NOON)
    assert [line.quantity for line in basket.lines.all()] == [5]


def test_a_line_holds_no_more_than_anyone_orders(cast: Cast) -> None:
    basket = filling.current_basket(cast.norrsken.buyer, now=NOON)
    switch = a_switch(cast)
    filling.add(basket, switch, filling.MOST_OF_ONE, by=cast.norrsken.buyer, now=NOON)
    with pytest.raises(filling.TooMany):
        filling.add(basket, switch, 1, by=cast.norrsken.buyer, now=NOON)


def test_quantities_change_and_zero_takes_a_line_out(cast: Cast) -> None:
    basket = filling.current_basket(cast.norrsken.buyer, now=NOON)
    kept = filling.add(basket, a_switch(cast), 2, by=cast.norrsken.buyer, now=NOON)
    gone = filling.add(basket, a_switch(cast), 2, by=cast.norrsken.buyer, now=NOON)
    later = NOON + timedelta(minutes=1)
    filling.change_quantities(basket, {kept.pk: 7, gone.pk: 0}, now=later)
    assert list(basket.lines.values_list("pk", "quantity")) == [(kept.pk, 7)]
    basket.refresh_from_db()
    assert basket.changed_at == later


def test_lines_of_another_basket_are_not_touched(cast: Cast) -> None:
    mine = filling.current_basket(cast.norrsken.buyer, now=NOON)
    theirs = filling.current_basket(cast.fjord.buyer, now=NOON)
    line = filling.add(theirs, a_switch(cast), 2, by=cast.fjord.buyer, now=NOON)
    filling.change_quantities(mine, {line.pk: 0}, now=NOON)
    assert BasketLine.objects.get(pk=line.pk).quantity == 2


def test_an_ordered_basket_takes_nothing_more(cast: Cast) -> None:
    basket = filling.current_basket(cast.norrsken.buyer, now=NOON)
    Basket.objects.filter(pk=basket.pk).update(status=BasketStatus.ORDERED, is_current=False)
    with pytest.raises(filling.BasketWasOrdered):
        filling.add(basket, a_switch(cast), 1, by=cast.norrsken.buyer, now=NOON)


def test_sums_are_own_price_and_chemical_tax_of_the_pieces(cast: Cast) -> None:
    basket = filling.current_basket(cast.norrsken.buyer, now=NOON)
    filling.add(basket, a_switch(cast, price="3312.00"), 4, by=cast.norrsken.buyer, now=NOON)
    contents = contents_of(basket, cast.norrsken.buyer, now=NOON)
    assert contents.goods == Decimal("13248.00")
    assert contents.chemical_tax == Decimal("2209.08")  # 4 x 552.27, the cap of 2026
    assert contents.net == Decimal("15457.08")
    assert contents.grams == 4 * 3490


def test_a_quantity_break_prices_the_whole_line(cast: Cast) -> None:
    basket = filling.current_basket(cast.norrsken.buyer, now=NOON)
    switch = a_switch(cast, price="3312.00")
    make_price(switch, cast.se, "3180.00", from_quantity=10)
    filling.add(basket, switch, 10, by=cast.norrsken.buyer, now=NOON)
    assert contents_of(basket, cast.norrsken.buyer, now=NOON).goods == Decimal("31800.00")


def test_what_changed_since_it_was_added_is_marked_until_it_was_seen(cast: Cast) -> None:
    basket = filling.current_basket(cast.norrsken.buyer, now=NOON)
    switch = a_switch(cast, price="604.50", stockholm=12)
    filling.add(basket, switch, 5, by=cast.norrsken.buyer, now=NOON)
    PriceEntry.objects.filter(product=switch).update(price_minor=61240)
    Stock.objects.filter(product=switch).update(on_hand=0)
    sentences = [problem.sentence for _, problem in contents_of(basket, cast.norrsken.buyer, now=NOON).problems]
    assert sentences == ["Own price 604.50 → 612.40 since it was added.", "Stock 12 → 0 since it was added."]
    filling.take_note_of_changes(basket, by=cast.norrsken.buyer, now=NOON)
    assert contents_of(basket, cast.norrsken.buyer, now=NOON).problems == []


@pytest.mark.parametrize(
    ("fields", "quantity", "sentence"),
    [
        ({"life_cycle": LifeCycle.DISCONTINUED}, 1, "Discontinued and cannot be ordered any more."),
        ({"minimum_quantity": 5}, 4, "At least 5 must be ordered."),
        ({"order_multiple": 10}, 25, "Sold in packs of 10: order 20 or 30."),
        (
            {"weight_grams": None},
            1,
            "Cannot be ordered until its weight is known, which the chemical tax is reckoned from. We have been told.",
        ),
    ],
)
def test_what_stands_in_the_way_is_said(cast: Cast, fields: dict, quantity: int, sentence: str) -> None:
    basket = filling.current_basket(cast.norrsken.buyer, now=NOON)
    filling.add(basket, a_switch(cast, **fields), quantity, by=cast.norrsken.buyer, now=NOON)
    contents = contents_of(basket, cast.norrsken.buyer, now=NOON)
    assert [(problem.sentence, problem.blocks) for _, problem in contents.problems] == [(sentence, True)]
    assert not contents.is_orderable


def test_a_stockist_may_order_what_has_no_weight(cast: Cast) -> None:
    basket = filling.current_basket(cast.lagerhuset.buyer, now=NOON)
    filling.add(basket, a_switch(cast, weight_grams=None), 1, by=cast.lagerhuset.buyer, now=NOON)
    assert contents_of(basket, cast.lagerhuset.buyer, now=NOON).is_orderable


def test_a_product_without_a_price_is_on_request(cast: Cast) -> None:
    basket = filling.current_basket(cast.norrsken.buyer, now=NOON)
    switch = a_switch(cast)
    PriceEntry.objects.filter(product=switch).delete()
    filling.add(basket, switch, 1, by=cast.norrsken.buyer, now=NOON)
    contents = contents_of(basket, cast.norrsken.buyer, now=NOON)
    assert [problem.sentence for _, problem in contents.problems] == [
        "Price on request: ask your account manager or the sales desk for a price."
    ]
