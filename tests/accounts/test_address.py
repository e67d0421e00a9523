"""Addresses as each country's post writes them."""

import pytest

from accounts.models import Address


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("903 26", "Umeå", "AC", "SE"), "903 26 Umeå"),
        (("M5V 1L7", "Toronto", "ON", "CA"), "Toronto ON M5V 1L7"),
        (("1010", "Auckland", "AUK", "NZ"), "Auckland 1010"),
        (("01310-100", "São Paulo", "SP", "BR"), "01310-100 São Paulo SP"),
        (("", "Kingston", "", "JM"), "Kingston"),
    ],
)
def test_city_region_and_postal_code_stand_as_the_country_writes_them(
    place: tuple[str, str, str, str], line: str
) -> None:
    code, city, region, country = place
    address = Address(recipient="Firm", street="Street 1", postal_code=code, city=city, region=region, country=country)
    assert address.lines() == ["Firm", "Street 1", line, country]
