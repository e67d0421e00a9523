"""What people type to list an end customer."""

from collections.abc import Callable

from accounts import end_customers
from tests.pressing import Page

Open = Callable[..., Page]
CNPJ = "16.727.230/0001-97"
FILLED_IN = {
    "Name": "Hotel Kusten",
    "Tax number": "556703-7485",
    "Contact": "Eva Lind",
    "E-mail address": "eva@hotel-kusten.example",
    "Name of the place": "Reception",
    "Street and number": "Strandvägen 1",
    "Postal code": "114 51",
    "City": "Stockholm",
    "Notes": "Rings before",
}


def in_brazil(**changed: str) -> dict[str, str]:
    at_home = {"City": "Santos", "Postal code": "11010-000", "Province, state or county": "São Paulo"}
    return FILLED_IN | {"Name": "Porto Azul", "Tax number": CNPJ} | at_home | changed


def details(name: str, **changed: str) -> end_customers.Details:
    return end_customers.Details(name=name, country="SE", **changed)
