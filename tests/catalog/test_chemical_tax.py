"""The Swedish chemical tax: which goods, how much, who pays (CAT-14, LSKE)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Company, StockistApproval
from catalog.chemical_tax import chemical_class_of, has_rates_of_its_own, is_due, rates_on, tax_each, whole_grams
from catalog.models import ChemicalClass, ChemicalTaxRate
from common import formats
from common.money import round_money
from portal.demo.chemical_rates import RATES
from tests.cast import Cast

IN_2025 = date(2025, 11, 21)
IN_2026 = date(2026, 11, 21)
NOTEBOOK = "84713000"
MONITOR = "85285210"
WASHING_MACHINE = "84501110"


@dataclass(frozen=True)
class Item:
    cn_code: str
    weight_grams: int | None
    chemical_reduction: int = 0


@pytest.fixture
def rates(db: None) -> None:
    for group, valid_from, per_kilo, cap in (
        (ChemicalClass.ELECTRONICS, date(2017, 7, 1), "120", "320"),
        (ChemicalClass.ELECTRONICS, date(2019, 8, 1), "160", "440"),
        (ChemicalClass.ELECTRONICS, date(2025, 1, 1), "179.38", "548.21"),
        (ChemicalClass.ELECTRONICS, date(2026, 1, 1), "180.71", "552.27"),
        (ChemicalClass.WHITE_GOODS, date(2025, 1, 1), "12.33", "548.21"),
    ):
        ChemicalTaxRate.objects.create(group=group, valid_from=valid_from, per_kilo=per_kilo, cap=cap)


@pytest.mark.parametrize(
    ("cn_code", "group"),
    [
        ("84713000", ChemicalClass.ELECTRONICS),
        ("8517 62", ChemicalClass.ELECTRONICS),
        ("95045000", ChemicalClass.ELECTRONICS),
        ("84182110", ChemicalClass.WHITE_GOODS),
        ("85166080", ChemicalClass.WHITE_GOODS),
        ("84716070", None),
        ("84717050", None),
        ("8471", None),
        ("", None),
    ],
)
def test_six_digits_of_the_cn_code_decide(cn_code: str, group: ChemicalClass | None):
    assert chemical_class_of(cn_code) == group


@pytest.mark.parametrize(
    ("item", "on", "amount"),
    [
        (Item(NOTEBOOK, 1450), IN_2025, "260.10"),
        (Item(NOTEBOOK, 1450, 50), IN_2025, "130.05"),
        (Item(NOTEBOOK, 1450, 95), IN_2025, "13.01"),
        (Item(MONITOR, 5200), IN_2025, "548.21"),
        (Item(MONITOR, 5200, 50), IN_2025, "274.11"),
        (Item(MONITOR, 5200, 95), IN_2025, "27.41"),
        (Item("85171300", 145), date(2017, 8, 1), "17.40"),
        (Item(NOTEBOOK, 1450), date(2019, 8, 1), "232.00"),
        (Item(NOTEBOOK, 1450, 50), date(2019, 8, 1), "116.00"),
        (Item("85176200", 3490), IN_2026, "552.27"),
        (Item(WASHING_MACHINE, 40_000), IN_2025, "493.20"),
    ],
)
def test_worked_examples(rates: None, item: Item, on: date, amount: str):
    tax = tax_each(item, on)

    assert tax is not None
    assert tax.amount == Decimal(amount)


QUICK_AND_LONG = [25, pytest.param(3000, marks=pytest.mark.long)]
known_rates = st.sampled_from(RATES).map(
    lambda row: ChemicalTaxRate(
        group=ChemicalClass.ELECTRONICS, valid_from=row[0], per_kilo=Decimal(row[2]), cap=Decimal(row[3])
    )
)
items = st.builds(Item, st.just(MONITOR), st.integers(0, 60_000), st.sampled_from([0, 50, 90, 95]))


def oracle(item: Item, rate: ChemicalTaxRate) -> Fraction:
    """Weight times rate, at most the cap, less the deduction, half up to whole öre; in fractions, step by step."""
    assert item.weight_grams is not None
    full = min(Fraction(rate.per_kilo) * item.weight_grams / 1000, Fraction(rate.cap))
    kept = full * (100 - item.chemical_reduction) / 100
    return Fraction(floor(kept * 100 + Fraction(1, 2)), 100)


@pytest.mark.parametrize("examples", QUICK_AND_LONG)
def test_any_item_in_any_year_bears_what_the_law_says_step_by_step(examples: int):
    @settings(max_examples=examples, deadline=None)
    @given(rate=known_rates, item=items, more=st.integers(1, 5000))
    def holds(rate: ChemicalTaxRate, item: Item, more: int) -> None:
        def amount(grams: int, reduction: int) -> Decimal:
            tax = tax_each(Item(item.cn_code, grams, reduction), IN_2026, rates={rate.group: rate})
            assert tax is not None
            assert tax.is_capped == (Fraction(rate.per_kilo) * grams / 1000 > Fraction(rate.cap))
            return tax.amount

        grams, reduction = item.weight_grams or 0, item.chemical_reduction
        assert Fraction(amount(grams, reduction)) == oracle(item, rate)
        assert amount(grams, 95) <= amount(grams, reduction) <= amount(grams, 0) <= rate.cap
        assert amount(grams, reduction) <= amount(grams + more, reduction)

    holds()


@pytest.mark.parametrize("examples", QUICK_AND_LONG)
def test_any_weight_loses_what_is_less_than_a_gram(examples: int):
    @settings(max_examples=examples, deadline=None)
    @given(kilos=st.decimals(0, 1000, places=6))
    def holds(kilos: Decimal) -> None:
        assert 0 <= kilos * 1000 - whole_grams(kilos) < 1

    holds()


def test_the_amounts_since_2023_follow_the_index_to_whole_ore():
    """Last year's amount times the change of the price level, to whole öre (LSKE 3 a §)."""
    since = [row for row in RATES if row[0] >= date(2023, 7, 1)]
    for (before, after), factor in zip(pairwise(since), ("1.0931", "1.0256", "1.0074"), strict=True):
        grown = [round_money(Decimal(amount) * Decimal(factor), "SEK") for amount in before[1:4]]
        assert grown == [Decimal(amount) for amount in after[1:4]]


def test_weight_counts_in_whole_grams_rounded_down():
    assert whole_grams(Decimal("1.4509")) == 1450
    assert whole_grams(Decimal("0.9999")) == 999


def test_the_rate_changes_on_its_day(rates: None):
    assert rates_on(date(2025, 12, 31))[ChemicalClass.ELECTRONICS].cap == Decimal("548.21")
    assert rates_on(date(2026, 1, 1))[ChemicalClass.ELECTRONICS].cap == Decimal("552.27")


def test_a_year_without_rates_keeps_the_last_ones_and_says_so(rates: None):
    tax = tax_each(Item(WASHING_MACHINE, 40_000), IN_2026)

    assert tax is not None
    assert tax.amount == Decimal("493.20")
    assert has_rates_of_its_own(IN_2025)
    assert not has_rates_of_its_own(IN_2026)


def test_goods_not_in_the_list_bear_none(rates: None):
    assert tax_each(Item("84716070", 900), IN_2026) is None


def test_before_the_law_there_was_none(rates: None):
    assert tax_each(Item(NOTEBOOK, 1450), date(2017, 6, 30)) is None


def test_a_taxed_item_without_a_weight_asks_for_one(rates: None):
    tax = tax_each(Item(NOTEBOOK, None), IN_2026)

    assert tax is not None
    assert tax.needs_weight
    assert tax.basis == "net weight not known"


def test_the_basis_reads_as_the_reckoning(rates: None):
    def basis(item: Item) -> str:
        tax = tax_each(item, IN_2026)
        assert tax is not None
        return tax.basis.replace("\u00a0", " ")

    with formats.override("en", "SE", ZoneInfo("Europe/Stockholm")):
        assert basis(Item("85176200", 3490)) == "3,490 kg × 180,71, capped"
        assert basis(Item("85176200", 3490, 50)) == "3,490 kg × 180,71, capped, less 50 %"
        assert basis(Item("85176200", 1000)) == "1,000 kg × 180,71"
        assert basis(Item("85176200", 1000, 95)) == "1,000 kg × 180,71, less 95 %"


def test_it_is_due_in_sweden_from_a_company_that_is_no_stockist(cast: Cast):
    assert is_due(cast.norrsken.company, on=IN_2026)
    assert is_due(cast.norrsken.company, on=IN_2026, ship_to_country="SE")


def test_it_is_not_due_on_delivery_abroad_nor_from_stockists_nor_outside_sweden(cast: Cast):
    assert not is_due(cast.norrsken.company, on=IN_2026, ship_to_country="NO")
    assert not is_due(cast.lagerhuset.company, on=IN_2026)
    assert not is_due(cast.fjord.company, on=IN_2026)
    assert not is_due(None, on=IN_2026)


def test_an_approval_counts_only_while_it_lasts(cast: Cast):
    StockistApproval.objects.create(
        company=cast.norrsken.company, number="L-9", valid_from=date(2026, 1, 1), valid_to=date(2026, 10, 31)
    )
    norrsken = Company.objects.select_related("market").get(pk=cast.norrsken.company.pk)

    assert not is_due(norrsken, on=date(2026, 10, 31))
    assert is_due(norrsken, on=date(2026, 11, 1))
