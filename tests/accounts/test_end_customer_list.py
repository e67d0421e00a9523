"""The list of end customers: searched, exported, open to whoever orders or quotes for them (ACC-20)."""

import csv
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts import end_customers
from accounts.access import PrivilegeMissing
from accounts.models import EndCustomer, Member, ServiceRemoval
from accounts.privileges import Privilege, Role
from tests.accounts.listing_end_customers import Open, details
from tests.cast import Cast
from tests.factories import NOON, a_place, make_end_customer

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"Name, contact, city or tax number": "kust"}, ["Hotel Kusten"]),
        ({"Name, contact, city or tax number": "556703-7485"}, ["Hotel Kusten"]),
        ({"Name, contact, city or tax number": "umeå"}, ["Hotel Kusten", "Skolan"]),
        ({"State": "Refused"}, ["Skolan"]),
        ({"State": "Usable"}, ["Hotel Kusten"]),
        ({"State": "In review"}, []),
    ],
)
def test_the_list_is_searched(cast: Cast, at_desk: Open, asked: dict[str, str], found: list[str]) -> None:
    buyer = cast.norrsken.buyer
    make_end_customer(buyer, "Hotel Kusten", tax_number="SE556703748501")
    make_end_customer(buyer, "Skolan", refused_at=NOON, refusal="Closed down")

    page = at_desk("/company/end-customers/", buyer).press("Filter", asked)

    assert [name for name in ("Hotel Kusten", "Skolan") if name in page.links()] == found
    assert found or "No end customer is like that." in page.text


def test_the_list_asks_as_often_for_twenty_as_for_two(cast: Cast, at_desk: Open) -> None:
    def queries() -> int:
        browser = at_desk("/company/end-customers/", cast.norrsken.buyer).browser
        with CaptureQueriesContext(connection) as asked:
            browser.get("/company/end-customers/")
        return len(asked)

    for number in range(2):
        make_end_customer(cast.norrsken.buyer, f"Customer {number}")
    few = queries()
    for number in range(2, 20):
        make_end_customer(cast.norrsken.buyer, f"Customer {number}")
    assert queries() == few


@pytest.mark.parametrize("file", ["csv", "xlsx"])
def test_the_export_has_a_row_for_each_place(cast: Cast, at_desk: Open, file: str) -> None:
    customer = make_end_customer(cast.norrsken.buyer, "Hotel Kusten", tax_number="SE556703748501")
    end_customers.add_address(customer, a_place(label="Annex", city="Visby"), by=cast.norrsken.buyer, now=NOON)
    make_end_customer(cast.norrsken.buyer, "Skolan")

    browser = at_desk("/company/end-customers/", cast.norrsken.buyer).browser
    content = b"".join(browser.get(f"/company/end-customers/export.{file}?q=kusten"))

    if file == "csv":
        heads, *rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    else:
        heads, *rows = [list(row) for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]
    found = [[str(row[heads.index(head)]) for head in ("Name", "Tax number", "State", "Place")] for row in rows]
    assert found == [
        ["Hotel Kusten", "SE556703748501", "Usable", "Annex"],
        ["Hotel Kusten", "SE556703748501", "Usable", "Office"],
    ]


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.BASIC])
def test_who_neither_orders_nor_quotes_sees_none(cast: Cast, at_desk: Open, role: Role) -> None:
    make_end_customer(cast.norrsken.buyer, "Hotel Kusten")
    member = cast.norrsken.support if role == Role.SUPPORT else cast.norrsken.basic

    assert not EndCustomer.objects.visible_to(member).exists()
    assert "End customers" not in at_desk("/company/", member).links()
    with pytest.raises(PrivilegeMissing):
        end_customers.add(details("Other"), a_place(), by=member, now=NOON)


def test_either_privilege_is_enough(cast: Cast, at_desk: Open) -> None:
    customer = make_end_customer(cast.norrsken.buyer, "Hotel Kusten")
    basic = cast.norrsken.basic
    for privilege in (Privilege.PLACE_ORDERS, Privilege.MANAGE_QUOTES):
        Member.objects.filter(pk=basic.pk).update(privileges=[privilege])
        assert "Hotel Kusten" in at_desk("/company/end-customers/", basic).text
    ServiceRemoval.objects.create(company=basic.company, service=Privilege.MANAGE_QUOTES, reason="Under review")
    assert at_desk(customer.get_absolute_url(), basic).status == 403
