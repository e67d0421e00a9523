"""Taxes by place and day (MKT-5), rates from the law of each place."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from markets.models import TaxRate
from markets.taxes import TaxAmount, rates_for, tax_amounts

TODAY = date(2026, 11, 21)


def names_and_rates(market, country, region="", on=TODAY, *, waived=False):
    rates = rates_for(market, country=country, region=region, on=on, waived=waived)
    return [(rate.name, rate.rate) for rate in rates]


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("ON", [("HST", 13)]),
        ("NB", [("HST", 15)]),
        ("QC", [("GST", 5), ("QST", Decimal("9.975"))]),
        ("BC", [("GST", 5), ("PST", 7)]),
        ("MB", [("GST", 5), ("RST", 7)]),
        ("SK", [("GST", 5), ("PST", 6)]),
        ("AB", [("GST", 5)]),
    ],
)
def test_canada_taxes_by_province(canada, region, expected):
    assert names_and_rates(canada, "CA", region) == expected


def test_nova_scotia_changed_on_the_first_of_april_2025(canada):
    assert names_and_rates(canada, "CA", "NS", date(2025, 3, 31)) == [("HST", 15)]
    assert names_and_rates(canada, "CA", "NS", date(2025, 4, 1)) == [("HST", 14)]


def test_a_registered_reseller_pays_gst_but_no_pst(canada):
    assert names_and_rates(canada, "CA", "BC", waived=True) == [("GST", 5)]
    assert names_and_rates(canada, "CA", "QC", waived=True) == [("GST", 5), ("QST", Decimal("9.975"))]


def test_miami_taxes_florida_only_and_not_for_resale(markets):
    miami = markets["us"]
    assert names_and_rates(miami, "US", "FL") == [("Sales tax", 6)]
    assert names_and_rates(miami, "US", "FL", waived=True) == []
    assert names_and_rates(miami, "PE") == []


def test_one_rate_for_each_other_country_and_none_abroad(markets):
    assert names_and_rates(markets["se"], "SE", "AB") == [("VAT", 25)]
    assert names_and_rates(markets["no"], "NO") == [("VAT", 25)]
    assert names_and_rates(markets["nz"], "NZ") == [("GST", 15)]
    assert names_and_rates(markets["br"], "BR", "SP") == []
    assert names_and_rates(markets["se"], "FI") == []


def test_each_tax_is_rounded_once_and_none_taxes_another(canada):
    rates = rates_for(canada, country="CA", region="QC", on=TODAY)
    assert tax_amounts(rates, Decimal("100.20"), "CAD") == [
        TaxAmount("GST", Decimal("5.0000"), Decimal("100.20"), Decimal("5.01")),
        TaxAmount("QST", Decimal("9.9750"), Decimal("100.20"), Decimal("9.99")),
    ]


def test_half_a_cent_rounds_up_and_credit_the_same_way_down(sweden):
    rates = rates_for(sweden, country="SE", region="", on=TODAY)
    assert [tax.amount for tax in tax_amounts(rates, Decimal("0.02"), "SEK")] == [Decimal("0.01")]
    assert [tax.amount for tax in tax_amounts(rates, Decimal("-0.02"), "SEK")] == [Decimal("-0.01")]


def test_two_rates_of_one_tax_never_hold_on_one_day(sweden):
    with pytest.raises(IntegrityError):
        TaxRate.objects.create(market=sweden, country="SE", name="VAT", rate=26, valid_from=date(2027, 1, 1))
