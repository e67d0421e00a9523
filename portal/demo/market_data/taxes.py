"""Tax rates by place of delivery, with the day from which they hold. Brazil's prices include theirs: none is added.

Deliveries to a country that a market has no rate for are exports and bear none.
"""

from datetime import date
from typing import NamedTuple


class Rate(NamedTuple):
    """A rate in percent; `is_waived` where a reseller's certificate frees from it."""

    market: str
    country: str
    region: str
    name: str
    percent: str
    valid_from: date
    valid_to: date | None = None
    is_waived: bool = False


GST_SINCE = date(2008, 1, 1)
WITHOUT_HST = ["AB", "BC", "MB", "NT", "NU", "QC", "SK", "YT"]

TAX_RATES = [
    Rate("se", "SE", "", "VAT", "25", date(1990, 7, 1)),
    Rate("no", "NO", "", "VAT", "25", date(2005, 1, 1)),
    Rate("nz", "NZ", "", "GST", "15", date(2010, 10, 1)),
    Rate("us", "US", "FL", "Sales tax", "6", date(1988, 2, 1), is_waived=True),
    *(Rate("ca", "CA", region, "GST", "5", GST_SINCE) for region in WITHOUT_HST),
    Rate("ca", "CA", "BC", "PST", "7", date(2013, 4, 1), is_waived=True),
    Rate("ca", "CA", "MB", "RST", "7", date(2019, 7, 1), is_waived=True),
    Rate("ca", "CA", "SK", "PST", "6", date(2017, 3, 23), is_waived=True),
    Rate("ca", "CA", "QC", "QST", "9.975", date(2013, 1, 1)),
    Rate("ca", "CA", "ON", "HST", "13", date(2010, 7, 1)),
    Rate("ca", "CA", "NB", "HST", "15", date(2016, 7, 1)),
    Rate("ca", "CA", "NL", "HST", "15", date(2016, 7, 1)),
    Rate("ca", "CA", "PE", "HST", "15", date(2016, 10, 1)),
    Rate("ca", "CA", "NS", "HST", "15", date(2010, 7, 1), date(2025, 3, 31)),
    Rate("ca", "CA", "NS", "HST", "14", date(2025, 4, 1)),
]
