"""Roles fill the boxes, boxes make the role, and the distributor may take a service from a whole company."""

import pytest

from accounts.models import ServiceRemoval
from accounts.privileges import PRESETS, WEB_ACCESS, Privilege, Role, role_of
from tests.cast import Cast

MATRIX = """
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


def cells() -> list[tuple[str, str, bool]]:
    """Every cell of the table of ACC-12."""
    head, *rows = [line.split() for line in MATRIX.strip().splitlines()]
    return [
        (role, privilege, word == "yes") for privilege, *words in rows for role, word in zip(head, words, strict=True)
    ]


@pytest.mark.parametrize(("role", "privilege", "allowed"), cells())
def test_each_role_may_what_its_column_says(role: str, privilege: str, allowed: bool) -> None:
    preset = PRESETS[Role.ADMINISTRATOR if role == "admin" else Role(role)]
    assert (Privilege(privilege) in preset) is allowed


def test_the_table_has_every_privilege() -> None:
    assert {privilege for _role, privilege, _allowed in cells()} == set(Privilege)


def test_a_changed_box_makes_it_custom_and_changing_it_back_the_preset(cast: Cast) -> None:
    buyer = cast.norrsken.buyer

    buyer.tick(frozenset(buyer.privileges) | {Privilege.VIEW_STATEMENTS})
    assert buyer.role == Role.CUSTOM
    assert buyer.may(Privilege.VIEW_STATEMENTS, Privilege.PLACE_ORDERS)

    buyer.tick(PRESETS[Role.BUYER])
    assert buyer.role == Role.BUYER
    assert role_of(frozenset()) == Role.CUSTOM


def test_what_is_removed_from_the_company_nobody_there_has(cast: Cast) -> None:
    ServiceRemoval.objects.create(company=cast.norrsken.company, service=Privilege.VIEW_INVOICES, reason="Dispute")
    for member in cast.norrsken.everyone:
        member.company.refresh_from_db()
        assert not member.may(Privilege.VIEW_INVOICES)
    assert cast.norrsken.admin.may(Privilege.PLACE_ORDERS)
    assert cast.lagerhuset.admin.may(Privilege.VIEW_INVOICES)


def test_without_web_access_nobody_has_anything(cast: Cast) -> None:
    ServiceRemoval.objects.create(company=cast.norrsken.company, service=WEB_ACCESS, reason="Dispute")
    cast.norrsken.admin.company.refresh_from_db()

    assert not cast.norrsken.admin.has_access()
    assert [privilege for privilege in Privilege if cast.norrsken.admin.may(privilege)] == []
