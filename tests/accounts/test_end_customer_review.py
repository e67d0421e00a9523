"""End customers are looked at by staff where the market says so (ACC-20, BR)."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts import end_customers, mailing
from accounts.models import Activity, ActivityKind, EndCustomer, Member
from tests.accounts.listing_end_customers import CNPJ, FILLED_IN, Open, in_brazil
from tests.cast import Cast, a_staff_user
from tests.factories import NOON, make_end_customer
from tests.pressing import Page, visit
from tests.staff import browser_of_staff

pytestmark = pytest.mark.usefixtures("at_noon")


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


def test_where_staff_look_at_them_a_tax_number_is_needed(sampa: Member, cast: Cast, at_desk: Open) -> None:
    page = at_desk("/company/end-customers/new/", sampa).press("Add end customer", in_brazil(**{"Tax number": ""}))
    assert "Tax number: This field is required." in page.text

    at_desk("/company/end-customers/new/", cast.norrsken.buyer).press(
        "Add end customer", FILLED_IN | {"Tax number": ""}
    )
    assert EndCustomer.objects.get().tax_number == ""


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
