"""Staff look at invoices and set credit; neither desk writes what documents move (ACC-23, INV-1)."""

from decimal import Decimal

import pytest

from invoices import credit
from invoices.admin import CreditAccountAdmin
from invoices.models import CreditAccount
from tests.cast import a_staff_user
from tests.invoices.drafts import issue
from tests.staff import sign_in_with_factor


@pytest.fixture
def staff(client, cast):
    sign_in_with_factor(client, a_staff_user())
    return client


def credit_page(cast) -> str:
    return f"/admin/invoices/creditaccount/{cast.norrsken.company.pk}/change/"


def test_invoices_are_found_by_number_and_company(cast, staff):
    issue(cast.norrsken.company)
    issue(cast.fjord.company)
    for text in ("SE-F-1", "norrsken"):
        page = staff.get("/admin/invoices/invoice/", {"q": text}).text
        assert ("SE-F-1" in page, "NO-F-1" in page) == (True, False)


def test_an_invoice_is_for_reading(cast, staff):
    invoice = issue(cast.norrsken.company)
    address = f"/admin/invoices/invoice/{invoice.pk}/"
    page = staff.get(f"{address}change/")
    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    answers = [
        staff.post(f"{address}change/"),
        staff.post(f"{address}delete/"),
        staff.get("/admin/invoices/invoice/add/"),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


@pytest.mark.pdf
def test_staff_get_the_company_s_pdf(cast, staff):
    answer = staff.get(f"/admin/invoices/invoice/{issue(cast.norrsken.company).pk}/pdf/")
    assert answer.content.startswith(b"%PDF")


def test_members_get_no_pdf_from_the_staff_s_desk(cast, sign_in):
    invoice = issue(cast.norrsken.company)
    assert sign_in(cast.norrsken.admin).get(f"/admin/invoices/invoice/{invoice.pk}/pdf/").status_code == 302


def test_staff_set_limit_terms_and_stop(cast, staff):
    issue(cast.norrsken.company)
    assert "SE-F-1" in staff.get(credit_page(cast)).text
    answer = staff.post(
        credit_page(cast), {"limit": "5000.00", "terms_days": "10", "is_stopped": "on", "stop_reason": "Unpaid"}
    )
    assert answer.status_code == 302
    account = CreditAccount.objects.get(company=cast.norrsken.company)
    assert (account.limit, account.terms_days, account.is_stopped) == (5000, 10, True)


def test_saving_a_limit_undoes_no_movement_made_meanwhile(cast, staff, monkeypatch):
    save_model = CreditAccountAdmin.save_model

    def order_meanwhile(self, request, obj, form, change):
        credit.reserve(credit.locked_account(cast.norrsken.company), Decimal("7.50"))
        save_model(self, request, obj, form, change)

    monkeypatch.setattr(CreditAccountAdmin, "save_model", order_meanwhile)
    staff.post(credit_page(cast), {"limit": "5000.00", "terms_days": "30", "balance": "1", "reserved": "0"})
    account = CreditAccount.objects.get(company=cast.norrsken.company)
    assert (account.limit, account.balance, account.reserved) == (5000, 0, Decimal("7.50"))


def test_a_company_s_credit_is_not_deleted(cast, staff):
    address = f"/admin/invoices/creditaccount/{cast.norrsken.company.pk}/delete/"
    assert staff.post(address, {"post": "yes"}).status_code == 403
