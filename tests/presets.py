"""What each role may as it begins: the table of ACC-12, cell by cell."""

from typing import NamedTuple

PRESET_TABLE = """
                       admin  buyer  support  basic
view_stock             yes    yes    no       yes
view_prices            yes    yes    no       yes
keep_baskets           yes    yes    no       yes
share_baskets          yes    yes    no       no
place_orders           yes    yes    no       no
manage_quotes          yes    yes    no       no
request_returns        yes    yes    no       no
download_price_lists   yes    yes    no       no
view_licenses          yes    yes    no       no
view_orders            yes    yes    yes      no
view_invoices          yes    yes    no       no
view_statements        yes    no     no       no
use_api                yes    no     no       no
approve_orders         yes    no     no       no
manage_users           yes    no     no       no
"""


class Cell(NamedTuple):
    role: str
    privilege: str
    is_given: bool


def cells() -> list[Cell]:
    head, *rows = [line.split() for line in PRESET_TABLE.strip().splitlines()]
    return [Cell(role, name, word == "yes") for name, *words in rows for role, word in zip(head, words, strict=True)]
