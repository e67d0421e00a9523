"""BIDs: which price they make, their terms, and pieces that never go below zero (CAT-4, CAT-6)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.access import PrivilegeMissing
from accounts.activities import sentence_of
from accounts.models import Activity, ActivityKind
from catalog import bids
from catalog.bid_choices import choices_for
from catalog.bids import Agreed, Taken
from catalog.models import AgreedPrice, BidAcceptance, BidPrice, Product
from catalog.offers import Buyer, Offer, offers_for
from tests.cast import Cast, a_switch
from tests.catalog.bids import FIRST, LAST, TERMS, accept, left_of, make_bid
from tests.factories import NOON, make_price, make_product

TODAY = NOON.date()
DAY = timedelta(days=1)


@pytest.fixture
def switch(cast: Cast) -> Product:
    return a_switch(cast, price="3312.00")


def offer_at(
    bid_id: int, product: Product, cast: Cast, *, quantity: int = 1, on: date = TODAY, buyer: Buyer | None = None
) -> Offer:
    asked = buyer or Buyer.for_company(cast.norrsken.company)
    return offers_for([product.pk], asked, on=on, quantities={product.pk: quantity}, bids={product.pk: bid_id})[
        product.pk
    ]


def test_a_chosen_bid_wins_over_all_else_even_if_it_is_dearer(cast: Cast, switch: Product):
    norrsken = cast.norrsken.company
    make_price(switch, cast.se, "2000.00", from_quantity=5)
    AgreedPrice.objects.create(company=norrsken, product=switch, price_minor=100_000, valid_from=TODAY, valid_to=TODAY)
    bid = make_bid(norrsken, {switch: ("2900.00", 10)}, valid_to=TODAY + DAY)

    offer = offer_at(bid.pk, switch, cast, quantity=10)

    assert (offer.price, offer.price_source, offer.price_source_name, offer.price_valid_until, offer.breaks) == (
        Decimal("2900.00"), "bid", "BID-7", TODAY + DAY, (),
    )  # fmt: skip
    assert offer_at(bid.pk + 1, switch, cast).price == Decimal("1000.00")


@pytest.mark.parametrize(
    ("quantity", "on", "why"),
    [
        (3, TODAY, ""),
        (4, TODAY, "Only 3 pieces are left of BID BID-7."),
        (1, FIRST, ""),
        (1, FIRST - DAY, "BID BID-7 begins on"),
        (1, TODAY + DAY, ""),
        (1, TODAY + 2 * DAY, "BID BID-7 ended on"),
    ],
)
def test_it_holds_while_it_runs_and_for_what_is_left(cast: Cast, switch: Product, quantity: int, on: date, why: str):
    bid = make_bid(cast.norrsken.company, {switch: ("2900.00", 5)}, valid_to=TODAY + DAY)
    bids.take({Taken(bid.pk, switch.pk): 2})

    offer = offer_at(bid.pk, switch, cast, quantity=quantity, on=on)

    assert offer.bid is not None
    assert offer.bid.why_not.startswith(why)
    assert bool(offer.bid.why_not) is bool(why)
    assert offer.price == Decimal("3312.00" if why else "2900.00")


def test_nothing_left_and_terms_not_accepted_are_told_apart(cast: Cast, switch: Product):
    bid = make_bid(cast.norrsken.company, {switch: ("2900.00", 5)}, terms=TERMS)
    assert offer_at(bid.pk, switch, cast).bid.why_not == "The terms of BID BID-7 are not accepted yet."

    accept(bid, cast.norrsken.buyer)
    assert offer_at(bid.pk, switch, cast).price_source == "bid"

    bids.take({Taken(bid.pk, switch.pk): 5})
    assert offer_at(bid.pk, switch, cast).bid.why_not == "Nothing is left of BID BID-7."


def test_another_companys_bid_or_product_makes_no_price(cast: Cast, switch: Product):
    theirs = make_bid(cast.lagerhuset.company, {switch: ("1.00", 5)})
    ours = make_bid(cast.norrsken.company, {a_switch(cast): ("1.00", 5)})

    assert [offer_at(bid.pk, switch, cast).bid for bid in (theirs, ours)] == [None, None]


def test_a_product_on_request_is_ordered_at_a_bid(cast: Cast):
    product = make_product()
    bid = make_bid(cast.norrsken.company, {product: ("10.00", 5)})

    assert offer_at(bid.pk, product, cast).is_orderable
    assert offer_at(bid.pk, product, cast, quantity=6).is_on_request


def test_who_sees_no_prices_learns_nothing_of_bids(cast: Cast, switch: Product):
    bid = make_bid(cast.norrsken.company, {switch: ("2900.00", 5)})
    buyer = Buyer(cast.se, cast.norrsken.company, shows_prices=False, shows_stock=True)

    offer = offer_at(bid.pk, switch, cast, buyer=buyer)

    assert (offer.price, offer.bid, choices_for([switch.pk], buyer, on=TODAY)) == (None, None, [])


def test_what_can_be_chosen_is_running_and_not_used_up(cast: Cast, switch: Product):
    norrsken = cast.norrsken.company
    make_bid(norrsken, {switch: ("2900.00", 5)}, "dear", terms=TERMS)
    make_bid(norrsken, {switch: ("2800.00", 5)}, "cheap")
    make_bid(norrsken, {switch: ("100.00", 5)}, "over", valid_to=TODAY - DAY)
    make_bid(norrsken, {switch: ("100.00", 5)}, "later", valid_from=TODAY + DAY)
    make_bid(cast.lagerhuset.company, {switch: ("100.00", 5)}, "theirs")
    bids.take({Taken(make_bid(norrsken, {switch: ("100.00", 5)}, "used up").pk, switch.pk): 5})

    found = choices_for([switch.pk], Buyer.for_company(norrsken), on=TODAY)

    assert [(each.bid.number, each.price, each.left, each.is_accepted) for each in found] == [
        ("cheap", Decimal("2800.00"), 5, True),
        ("dear", Decimal("2900.00"), 5, False),
    ]


def test_terms_are_accepted_once_and_anew_where_they_change(cast: Cast, switch: Product):
    buyer, admin = cast.norrsken.buyer, cast.norrsken.admin
    bid = make_bid(cast.norrsken.company, {switch: ("2900.00", 5)}, terms=TERMS)

    accept(bid, buyer)
    accept(bid, admin)

    accepted = BidAcceptance.objects.get()
    assert (accepted.accepted_by, accepted.accepted_at, accepted.terms) == (buyer, NOON, TERMS)
    told = Activity.objects.get(kind=ActivityKind.BID_TERMS_ACCEPTED)
    assert (told.actor, sentence_of(told)) == (buyer.user, "Accepted the terms of BID BID-7")
    read = bid.mark
    bid.terms = "Other terms."
    bid.save()
    assert not offer_at(bid.pk, switch, cast).bid.is_accepted
    with pytest.raises(bids.TermsChanged, match="The terms of BID BID-7 have changed"):
        bids.accept_terms(bid, read=read, by=buyer, now=NOON)
    accept(bid, admin)
    assert BidAcceptance.objects.count() == 2


def test_who_may_not_place_orders_binds_nobody(cast: Cast, switch: Product):
    bid = make_bid(cast.norrsken.company, {switch: ("2900.00", 5)}, terms=TERMS)

    with pytest.raises(PrivilegeMissing):
        accept(bid, cast.norrsken.basic)


def test_pieces_left_never_go_below_zero(cast: Cast, switch: Product):
    bid = make_bid(cast.norrsken.company, {switch: ("2900.00", 5)})
    taken = Taken(bid.pk, switch.pk)

    bids.take({taken: 3})
    with pytest.raises(bids.NotEnoughLeft):
        bids.take({taken: 3})
    assert left_of(bid) == [2]
    bids.give_back({taken: 3})
    assert left_of(bid) == [5]
    for used in (6, -1):
        with pytest.raises(IntegrityError), transaction.atomic():
            BidPrice.objects.update(used=used)


def test_agreeing_anew_keeps_what_orders_took(cast: Cast, switch: Product):
    other, third = a_switch(cast), a_switch(cast)
    bid = make_bid(cast.norrsken.company, {switch: ("2900.00", 5), other: ("10.00", 1)})
    bids.take({Taken(bid.pk, switch.pk): 3})

    bids.agree(bid, {switch.pk: Agreed(280_000, 3), third.pk: Agreed(500, 9)})

    assert list(bid.prices.values_list("product", "price_minor", "quantity", "used")) == [
        (switch.pk, 280_000, 3, 3), (third.pk, 500, 9, 0),
    ]  # fmt: skip
    for agreed in ({switch.pk: Agreed(1, 2)}, {third.pk: Agreed(1, 2)}):
        with pytest.raises(bids.TakenByOrders) as refusal:
            bids.agree(bid, agreed)
        assert refusal.value.taken == {switch.pk: 3}


def test_a_number_is_once_in_a_company_and_days_run_forward(cast: Cast, switch: Product):
    make_bid(cast.norrsken.company, {switch: ("1.00", 5)})
    make_bid(cast.lagerhuset.company, {switch: ("1.00", 5)})
    for fields in ({"number": "BID-7"}, {"number": "BID-8", "valid_from": LAST + DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_bid(cast.norrsken.company, {}, **fields)  # type: ignore[arg-type]
