"""Roles fill the boxes, boxes make the role, and the distributor may take a service from a whole company."""

import pytest

from accounts.models import ServiceRemoval
from accounts.privileges import PRESETS, WEB_ACCESS, Privilege, Role, role_of
from tests.cast import Cast
from tests.presets import cells


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
