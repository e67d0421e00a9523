"""End customers: the company's own list, looked at by staff where the market says so (ACC-20, BR)."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts import end_customers, mailing
from accounts.access import PrivilegeMissing
from accounts.models import Activity, ActivityKind, EndCustomer, EndCustomerAddress, Member, ServiceRemoval
from accounts.privileges import Privilege, Role
from tests.cast import Cast, a_staff_user, assemble_staff
from tests.factories import NOON, a_place, make_company, make_end_customer
from tests.pressing import Page, attribute, visit
from tests.staff import browser_of_staff

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


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def sampa(cast: Cast) -> Member:
    """A buyer in Brazil, where end customers are looked at for 24 hours."""
    company = make_company(cast.markets["br"], "Sampa Tecnologia", region="SP")
    return assemble_staff(company).buyer


def in_brazil(**changed: str) -> dict[str, str]:
    at_home = {"City": "Santos", "Postal code": "11010-000", "Province, state or county": "São Paulo"}
    return FILLED_IN | {"Name": "Porto Azul", "Tax number": CNPJ} | at_home | changed


def test_one_is_added_with_its_first_address_and_usable_at_once(cast: Cast, at_desk: Open) -> None:
    page = at_desk("/company/", cast.norrsken.buyer).follow("End customers").follow("Add end customer")

    listed = page.press("Add end customer", FILLED_IN)

    assert "Hotel Kusten was added. Orders can ship to it at once." in listed.text
    row = listed.row("Hotel Kusten")
    assert all(word in row for word in ("Eva Lind", "SE556703748501", "Sweden", "Reception, Stockholm", "Usable"))
    customer = EndCustomer.objects.get()
    assert (customer.company, customer.added_by) == (cast.norrsken.company, cast.norrsken.buyer)
    assert customer.addresses.get().lines() == ["Hotel Kusten", "Strandvägen 1", "114 51 Stockholm", "SE"]


def test_in_brazil_it_is_in_review_for_a_day(sampa: Member, at_desk: Open) -> None:
    listed = at_desk("/company/end-customers/new/", sampa).press("Add end customer", in_brazil())

    assert "In review" in listed.row("Porto Azul")
    assert "usable from" in listed.row("Porto Azul")
    customer = EndCustomer.objects.get()
    assert customer.usable_from == NOON + timedelta(hours=24)
    assert [customer.is_usable(NOON + timedelta(hours=h)) for h in (0, 23, 24)] == [False, False, True]


def test_the_review_time_is_the_markets_setting(sampa: Member, at_desk: Open) -> None:
    sampa.market.end_customer_review_hours = 48
    sampa.market.save()

    page = at_desk("/company/end-customers/new/", sampa)
    page.press("Add end customer", in_brazil())

    assert "for up to 48 hours" in page.text
    assert EndCustomer.objects.get().usable_from == NOON + timedelta(hours=48)


WRONG = [
    ({"Tax number": "SE556703748601"}, "A digit of this VAT number is wrong"),
    ({"Tax number": "none"}, "This is not a complete VAT number. It looks like this: SE556703748501"),
    ({"Tax number": CNPJ}, "This is not a complete VAT number"),
    ({"Name": ""}, "Name: This field is required."),
    ({"E-mail address": "eva"}, "Enter a valid email address."),
    ({"Name of the place": ""}, "Name of the place: This field is required."),
    ({"Country": "Canada"}, "Please choose one: taxes and freight hang on it."),
    ({"Province, state or county": "Ontario"}, "This one is in another country."),
]


@pytest.mark.parametrize(("typed", "sentence"), WRONG)
def test_what_is_wrong_is_said_and_everything_typed_stays(
    cast: Cast, at_desk: Open, typed: dict[str, str], sentence: str
) -> None:
    page = at_desk("/company/end-customers/new/", cast.norrsken.buyer).press("Add end customer", FILLED_IN | typed)

    assert sentence in page.text
    assert attribute(page.field("Street and number"), "value") == "Strandvägen 1"
    assert "Rings before" in page.text
    assert not EndCustomer.objects.exists()


def test_where_staff_look_at_them_a_tax_number_is_needed(sampa: Member, cast: Cast, at_desk: Open) -> None:
    page = at_desk("/company/end-customers/new/", sampa).press("Add end customer", in_brazil(**{"Tax number": ""}))
    assert "Tax number: This field is required." in page.text

    at_desk("/company/end-customers/new/", cast.norrsken.buyer).press(
        "Add end customer", FILLED_IN | {"Tax number": ""}
    )
    assert EndCustomer.objects.get().tax_number == ""


def test_a_persons_tax_number_is_fine_for_an_end_customer(sampa: Member, at_desk: Open) -> None:
    at_desk("/company/end-customers/new/", sampa).press("Add end customer", in_brazil(**{"Tax number": "39053344705"}))
    assert EndCustomer.objects.get().tax_number == "390.533.447-05"


def test_the_same_tax_number_is_listed_once_until_it_is_removed(cast: Cast, at_desk: Open) -> None:
    page = at_desk("/company/end-customers/new/", cast.norrsken.buyer)
    page.press("Add end customer", FILLED_IN)

    again = page.press("Add end customer", FILLED_IN | {"Name": "Kusten AB"})
    assert "Hotel Kusten has this tax number and is on your list already." in again.text

    end_customers.remove(EndCustomer.objects.get(), by=cast.norrsken.buyer, now=NOON)
    page.press("Add end customer", FILLED_IN | {"Name": "Kusten AB"})
    assert EndCustomer.objects.present().get().name == "Kusten AB"


def test_another_company_may_have_the_same_end_customer(cast: Cast, at_desk: Open) -> None:
    make_end_customer(cast.fjord.buyer, "Hotel Kusten", tax_number="SE556703748501", country="SE")

    at_desk("/company/end-customers/new/", cast.norrsken.buyer).press("Add end customer", FILLED_IN)

    assert EndCustomer.objects.filter(tax_number="SE556703748501").count() == 2


def test_it_is_edited_and_another_name_or_number_is_reviewed_anew(sampa: Member, at_desk: Open) -> None:
    customer = make_end_customer(sampa, "Porto Azul", tax_number=CNPJ, country="BR", now=NOON - timedelta(days=3))
    page = at_desk("/company/end-customers/", sampa).follow("Porto Azul")

    page.press("Save", {"Contact": "Ana Reis"})
    customer.refresh_from_db()
    assert (customer.contact, customer.is_usable(NOON)) == ("Ana Reis", True)

    page = page.press("Save", {"Name": "Porto Azul Ltda"})
    customer.refresh_from_db()
    assert (customer.name, customer.usable_from) == ("Porto Azul Ltda", NOON + timedelta(hours=24))
    assert "In review" in page.text


def test_an_edit_that_is_wrong_keeps_what_was_typed(cast: Cast, at_desk: Open) -> None:
    customer = make_end_customer(cast.norrsken.buyer, "Hotel Kusten")
    page = at_desk(customer.get_absolute_url(), cast.norrsken.buyer)

    page = page.press("Save", {"Tax number": "556703-7486", "Contact": "Eva"})

    assert "A digit of this VAT number is wrong" in page.text
    assert attribute(page.field("Tax number"), "value") == "556703-7486"
    customer.refresh_from_db()
    assert customer.contact == ""


def test_addresses_are_added_changed_and_removed(cast: Cast, at_desk: Open) -> None:
    customer = make_end_customer(cast.norrsken.buyer, "Hotel Kusten")
    page = at_desk(customer.get_absolute_url(), cast.norrsken.buyer).follow("Add address")

    typed = {"Name of the place": "Toronto", "Street and number": "1 King St", "Postal code": "M5V 1L7"}
    page = page.press("Add address", typed | {"City": "Toronto", "Country": "Canada"})
    assert "Please choose one" in page.text
    page = page.press("Add address", {"Province, state or county": "Ontario"})
    assert "Toronto ON M5V 1L7" in page.text
    assert EndCustomerAddress.objects.get(label="Toronto").region == "ON"

    page = page.follow("Edit Toronto").press("Save address", {"Department or person": "Dock 4"})
    assert "Dock 4" in page.text

    page = page.press("Remove Toronto")
    assert "The address was removed." in page.text
    assert list(customer.addresses.values_list("label", flat=True)) == ["Office"]


def test_removing_asks_first(cast: Cast, at_desk: Open) -> None:
    customer = make_end_customer(cast.norrsken.buyer, "Hotel Kusten")

    question = at_desk(customer.get_absolute_url(), cast.norrsken.buyer).follow("Remove from the list")
    assert EndCustomer.objects.present().exists()
    listed = question.press("Remove end customer")

    assert "Hotel Kusten was removed from the list." in listed.text
    assert "No end customer is on your list yet." in listed.text
    assert visit(question.browser, customer.get_absolute_url()).status == 404
    assert EndCustomer.objects.get(pk=customer.pk).archived_at == NOON


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


def test_what_was_done_is_in_the_activity(cast: Cast, at_desk: Open) -> None:
    buyer = cast.norrsken.buyer
    customer = make_end_customer(buyer, "Hotel Kusten")
    end_customers.edit(customer, details("Kusten AB"), by=buyer, now=NOON)
    end_customers.edit(customer, details("Kusten AB"), by=buyer, now=NOON)
    end_customers.add_address(customer, a_place(), by=buyer, now=NOON)
    end_customers.remove(customer, by=buyer, now=NOON)

    assert list(Activity.objects.order_by("pk").values_list("kind", flat=True)) == [
        ActivityKind.END_CUSTOMER_ADDED,
        ActivityKind.END_CUSTOMER_EDITED,
        ActivityKind.END_CUSTOMER_EDITED,
        ActivityKind.END_CUSTOMER_REMOVED,
    ]
    page = at_desk("/company/activity/", cast.norrsken.admin)
    assert "Added the end customer Hotel Kusten" in page.text
    assert "Removed the end customer Kusten AB" in page.text


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


def test_what_is_gone_meanwhile_is_not_changed(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    customer = make_end_customer(buyer, "Hotel Kusten")
    place = customer.addresses.get()
    end_customers.remove_address(place, by=buyer, now=NOON)
    with pytest.raises(end_customers.Removed):
        end_customers.edit_address(place, a_place(city="Visby"), by=buyer, now=NOON)
    end_customers.remove(customer, by=buyer, now=NOON)
    for verb in (
        lambda: end_customers.edit(customer, details("Other"), by=buyer, now=NOON),
        lambda: end_customers.remove(customer, by=buyer, now=NOON),
        lambda: end_customers.add_address(customer, a_place(), by=buyer, now=NOON),
    ):
        with pytest.raises(end_customers.Removed):
            verb()


def test_an_address_is_found_only_below_its_own_end_customer(cast: Cast, at_desk: Open) -> None:
    mine, other = (make_end_customer(cast.norrsken.buyer, name) for name in ("Hotel Kusten", "Skolan"))
    theirs = make_end_customer(cast.fjord.buyer, "Fjordhotellet")
    browser = at_desk("/company/", cast.norrsken.buyer).browser
    for customer, place in ((mine, other), (mine, theirs), (theirs, theirs)):
        address = f"/company/end-customers/{customer.pk}/addresses/{place.addresses.get().pk}/"
        assert browser.get(address).status_code == 404
        assert browser.post(f"{address}removal/").status_code == 404
    assert EndCustomerAddress.objects.count() == 3


class TestReview:
    """Staff look at new ones in the admin, and refuse with a reason while the review lasts."""

    @pytest.fixture
    def customer(self, sampa: Member) -> EndCustomer:
        return make_end_customer(sampa, "Porto Azul", tax_number=CNPJ, country="BR")

    @pytest.fixture
    def desk(self, at_desk: Open) -> Page:
        return visit(browser_of_staff(a_staff_user()), "/admin/accounts/endcustomer/?state=in_review")

    def test_staff_refuse_one_and_who_added_it_is_mailed_the_reason(
        self, customer: EndCustomer, sampa: Member, desk: Page, at_desk: Open
    ) -> None:
        page = desk.follow("Porto Azul").press("Refuse end customer", {"Reason": "The company was dissolved."})

        assert "was refused; who added it is told" in page.text
        mailing.send_due(now=timezone.now())
        [sent] = mail.outbox
        assert sent.to == [sampa.user.email]
        assert "The company was dissolved." in sent.body
        assert f"/company/end-customers/{customer.pk}/" in sent.body
        assert not EndCustomer.objects.usable(NOON + timedelta(days=9)).exists()
        seen = at_desk(customer.get_absolute_url(), sampa)
        assert "The company was dissolved." in seen.text
        assert Activity.objects.filter(kind=ActivityKind.END_CUSTOMER_REFUSED, company=sampa.company).count() == 1

    def test_corrected_it_is_reviewed_anew(
        self, customer: EndCustomer, sampa: Member, desk: Page, at_desk: Open
    ) -> None:
        desk.follow("Porto Azul").press("Refuse end customer", {"Reason": "Wrong name"})

        page = at_desk(customer.get_absolute_url(), sampa).press("Save", {"Name": "Porto Azul Ltda"})

        assert "In review" in page.text
        customer.refresh_from_db()
        assert (customer.refused_at, customer.refusal) == (None, "")
        assert customer.is_usable(NOON + timedelta(hours=24))

    def test_without_a_reason_nothing_is_refused(self, customer: EndCustomer, desk: Page) -> None:
        page = desk.follow("Porto Azul").press("Refuse end customer", {"Reason": " "})

        assert "Please give a reason" in page.text
        customer.refresh_from_db()
        assert customer.refused_at is None

    def test_after_the_review_time_nobody_refuses(self, customer: EndCustomer, desk: Page) -> None:
        page = desk.follow("Porto Azul")
        with time_machine.travel(NOON + timedelta(hours=24), tick=False):
            late = page.press("Refuse end customer", {"Reason": "Too late"})

            assert "not in review any more" in late.text
            assert "Refuse end customer" not in late.buttons()

    def test_where_who_added_it_has_left_the_administrators_are_told(
        self, customer: EndCustomer, sampa: Member, desk: Page
    ) -> None:
        Member.objects.filter(pk=sampa.pk).update(is_enabled=False)

        desk.follow("Porto Azul").press("Refuse end customer", {"Reason": "Dissolved"})

        mailing.send_due(now=timezone.now())
        assert [message.to for message in mail.outbox] == [["admin@sampa-tecnologia.example"]]

    def test_a_removed_one_is_not_refused(self, customer: EndCustomer, sampa: Member) -> None:
        end_customers.remove(customer, by=sampa, now=NOON)
        with pytest.raises(end_customers.Removed):
            end_customers.refuse(customer, reason="x", by=a_staff_user("other@distributor.example"), now=NOON)


def details(name: str, **changed: str) -> end_customers.Details:
    return end_customers.Details(name=name, country="SE", **changed)
