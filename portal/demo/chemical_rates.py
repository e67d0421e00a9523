"""Rates of the Swedish chemical tax since it exists; a year whose amounts are not known for sure is left out."""

from datetime import date
from decimal import Decimal

from catalog.models import ChemicalClass, ChemicalTaxRate

# from, SEK per kilogram of white goods, of other electronics, most for one item, source
RATES = [
    (date(2017, 7, 1), "8", "120", "320", "LSKE (2016:1067) 3 §; Skatteverket as quoted by Aftonbladet, June 2017"),
    (date(2019, 1, 1), "8", "122", "327", "SFS 2018:1637"),
    (date(2019, 8, 1), "11", "160", "440", "SFS 2019:489"),
    (date(2020, 1, 1), "11", "163", "448", "SFS 2019:684"),
    # 2021: SFS 2020:943, amounts not known
    (date(2022, 1, 1), "11", "166", "457", "SFS 2021:1081; amounts per kilogram inferred, the cap from Skatteverket"),
    (date(2023, 1, 1), "12", "181", "497", "SFS 2022:1593"),
    (date(2023, 7, 1), "11.00", "160.00", "489.00", "LSKE 3 §"),
    (date(2024, 1, 1), "12.02", "174.90", "534.53", "SFS 2023:586"),
    (date(2025, 1, 1), "12.33", "179.38", "548.21", "SFS 2024:923"),
    (date(2026, 1, 1), "12.42", "180.71", "552.27", "A secondary source; exactly the amounts of 2025 x 1.0074"),
]


def load_chemical_rates() -> None:
    """Load the rates; loading again puts their values back."""
    for valid_from, white_goods, electronics, cap, source in RATES:
        for group, per_kilo in (
            (ChemicalClass.WHITE_GOODS, white_goods),
            (ChemicalClass.ELECTRONICS, electronics),
        ):
            ChemicalTaxRate.objects.update_or_create(
                group=group,
                valid_from=valid_from,
                defaults={"per_kilo": Decimal(per_kilo), "cap": Decimal(cap), "source": source},
            )
