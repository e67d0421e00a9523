"""The demonstration's companies and people: complete, believable to validators, and the same when loaded twice."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from stdnum.br import cnpj
from stdnum.ca import bn
from stdnum.no import mva
from stdnum.nz import ird
from stdnum.se import vat
from stdnum.us import ein

from accounts.models import Address, AgreedFreight, Company, EndCustomer, Member, StockistApproval, User
from accounts.privileges import PRESETS, Role
from accounts.tax_numbers import checked_tax_number
from invoices.models import CreditAccount
from markets import regions
from portal.demo import PASSWORD
from portal.demo.codes import current_code
from portal.demo.end_customers import CUSTOMERS, load_end_customers
from portal.demo.markets import load_markets
from portal.demo.people import accounts_to_try, load_people
from portal.templatetags.demonstration import SHOWN_CODES
from tests.staff import sign_in_with_factor

SLUGS = {
    "maple-systems": "ca",
    "norrsken-it": "se",
    "lagerhuset-elektronik": "se",
    "fjord-data": "no",
    "kiwi-computing": "nz",
    "sampa-tecnologia": "br",
    "biscayne-components": "us",
}
ROLES = {"admin": Role.ADMINISTRATOR, "buyer": Role.BUYER, "support": Role.SUPPORT, "basic": Role.BASIC}
VALID = {"se": vat, "no": mva, "ca": bn, "nz": ird, "br": cnpj, "us": ein}
MODELS = (Company, User, Member, Address, AgreedFreight, StockistApproval, CreditAccount)


@pytest.fixture
def people(db: None) -> None:
    load_people(load_markets())


@pytest.mark.usefixtures("people")
def test_each_company_has_its_four_people_in_its_market() -> None:
    assert dict(Company.objects.values_list("slug", "market__code")) == SLUGS
    for slug in SLUGS:
        for word, role in ROLES.items():
            member = Member.objects.get(user__email=f"{word}@{slug}.example")
            assert (member.company.slug, member.role, set(member.privileges)) == (slug, role, set(PRESETS[role]))


@pytest.mark.usefixtures("people")
def test_a_second_load_changes_nothing() -> None:
    def state() -> list[object]:
        return [list(model.objects.order_by("pk").values()) for model in MODELS]

    before = state()
    load_people(load_markets())

    assert state() == before


@pytest.mark.usefixtures("people")
def test_tax_numbers_and_regions_are_valid() -> None:
    for company in Company.objects.select_related("market"):
        assert VALID[company.market.code].is_valid(company.tax_number), company
    for address in Address.objects.all():
        if address.country in regions.REGIONS:
            assert address.region in regions.REGIONS[address.country], address


@pytest.mark.usefixtures("people")
def test_end_customers_are_loaded_once_and_one_is_in_review() -> None:
    now = timezone.now()
    load_end_customers(now=now)
    load_end_customers(now=now)

    assert EndCustomer.objects.count() == len(CUSTOMERS)
    assert [customer.name for customer in EndCustomer.objects.in_review(now)] == ["Escola Aurora"]
    for customer in EndCustomer.objects.exclude(tax_number=""):
        assert checked_tax_number(customer.country, customer.tax_number) == customer.tax_number


@pytest.mark.usefixtures("people")
def test_what_was_agreed_with_whom() -> None:
    on = date(2026, 11, 19)
    companies = {company.slug: company for company in Company.objects.all()}
    assert [slug for slug, company in companies.items() if company.is_stockist(on)] == ["lagerhuset-elektronik"]
    waived = {slug for slug, company in companies.items() if company.is_tax_waived(on)}
    assert waived == {"biscayne-components", "maple-systems"}
    assert AgreedFreight.objects.get().company == companies["norrsken-it"]
    assert companies["norrsken-it"].addresses.exclude(country="SE").exists()
    assert all(company.account_manager is not None for company in companies.values())
    assert CreditAccount.objects.filter(limit__gt=0).count() == len(SLUGS)


@pytest.mark.usefixtures("people")
def test_everyone_signs_in_with_the_printed_password(client: Client) -> None:
    for account in accounts_to_try():
        for _role, email in account.users:
            assert User.objects.get(email=email).check_password(PASSWORD)
    assert client.post("/login/", {"login": "consultant@norrsken-it.example", "password": PASSWORD}).status_code == 302
    assert client.get("/notifications/").context["request"].member.company.slug == "lagerhuset-elektronik"
    assert "Byt till Norrsken IT" in client.get("/notifications/").content.decode()


@pytest.mark.usefixtures("people")
def test_the_support_desk_sees_companies_and_makes_nobody_staff(client: Client) -> None:
    sign_in_with_factor(client, User.objects.get(email="staff@distributor.example"))

    assert client.get("/admin/accounts/company/").status_code == 200
    assert client.get("/admin/auth/group/").status_code == 403


@pytest.mark.usefixtures("people")
def test_the_support_desk_edits_markets_but_not_their_numbers(client: Client) -> None:
    staff = User.objects.get(email="staff@distributor.example")
    sign_in_with_factor(client, staff)
    market = Company.objects.get(slug="norrsken-it").market

    page = client.get(f"/admin/markets/market/{market.pk}/change/").content.decode()

    assert 'name="cutoff_0"' in page or 'name="cutoff"' in page
    assert client.get("/admin/markets/taxrate/add/").status_code == 200
    assert client.get("/admin/markets/market/add/").status_code == 403
    assert not staff.has_perm("markets.change_numberseries")


@pytest.mark.usefixtures("people")
def test_the_sign_in_page_shows_no_account_outside_the_demonstration(client: Client) -> None:
    codes = [current_code(email, now=timezone.now()) for email in SHOWN_CODES]
    page = client.get("/login/").content.decode()
    client.force_login(User.objects.get(email=SHOWN_CODES[0]))
    step = client.get("/account/verify/").content.decode()
    client.logout()

    assert all(code and code not in page + step for code in codes)
    assert PASSWORD not in page
    assert "norrsken-it.example" not in page
    assert client.post("/demo/sign-in/", {"as": "super@distributor.example"}).status_code == 404


class TestWhileTheDemonstrationRuns:
    """Addresses of the demonstration are there only with it, so the site map is made anew."""

    @pytest.fixture(autouse=True)
    def demonstration(self, settings, people: None) -> None:
        settings.DEMONSTRATION = True
        settings.ROOT_URLCONF = "tests.authorization.demonstration_urls"

    def test_the_page_lists_everyone_and_the_password(self, client: Client) -> None:
        page = client.get("/login/").content.decode()
        assert PASSWORD in page
        for account in accounts_to_try():
            for _role, email in account.users:
                assert f'value="{email}"' in page

    def test_a_button_signs_in(self, client: Client) -> None:
        answer = client.post("/demo/sign-in/", {"as": "buyer@norrsken-it.example", "next": "/notifications/"})
        assert answer["Location"] == "/notifications/"
        assert client.get("/notifications/").context["request"].member.company.slug == "norrsken-it"

    def test_staff_go_to_their_desk(self, client: Client) -> None:
        assert client.post("/demo/sign-in/", {"as": "staff@distributor.example"})["Location"] == "/admin/"

    @pytest.mark.parametrize("email", SHOWN_CODES)
    def test_the_code_of_staff_is_shown_and_the_step_is_not_left_out(self, client: Client, email: str) -> None:
        code = current_code(email, now=timezone.now())
        assert code in client.get("/login/").content.decode()
        client.post("/demo/sign-in/", {"as": email})
        assert client.get("/admin/")["Location"].startswith("/account/verify/")
        assert code in client.get("/account/verify/").content.decode()
        body = {"way": "app", "code": code, "next": "/admin/"}
        assert client.post("/account/verify/", body)["Location"] == "/admin/"
        assert client.get("/admin/").status_code == 200
        assert current_code(email, now=timezone.now()) != code  # it is used up: the next one is shown

    def test_nobody_else_is_signed_in(self, client: Client) -> None:
        User.objects.create_user("somebody@else.example", "x", name="Somebody")
        assert client.post("/demo/sign-in/", {"as": "somebody@else.example"}).status_code == 404
        assert client.get("/demo/sign-in/").status_code == 405
