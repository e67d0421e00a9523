"""The list of users: found, filtered, exported with each privilege, so that Custom can be read (ACC-12, ACC-15)."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import Member, ServiceRemoval, User
from accounts.privileges import Privilege, Role
from tests.accounts.inviting import add
from tests.cast import Cast
from tests.factories import NOON, make_member, make_user
from tests.presets import cells
from tests.pressing import Page, has, visit

Open = Callable[..., Page]


def test_it_shows_name_address_user_name_role_and_state(cast: Cast, at_desk: Open) -> None:
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(username="lena.ek")
    Member.objects.filter(pk=cast.norrsken.basic.pk).update(is_enabled=False)
    add(cast)

    page = at_desk("/company/users/", cast.norrsken.admin)

    assert "Buyer buyer@norrsken-it.example · lena.ek" in page.text
    assert "basic@norrsken-it.example Disabled" in page.text
    assert "rolf.dahl@norrsken-it.example Invited" in page.text
    assert "fjord" not in page.text


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"Name, address or user name": "SUPP"}, ["Support"]),
        ({"Role": "Buyer"}, ["Buyer"]),
        ({"State": "Disabled"}, ["Basic"]),
        ({"State": "Invited"}, ["Rolf Dahl"]),
        ({"State": "Locked"}, ["Support"]),
        ({"State": "Enabled"}, ["Admin", "Buyer"]),
        ({"Role": "Buyer", "State": "Disabled"}, []),
    ],
)
def test_filters(cast: Cast, at_desk: Open, filters: dict[str, str], found: list[str]) -> None:
    Member.objects.filter(pk=cast.norrsken.basic.pk).update(is_enabled=False)
    User.objects.filter(pk=cast.norrsken.support.user_id).update(locked_at=NOON)
    add(cast, privileges=frozenset())

    page = at_desk("/company/users/", cast.norrsken.admin).press("Filter", filters)

    names = [name for name in ("Admin", "Basic", "Buyer", "Rolf Dahl", "Support") if f"Role of {name} " in page.text]
    assert names == found


@pytest.mark.parametrize("file", ["csv", "xlsx"])
def test_every_cell_of_the_preset_table_is_in_the_export(cast: Cast, at_desk: Open, file: str) -> None:
    browser = at_desk("/company/", cast.norrsken.admin).browser
    content = b"".join(browser.get(f"/company/users/export.{file}"))
    if file == "csv":
        heads, *rows = list(csv.reader(StringIO(content.decode())))
    else:
        heads, *rows = [list(row) for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]
    by_role = {str(row[heads.index("Role")]): row for row in rows}

    for role, privilege, allowed in cells():
        label = str(Role.ADMINISTRATOR.label if role == "admin" else Role(role).label)
        cell = by_role[label][heads.index(str(Privilege(privilege).label))]
        assert (role, privilege, cell) == (role, privilege, "Yes" if allowed else "No")


def test_every_cell_of_the_preset_table_is_ticked_in_the_matrix(cast: Cast, at_desk: Open) -> None:
    page = at_desk("/company/users/", cast.norrsken.admin)

    for role, privilege, allowed in cells():
        box = page.field(f"{Privilege(privilege).label}: {role.title()}")
        assert (role, privilege, has(box, "checked")) == (role, privilege, allowed)


def test_what_the_distributor_switched_off_is_said_below(cast: Cast, at_desk: Open) -> None:
    ServiceRemoval.objects.create(company=cast.norrsken.company, service=Privilege.USE_API, reason="Under review")

    page = at_desk("/company/users/", cast.norrsken.admin)

    assert "The distributor switched off “Use the API” for the whole company: Under review" in page.text


def test_the_list_costs_the_same_for_five_and_for_thirty(cast: Cast, at_desk: Open) -> None:
    browser = at_desk("/company/users/", cast.norrsken.admin).browser
    with CaptureQueriesContext(connection) as few:
        visit(browser, "/company/users/")
    for number in range(25):
        make_member(cast.norrsken.company, Role.BASIC, user=make_user(f"basic{number}@norrsken-it.example"))
    with CaptureQueriesContext(connection) as many:
        visit(browser, "/company/users/")

    assert len(few) == len(many)


def test_fifty_to_a_page_so_that_one_form_holds_them(cast: Cast, at_desk: Open) -> None:
    for number in range(50):
        make_member(
            cast.norrsken.company, Role.ADMINISTRATOR, user=make_user(f"a{number}@norrsken-it.example", f"A {number}")
        )

    page = at_desk("/company/users/?size=200", cast.norrsken.admin)

    assert "1 – 50 of 54" in page.text
    assert "Nothing was changed." in page.press("Save").text


@pytest.mark.parametrize("role", [Role.BUYER, Role.SUPPORT, Role.BASIC])
def test_everyone_finds_their_administrator_and_account_manager(cast: Cast, at_desk: Open, role: Role) -> None:
    manager = make_user("ada@distributor.example", "Ada Account", is_staff=True, phone="+46 8 555 010 21")
    company = cast.norrsken.company
    company.account_manager = manager
    company.save()
    member = next(each for each in cast.norrsken.everyone if each.role == role)

    page = at_desk("/", member).follow("Company profile")

    assert "admin@norrsken-it.example" in page.part("Who is my administrator?")
    assert "Ada Account · +46 8 555 010 21" in page.part("Your account manager")
    guidance = page.part("Choosing an administrator")
    for quality in ("senior", "intellectual property", "access levels", "who joins", "requested", "share"):
        assert quality in guidance
    assert "Company" not in [link for link in page.links() if link == "Company"]
