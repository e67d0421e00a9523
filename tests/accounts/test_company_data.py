"""The company's profile: everyone reads it, administrators keep it in order, some of it is staff's (ACC-19)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import activities, certifying, company_data
from accounts.acting import Actor
from accounts.models import Activity, ActivityKind, Address, Company, CompanyCertification, CompanyContact
from tests.cast import Cast, a_staff_user
from tests.common.files import a_pdf, a_picture
from tests.factories import NOON, make_address
from tests.pressing import Page, attribute, filled_in, visit
from tests.staff import browser_of_staff

Open = Callable[..., Page]
PROFILE = "/company/"


def told(company: Company) -> list[str]:
    """The newest row of a company's activity, as its administrators read it."""
    row = Activity.objects.filter(company=company).first()
    return [activities.actor_of(row), activities.sentence_of(row), *activities.details_of(row)]


def block(company: Company, *fields: str) -> None:
    Company.objects.filter(pk=company.pk).update(blocked_fields=list(fields))


def test_everyone_reads_the_profile_and_administrators_alone_find_what_changes_it(cast: Cast, at_desk: Open) -> None:
    for member in cast.norrsken.everyone:
        page = at_desk(PROFILE, member)
        assert "Storgatan 14" in page.part("Addresses")
        assert ("Add address" in page.links()) == (member == cast.norrsken.admin)


def test_an_address_is_added_made_the_default_and_removed_by_its_buttons(cast: Cast, at_desk: Open) -> None:
    company = cast.norrsken.company
    fields = {"Label": "Warehouse", "Street and number": "Formvägen 8", "Postal code": "906 21", "City": "Umeå"}

    page = at_desk(PROFILE, cast.norrsken.admin).follow("Add address").press("Save", fields)

    assert "Formvägen 8" in page.part("Addresses")
    warehouse = Address.objects.get(label="Warehouse")
    assert (warehouse.recipient, warehouse.country, warehouse.is_default) == ("Norrsken IT", "SE", False)
    assert told(company)[:2] == ["Admin", "Added the address Warehouse, Umeå"]

    page = page.follow("Edit Warehouse").press("Save", {"Default address": "yes"})
    assert Address.objects.get(company=company, is_default=True) == warehouse
    assert told(company)[2:] == ["Default address: no → yes"]

    default = page.follow("Edit Warehouse")
    assert "Remove" not in default.links()
    assert "This one cannot be removed while it is the default or the invoice address" in default.text

    page.follow("Edit Office").press("Save", {"Default address": "yes"})
    at_desk(f"/company/addresses/{warehouse.pk}/", cast.norrsken.admin).follow("Remove").press("Remove")
    assert list(company.addresses.values_list("label", flat=True)) == ["Office"]
    assert told(company)[1] == "Removed the address Warehouse, Umeå"


def test_the_default_address_stays_until_another_takes_its_place(cast: Cast, at_desk: Open) -> None:
    office = cast.norrsken.company.addresses.get()

    page = at_desk(f"/company/addresses/{office.pk}/", cast.norrsken.admin)
    refused = page.press("Save", {"Default address": "no", "City": "Skellefteå"})

    assert "This is the default address." in refused.text
    assert dict(refused.field("City").attributes)["value"] == "Skellefteå"
    removal = at_desk(f"/company/addresses/{office.pk}/removal/", cast.norrsken.admin).press("Remove")
    assert "Make another one the default first." in removal.text
    assert cast.norrsken.company.addresses.get().city == "Umeå"


def test_a_region_of_another_country_is_refused_beside_its_field(cast: Cast, at_desk: Open) -> None:
    fields = {
        "Label": "Shop",
        "Street and number": "1 King",
        "Postal code": "M5V 1L7",
        "City": "Toronto",
        "Country": "Canada",
    }
    page = at_desk("/company/addresses/new/", cast.norrsken.admin)

    assert "Please choose one: taxes and freight hang on it." in page.press("Save", fields).text
    assert "This one is in another country." in page.press("Save", fields | {"Province, state or county": "Skåne"}).text
    page.press("Save", fields | {"Province, state or county": "Ontario"})
    assert Address.objects.get(label="Shop").region == "ON"


def test_contacts_are_kept_with_before_and_after_in_the_activity(cast: Cast, at_desk: Open) -> None:
    page = at_desk("/company/contacts/new/", cast.norrsken.admin)
    assert "Give a phone number" in page.press("Save", {"For": "Invoices", "Name": "Per Holm"}).text

    page = page.press("Save", {"For": "Invoices", "Name": "Per Holm", "Phone": "+46 90 1"})
    page.follow("Edit Per Holm").press("Save", {"Phone": "+46 90 2"})

    assert CompanyContact.objects.get().phone == "+46 90 2"
    assert told(cast.norrsken.company)[1:] == [
        "Changed the contact Per Holm (Invoices)",
        "Phone: “+46 90 1” → “+46 90 2”",
    ]


def test_what_the_distributor_blocked_is_not_on_the_form_nor_taken_by_force(cast: Cast, at_desk: Open) -> None:
    company = cast.norrsken.company
    page = at_desk("/company/details/", cast.norrsken.admin)

    assert "For your company these as well: Legal name, Tax number." in page.text
    page.browser.post("/company/details/", {"name": "Taken Over AB", "tax_number": "1", "quote_text": "Hello"})

    company.refresh_from_db()
    assert (company.name, company.tax_number, company.quote_text) == ("Norrsken IT", "SE556703748501", "")
    page.press("Save details", {"Text for quotes": "Thank you for asking us."})
    company.refresh_from_db()
    assert (company.name, company.quote_text) == ("Norrsken IT", "Thank you for asking us.")


def test_what_is_not_blocked_an_administrator_changes(cast: Cast, at_desk: Open) -> None:
    block(cast.norrsken.company)
    page = at_desk("/company/details/", cast.norrsken.admin)

    assert "A digit of this" in page.press("Save details", {"Tax number": "556703-7486"}).text
    page.press("Save details", {"Tax number": "556016-0680", "Legal name": "Norrsken IT AB"})

    company = Company.objects.get(pk=cast.norrsken.company.pk)
    assert (company.name, company.tax_number) == ("Norrsken IT AB", "SE556016068001")
    assert "Name: “Norrsken IT” → “Norrsken IT AB”" in told(company)


@pytest.mark.parametrize("part", ["addresses", "contacts", "certifications"])
def test_a_blocked_part_is_staffs_alone(cast: Cast, at_desk: Open, part: str) -> None:
    block(cast.norrsken.company, part)

    page = at_desk(f"/company/{part}/new/", cast.norrsken.admin)

    assert page.address.endswith("/company/")
    assert "only the distributor's staff change this" in page.text
    row = next(each for each in (company_data.ADDRESS, company_data.CONTACT, company_data.CERTIFICATION)
               if each.blocked_by == part)  # fmt: skip
    with pytest.raises(company_data.Blocked):
        company_data.add(row, cast.norrsken.company, {}, by=Actor.administrator(cast.norrsken.admin), now=NOON)


def test_a_stale_save_is_told_and_nothing_is_lost(cast: Cast, at_desk: Open) -> None:
    contact = CompanyContact.objects.create(company=cast.norrsken.company, label="Orders", name="Lena", phone="1")
    mine = at_desk(f"/company/contacts/{contact.pk}/", cast.norrsken.admin)
    at_desk(f"/company/contacts/{contact.pk}/", cast.norrsken.admin).press("Save", {"Phone": "2"})

    refused = mine.press("Save", {"Phone": "3", "Name": "Lena Ek"})

    assert "somebody else changed this meanwhile" in refused.text
    assert "Somebody else saved “2” here meanwhile." in refused.text
    assert dict(refused.field("Phone").attributes)["value"] == "3"
    contact.refresh_from_db()
    assert (contact.name, contact.phone) == ("Lena", "2")
    refused.press("Save")
    contact.refresh_from_db()
    assert (contact.name, contact.phone) == ("Lena Ek", "3")


def test_a_certification_counts_once_staff_confirmed_it_and_until_its_last_day(cast: Cast, at_desk: Open) -> None:
    fields = {"Manufacturer": "Kestrel", "Certification": "Silver partner", "Valid until": "2026-12-31"}
    page = at_desk("/company/certifications/new/", cast.norrsken.admin).press("Save", fields)
    held = cast.norrsken.company.certifications
    assert "Waits for our staff" in page.part("Certifications")
    assert not held.holding(date(2026, 11, 1)).exists()

    assert certifying.confirm(CompanyCertification.objects.all(), by=a_staff_user(), now=timezone.now()) == 1

    assert held.holding(date(2026, 12, 31)).exists()
    assert not held.holding(date(2027, 1, 1)).exists()
    assert told(cast.norrsken.company)[1] == "Confirmed the certification Kestrel Silver partner"
    page.follow("Kestrel Silver partner").press("Save", {"Valid until": "2028-12-31"})
    assert not held.holding(date(2026, 12, 31)).exists()


@pytest.fixture
def media(settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_logo_is_a_picture_seen_by_the_company_alone(cast: Cast, at_desk: Open, media: None) -> None:
    page = at_desk("/company/details/", cast.norrsken.admin)

    refused = page.press("Save logo", {"Logo": SimpleUploadedFile("logo.png", a_pdf())})
    assert refused.status == 200
    assert "PNG" in refused.text
    page = page.press("Save logo", {"Logo": SimpleUploadedFile("../logo.exe", a_picture("PNG"))})

    colleague = Client()
    colleague.force_login(cast.norrsken.support.user)
    answer = colleague.get("/company/logo/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert b"".join(answer) == a_picture("PNG")
    assert at_desk("/company/logo/", cast.fjord.admin).status == 404
    page.press("Remove logo")
    assert at_desk("/company/logo/", cast.norrsken.admin).status == 404


def test_what_staff_change_in_the_admin_is_in_the_companys_activity(cast: Cast) -> None:
    company = cast.norrsken.company
    second = make_address(company, "Depot")
    browser = browser_of_staff(a_staff_user())
    page = visit(browser, f"/admin/accounts/company/{company.pk}/change/")
    form = next(each for each in page.find("form") if attribute(each, "id") == "company_form")

    answer = browser.post(page.address, filled_in(form) | {"name": "Norrsken IT AB", "_save": "Save"})

    assert answer.status_code == 302

    rows = Activity.objects.filter(company=company, kind=ActivityKind.COMPANY_CHANGED)
    assert [activities.details_of(row) for row in rows] == [["Name: “Norrsken IT” → “Norrsken IT AB”"]]
    assert second in company.addresses.all()


def test_the_page_says_who_is_in_charge_and_the_sales_desk_where_nobody_is(cast: Cast, at_desk: Open) -> None:
    """Shown on the dashboard, in the foot of every page, and where something is refused (ACC-19b)."""
    company = cast.norrsken.company
    manager = a_staff_user("erik.lind@distributor.example")
    manager.name, manager.phone = "Erik Lind", "+46 8 555 010 24"
    manager.save()
    Company.objects.filter(pk=company.pk).update(account_manager=manager)
    addresses = ["/", PROFILE, "/company/users/", "/help/freight/"]
    for address in addresses:
        page = at_desk(address, cast.norrsken.support)
        assert all(word in page.text for word in ("Erik Lind", "+46 8 555 010 24", manager.email)), address

    manager.is_active = False
    manager.save()

    desk = cast.se.desk("sales")
    for address in addresses:
        page = at_desk(address, cast.norrsken.support)
        assert "Erik Lind" not in page.text
        assert desk.name in page.text
        assert desk.email in page.text


def test_a_later_day_does_not_make_a_review_of_a_new_company_due(cast: Cast, at_desk: Open) -> None:
    dashboard = at_desk("/", cast.norrsken.admin)
    assert "The first review of your users' access is due on" in dashboard.text
    assert "reviewed yet" not in dashboard.text
    assert "Review access" not in at_desk("/", cast.norrsken.buyer).links()
    Company.objects.filter(pk=cast.norrsken.company.pk).update(created_at=timezone.now() - timedelta(days=366))
    assert "has not been reviewed yet. The first review is due since" in at_desk("/", cast.norrsken.admin).text
