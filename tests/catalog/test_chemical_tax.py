"""The Swedish chemical tax: which goods, how much, who pays (CAT-14, LSKE)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Company, StockistApproval
from catalog.chemical_tax import chemical_class_of, has_rates_of_its_own, is_due, rates_on, tax_each, whole_grams
from catalog.models import ChemicalClass, ChemicalTaxRate
from common import formats
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
